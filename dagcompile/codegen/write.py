"""Artifacts to files: all of them or none, and never over somebody else's work.

    write(artifacts, Path("dags"))      (Written(path="daily.py", outcome="written"), ...)

A file is first written beside its place and synced, then renamed over it, so that a reader sees
the old file or the new one. What was there is kept until every file is in place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.header import is_marked, origin_of, parse_header
from dagcompile.codegen.swap import swap_in
from dagcompile.diagnostics import CompileError, Diagnostic

Ownership: TypeAlias = Literal["ours", "edited", "foreign"]
"""Of an existing file: as dagcompile wrote it, changed since, or not written by it at all."""


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


def is_never_gone(origin: str) -> bool:  # noqa: ARG001  (one who knows pipelines wants it)
    """Every pipeline may still be there."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubts:
    """By what it is known whether a file that is there may be overwritten; see `write`."""

    force: bool
    is_ours: Callable[[str], Ownership]
    origin: Callable[[str], str | None]
    is_gone: Callable[[str], bool]
    said: Callable[[str], str]

    def of(self, artifact: Artifact, text: str, whose: Ownership) -> Diagnostic | None:
        """Why a file that dagcompile wrote, now with `text`, needs force to be overwritten."""
        before, now = self.origin(text), self.origin(artifact.text)
        if before is not None and now not in {None, before} and not self.is_gone(before):
            return Diagnostic(
                code="DC604",
                message=f"{artifact.path!r} was generated from another pipeline,"
                f" {self.said(before)}, and would be overwritten by {now}",
                fix="give one of them another name, with @pipeline(name=...); where this one took"
                " the place of the other, overwrite it with --force",
            )
        if whose == "edited":
            return Diagnostic(
                code="DC602",
                message=f"{artifact.path!r} was edited by hand since it was generated",
                fix="move the change into the pipeline, or overwrite it with --force",
            )
        return None


def write(
    artifacts: Sequence[Artifact],
    folder: Path,
    *,
    force: bool = False,
    is_ours: Callable[[str], Ownership] = ownership,
    origin: Callable[[str], str | None] = origin_of,
    is_gone: Callable[[str], bool] = is_never_gone,
    said: Callable[[str], str] = str,
) -> tuple[Written, ...]:
    """Write `artifacts` below `folder`, which is made if need be. All are in place afterwards, or,
    after an exception, every file is as it was.

    Args:
        artifacts: files with different paths.
        folder: where their paths begin.
        force: overwrite files that were edited by hand or generated from another pipeline.
            Others' files never are. A file whose lines only end otherwise, as a checkout may
            have made it, is left so without it.
        is_ours: whose an existing file with some text is.
        origin: the pipeline that some text was generated from, None if it does not say.
        is_gone: whether such a pipeline makes its files no more, so that others may take them over.
        said: such a pipeline as it is told.

    Raises:
        CompileError: DC601 to DC604, for every file that must not be written.
        OSError: the file system refused.
    """
    places: list[Path] = []
    refused: list[Diagnostic] = []
    doubts = _Doubts(force=force, is_ours=is_ours, origin=origin, is_gone=is_gone, said=said)
    for artifact in artifacts:
        place = place_in(folder, artifact.path)
        fault = _fault(artifact, place, doubts)
        refused += [fault] if fault else []
        places.append(place or folder)
    if refused:
        raise CompileError(refused)
    stale = {
        place: artifact.text.encode()
        for artifact, place in zip(artifacts, places, strict=True)
        if _read(place) != artifact.text or (force and _is_other(place, artifact.text))
    }
    if len(set(places)) < len(places):
        raise ValueError("two artifacts have the same path")
    swap_in(stale)
    return tuple(
        Written(path=artifact.path, outcome="written" if place in stale else "unchanged")
        for artifact, place in zip(artifacts, places, strict=True)
    )


def _fault(artifact: Artifact, place: Path | None, doubts: _Doubts) -> Diagnostic | None:
    if place is None:
        return Diagnostic(
            code="DC603",
            message=f"the path {artifact.path!r} leads out of the output folder",
            fix="remove the link that leads out"
            if is_within(artifact.path)
            else "give the pipeline another name, with @pipeline(name=...)",
        )
    if not place.exists():
        return None
    text = _read(place) if place.is_file() else None
    if text == artifact.text:
        return None
    if text is None or (whose := doubts.is_ours(text)) == "foreign":
        return Diagnostic(
            code="DC601",
            message=f"{artifact.path!r} is there already, and dagcompile did not write it",
            fix="move it away, or choose another output folder",
        )
    return None if doubts.force else doubts.of(artifact, text, whose)


def _read(place: Path) -> str | None:
    """The text of a file; None if there is none, or it is not text."""
    try:
        return place.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None


def _is_other(place: Path, text: str) -> bool:
    return place.read_bytes() != text.encode()
