"""What pipelines share beside the artifacts of a target, beside what should stand there."""

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dagcompile.codegen.artifact import Artifact
from dagcompile.project.building.judging import read, texts_of
from dagcompile.project.faults import Fault, Finding, Right, shared_fault_of
from dagcompile.project.sharing import CHANGED, missing_lines, unused
from dagcompile.target import Shared

_ABSENT = Fault(code="DC646", text="is not there", remedy="build")
_UNUSED = Fault(code="DC647", text="is imported by no artifact any more", remedy="sweep")


def shared_judged(shared: Shared, out: Path) -> Iterator[Finding | Right]:
    """The files that the artifacts of a target need below `out`, and what is wrong with each.

    A package of which nothing is there is told once.
    """
    if shared.name is None:
        return
    folder = out / shared.folder / shared.name
    if shared.files and _is_absent(folder):
        yield Finding(path=folder, fault=_ABSENT)
    else:
        for path, text in shared.files.items():
            yield _judged(Artifact(path, text), folder / path)
    yield from _lines(shared, out)


def _judged(wanted: Artifact, path: Path) -> Finding | Right:
    data = read(path)
    if isinstance(data, Fault):
        return Finding(path=path, fault=data)
    found = shared_fault_of(data, wanted)
    if found is None:
        return Right(path=path)
    return Finding(path=path, fault=found, texts=texts_of(data, wanted, found))


def _lines(shared: Shared, out: Path) -> Iterator[Finding | Right]:
    """The files of the user's own that have to hold some lines."""
    for name, lines in shared.lines.items():
        file = out / shared.folder / name
        try:
            lacking = file in missing_lines(shared, out)
        except (OSError, UnicodeDecodeError) as error:
            said = f"cannot be read: {error}"
            yield Finding(path=file, fault=Fault(code="DC618", text=said, remedy="open"))
            continue
        if not lacking:
            yield Right(path=file)
            continue
        said = f"has no line {lines[0]}"
        fault = Fault(code="DC646", text=said, remedy="build") if file.exists() else _ABSENT
        yield Finding(path=file, fault=fault)


def _is_absent(folder: Path) -> bool:
    try:
        return not stat.S_ISDIR(folder.stat().st_mode)
    except OSError as error:  # of what is there and cannot be read every file is told
        return isinstance(error, FileNotFoundError)


def shared_orphans(shared: Shared, out: Path) -> Iterator[Finding]:
    """The older packages that no artifact imports any more. Where that cannot be read, the files of
    pipelines are told of, which are there as well.
    """
    with suppress(OSError):
        for older in unused(shared, out):
            fault = _UNUSED if older.whole else CHANGED
            yield Finding(path=older.path, fault=fault)
