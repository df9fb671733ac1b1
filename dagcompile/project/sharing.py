"""Packages that stand once beside the artifacts of a target, for all of them.

    write_shared(shared, Path("generated"), refuse=refuse)   generated/airflow/_dagcompile_3f2a…/
    remove_unused(shared, Path("generated"))                older ones that no artifact imports

A package is written before the artifacts that need it, and an older one goes after them: whoever
reads the folder meanwhile finds what each artifact asks for.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.swap import swap_in
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.project.faults import Command, Fault, Finding, shared_fault_of, told
from dagcompile.target import Shared

_CACHE = "__pycache__"

CHANGED = Fault(
    code="DC520", text="was edited by hand, and no artifact imports it any more", remedy="discard"
)
"""Of a package that is not as it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is no artifact of a pipeline that is built, and what became of it: a shared package, a
    file of the user's that had to mention it, or a file that nothing makes any more.
    """

    path: Path
    outcome: Literal["written", "unchanged", "removed", "kept"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """A package that no artifact imports any more; whether it is as it was made."""

    path: Path
    whole: bool


def write_shared(
    shared: Shared, out: Path, *, refuse: Callable[[Path, Fault], Diagnostic | None]
) -> tuple[Kept, ...]:
    """Write the package that artifacts below `out` use, and the lines that it needs elsewhere.

    Args:
        shared: the package; a file of it that is missing or is another is written.
        out: the output folder.
        refuse: says of a file of it that is another why it must not be overwritten, if it must not.

    Raises:
        CompileError: all that `refuse` says.
        OSError: the file system refused.
    """
    if shared.name is None:
        return ()
    folder = out / shared.folder / shared.name
    stale: dict[Path, bytes] = {}
    refused: list[Diagnostic] = []
    for path, text in shared.files.items():
        place = folder / path
        if not place.exists():
            stale[place] = text.encode()
        elif fault := shared_fault_of(place.read_bytes(), Artifact(path, text)):
            refusal = refuse(place, fault)
            refused += [refusal] if refusal else []
            stale[place] = text.encode()
    if refused:
        raise CompileError(refused)
    lines = missing_lines(shared, out)
    swap_in({**stale, **lines})
    package = Kept(path=folder, outcome="written" if stale else "unchanged")
    return (package, *(Kept(path=each, outcome="written") for each in lines))


def remove_unused(shared: Shared, out: Path) -> tuple[tuple[Kept, ...], tuple[Diagnostic, ...]]:
    """Remove the older packages that no artifact imports any more.

    One that was edited by hand is kept, and told of (DC520).

    Raises:
        OSError: the file system refused.
    """
    removed: list[Kept] = []
    kept: list[Diagnostic] = []
    for older in unused(shared, out):
        if older.whole:
            shutil.rmtree(older.path)
            removed.append(Kept(path=older.path, outcome="removed"))
        else:
            kept.append(_kept(older, out))
    return tuple(removed), tuple(kept)


def unused(shared: Shared, out: Path) -> Iterator[Older]:
    """The older packages that no artifact imports any more.

    Raises:
        OSError: the file system refused.
    """
    for folder in _unused(shared, out / shared.folder):
        yield Older(path=folder, whole=shared.is_whole(folder.name, _texts(folder)))


def _unused(shared: Shared, folder: Path) -> Iterator[Path]:
    older = [
        each
        for each in sorted(folder.glob(f"{shared.family}*"))
        if each.name != shared.name and each.is_dir() and not each.is_symlink()
    ]
    if not older:
        return
    artifacts = [each.read_text("utf-8", "replace") for each in sorted(folder.glob("*.py"))]
    yield from (each for each in older if not any(each.name in text for text in artifacts))


def _texts(folder: Path) -> Mapping[str, str]:
    """The files of a package by their paths within it, without what Python adds."""
    return {
        each.relative_to(folder).as_posix(): each.read_text("utf-8", "replace")
        for each in sorted(folder.rglob("*"))
        if each.is_file() and _CACHE not in each.parts
    }


def missing_lines(shared: Shared, out: Path) -> dict[Path, bytes]:
    """The files of the user's that lack a line, with it at their end."""
    found: dict[Path, bytes] = {}
    for name, lines in shared.lines.items():
        file = out / shared.folder / name
        there = file.read_text("utf-8") if file.exists() else ""
        if missing := _without(there, lines):
            gap = "" if not there or there.endswith("\n") else "\n"
            found[file] = "\n".join([f"{there}{gap}{missing[0]}", *missing[1:], ""]).encode()
    return found


def _without(text: str, lines: Sequence[str]) -> list[str]:
    there = {each.strip() for each in text.splitlines()}
    return [each for each in lines if each not in there]


def _kept(older: Older, out: Path) -> Diagnostic:
    as_found = told(Finding(path=older.path, fault=CHANGED), Command(), out=out)
    return replace(as_found, severity="warning", message=f"{as_found.message}; it is kept")
