"""Which files git does not have, among those that are as they should be."""

from collections.abc import Iterator, Sequence
from os.path import realpath
from pathlib import Path

from dagcompile.project.checking.records import Fault, Finding, Right
from dagcompile.project.git import repository_of


def untracked(files: Sequence[Right], out: Path) -> Iterator[Finding]:
    """Those of `files` below `out` that are neither committed nor added.

    None where `out` is in no repository, or git is not installed.

    Raises:
        CompileError: git refuses to tell (DC661).
    """
    repository = repository_of(out)
    if repository is None or not files:
        return
    tracked = repository.tracked(out)
    far = [each for each in files if each.path not in tracked]
    linked = repository.tracked(Path(realpath(out))) if far else frozenset()
    lacking = [each for each in far if Path(realpath(each.path)) not in linked]
    ignored = repository.ignored(each.path for each in lacking)
    for each in lacking:
        fault = _fault(ignored.get(each.path))
        yield Finding(path=each.path, fault=fault, pipeline=each.pipeline)


def _fault(rule: str | None) -> Fault:
    if rule is None:
        return Fault(code="DC648", text="is not in git", remedy="add")
    return Fault(code="DC648", text=f"is ignored by git ({rule})", remedy="force add")
