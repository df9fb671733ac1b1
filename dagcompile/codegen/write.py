"""Artifacts to files: all of them or none, and only where whoever knows the files there lets them.

    write(artifacts, Path("dags"), judge=judge)
    (Written(path="daily.py", outcome="written"), ...)

A file is first written beside its place and synced, then renamed over it, so that a reader sees
the old file or the new one. What was there is kept until every file is in place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.header import is_marked, parse_header
from dagcompile.codegen.swap import swap_in
from dagcompile.diagnostics import CompileError, Diagnostic

Ownership: TypeAlias = Literal["ours", "edited", "foreign"]
"""Of an existing file: as dagcompile wrote it, changed since, or not written by it at all."""

Standing: TypeAlias = Literal["right", "free"]
"""Of the place of an artifact: its very bytes stand there; or nothing, or what it may overwrite."""

Judge: TypeAlias = Callable[[Artifact], Standing | Diagnostic]
"""Says of the place of an artifact how it stands, or why it must not be written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of an artifact. A file that had its text already is not touched."""

    path: str
    outcome: Literal["written", "unchanged"]


def ownership(text: str) -> Ownership:
    """Whose a file with this text is, by its header."""
    header = parse_header(text)
    if header is not None and header.intact:
        return "ours"
    return "edited" if is_marked(text) else "foreign"


def place_in(folder: Path, path: str) -> Path | None:
    """Where the artifact `path` below `folder` is written, links followed; None if that is not
    below it.
    """
    if not is_within(path):
        return None
    root = Path(realpath(folder))  # a loop of links is for the system to refuse
    place = Path(realpath(root / path))
    return place if root in place.parents else None


def is_within(path: str) -> bool:
    """Whether the path of an artifact stays within its folder, but for links."""
    pure = PurePosixPath(path)
    odd = "\\" in path or "\0" in path or ":" in path
    return not (odd or pure.is_absolute() or ".." in pure.parts or not pure.parts)


def write(artifacts: Sequence[Artifact], folder: Path, *, judge: Judge) -> tuple[Written, ...]:
    """Write `artifacts` below `folder`, which is made if need be. All are in place afterwards, or,
    after an exception, every file is as it was.

    Args:
        artifacts: files with different paths.
        folder: where their paths begin.
        judge: looks at what stands in the place of each.

    Raises:
        CompileError: all that `judge` refuses.
        ValueError: it does not refuse a path that leads out of the folder, or two are the same.
        OSError: the file system refused.
    """
    standing = [judge(each) for each in artifacts]
    if refused := [each for each in standing if isinstance(each, Diagnostic)]:
        raise CompileError(refused)
    free = [one for one, each in zip(artifacts, standing, strict=True) if each == "free"]
    contents = {_place(folder, each.path): each.text.encode() for each in free}
    if len(contents) < len(free):
        raise ValueError("two artifacts have the same path")
    swap_in(contents)
    return tuple(
        Written(path=artifact.path, outcome="written" if each == "free" else "unchanged")
        for artifact, each in zip(artifacts, standing, strict=True)
    )


def _place(folder: Path, path: str) -> Path:
    place = place_in(folder, path)
    if place is None:
        raise ValueError(f"the path {path!r} leads out of the output folder")
    return place
