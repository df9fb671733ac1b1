"""Which files git does not have: artifacts that are as they should be, and what makes them."""

from collections.abc import Iterator, Sequence
from os.path import realpath
from pathlib import Path

from dagcompile.project.building.result import Result
from dagcompile.project.config import Project
from dagcompile.project.faults import Fault, Finding, Right
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


def unadded(results: Sequence[Result], project: Project | None) -> Iterator[Finding]:
    """The files of a project that its pipelines are made of, and that git does not have and does
    not ignore, if it has any of them: who clones the repository lacks these alone.

    Raises:
        CompileError: git refuses to tell (DC661).
    """
    used = {
        file
        for each in results
        if each.used
        for file, is_there in each.used.files.items()
        if is_there
    }
    repository = repository_of(project.folder) if project and used else None
    if project is None or repository is None:
        return
    home = Path(realpath(project.folder))
    files = {Path(realpath(each)) for each in used}
    near = {each for each in files if each.is_relative_to(home) and each.is_file()}
    lacking = near - repository.tracked(home)
    if lacking == near:
        return
    for each in sorted(lacking - repository.ignored(lacking).keys()):
        text = "is not in git, and pipelines are made of it"
        yield Finding(path=each, fault=Fault(code="DC654", text=text, remedy="add"))


def _fault(rule: str | None) -> Fault:
    if rule is None:
        return Fault(code="DC648", text="is not in git", remedy="add")
    return Fault(code="DC648", text=f"is ignored by git ({rule})", remedy="force add")
