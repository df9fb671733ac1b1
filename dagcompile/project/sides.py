"""The two states of a project that a difference is of, as they are named on a command line.

(nothing)             HEAD, and what the sources give now
main                  that revision, and what the sources give now
main..topic           two revisions; one that is left out is HEAD
main...topic          where the two went apart, and the second
old.json..new.json    two files of IR; one of them may be a revision
old.json              that file, and what the sources give now
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import which

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.diagnostics.render import here, shown_path
from dagcompile.project.config import Project, is_reference
from dagcompile.project.emissions import IR_SUFFIX
from dagcompile.project.git import Repository, repository_of
from dagcompile.project.held import Held
from dagcompile.project.lacking import moved_out, nothing_committed
from dagcompile.project.pairing import pairs
from dagcompile.project.problems import did_you_mean, refused
from dagcompile.project.selection import Selected, selected
from dagcompile.project.unlisted import none_listed
from dagcompile.project.versions import Side, file_side, revision_side, sources_side
from dagcompile.review import Note

_DOTS = re.compile(r"\.{2,}")
_SHORT = 12
"""Digits of the id of a commit that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be compared: two ends, None for what the sources give now.

    `apart`: not the first itself, but where the two went apart.
    """

    old: str
    new: str | None = None
    apart: bool = False


def asked(text: str) -> Asked:
    """What a text on the command line asks for; see the module."""
    if not text:
        return Asked(old="HEAD")
    splits = [(text[: each.start()], each[0], text[each.end() :]) for each in _DOTS.finditer(text)]
    for old, dots, new in splits:
        # The name of a file may begin with dots itself: `old.json..../new.json`.
        tail = f"{dots[2:]}{new}"
        if _is_file(old) and _is_file(tail):
            return Asked(old=old, new=tail)
    if _is_file(text) and Path(text).is_file():
        return Asked(old=text)
    for old, dots, new in splits:
        if len(dots) in {2, 3} and (old or not new.startswith("/")):
            return Asked(old=old or "HEAD", new=new or "HEAD", apart=len(dots) == 3)
    return Asked(old=text)


def _is_file(text: str) -> bool:
    """Whether a text names a file of IR and no revision."""
    return text.endswith(".json") and "\0" not in text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The two states, what is to be known of both, and where in its repository the project is.

    `repository` is None where both are files.
    """

    old: Side
    new: Side
    notes: tuple[Note, ...] = ()
    project: str = ""
    repository: Repository | None = None


def sides_of(
    project: Project, text: str = "", *, names: Sequence[str] = (), cached: bool = False
) -> Sides:
    """The two states that `text` asks for, of the pipelines `names` or of all; `cached` as for
    `sources_side`.

    Raises:
        CompileError: a revision, a file or a pipeline is not there, or there is no repository.
    """
    wanted = asked(text)
    notes: list[Note] = []
    repository = None if _only_files(wanted) else _repository(project)
    old = _side(project, repository, wanted, wanted.old)
    if wanted.new is not None:
        new = _side(project, repository, replace(wanted, apart=False), wanted.new)
    else:
        new = sources_side(project, _sources(project, old, names), cached=cached)
    if repository and not any(each and _is_file(each) for each in (wanted.old, wanted.new)):
        _refuse_itself(text, old, new)
        if not names:
            if not (old.held or new.held or old.project.file or new.project.file):
                raise CompileError([none_listed(project)])  # it is no project
            ends = (wanted.old, wanted.new)
            lacking = nothing_committed(repository, old, new, names=ends)
            old = replace(old, warnings=(*old.warnings, *lacking))
            notes += moved_out(repository, old, new)
    if names:
        old, new = _named(names, old, new)
    if _is_file(wanted.old) != (wanted.new is not None and _is_file(wanted.new)):
        old, new = _of_file(old, new, wanted)
    folder = repository.path(project.folder) if repository else None
    return Sides(old=old, new=new, notes=tuple(notes), project=folder or "", repository=repository)


def _refuse_itself(text: str, old: Side, new: Side) -> None:
    """Refuse that a commit is compared with itself since what stands before the dots is missing:
    a variable that is empty would make whatever is asked of the difference come true.
    """
    if text.startswith("..") and old.revision == new.revision:
        raise refused(
            "DC660",
            f"{text!r} compares {new.label} with itself: nothing stands before the dots",
            fix="name the revision to compare with, such as main"
            f"{text}; if a variable names it, see that it is set",
        )


def _only_files(wanted: Asked) -> bool:
    return _is_file(wanted.old) and (wanted.new is None or _is_file(wanted.new))


def _repository(project: Project) -> Repository:
    repository = repository_of(project.folder)
    if repository is None:
        folder = shown_path(project.folder, here())
        raise refused(
            "DC662",
            f"no revision can be looked at: {'this folder' if folder == '.' else folder} is in no"
            " work tree of git"
            if which("git")
            else "no revision can be looked at: git is not installed",
            fix="compare two files: dagcompile diff OLD.ir.json..NEW.ir.json",
        )
    if repository.path(project.out) is None:
        raise refused(
            "DC662",
            f"no revision holds the artifacts: {shown_path(project.out, here())} is outside of the"
            " repository",
            fix="compare two files: dagcompile diff OLD.ir.json..NEW.ir.json",
        )
    return repository


def _side(project: Project, repository: Repository | None, wanted: Asked, end: str) -> Side:
    if _is_file(end):
        return file_side(project, Path(end))
    assert repository is not None
    id = _revision(repository, end)
    label = end
    if wanted.apart and wanted.new is not None:
        id = repository.common(id, repository.revision(wanted.new))
        label = f"the commit where {wanted.new} left {end}"
    if not id.startswith(end):
        label = f"{label} ({id[:_SHORT]})"
    return revision_side(project, repository, id, label)


def _revision(repository: Repository, end: str) -> str:
    try:
        return repository.revision(end)
    except CompileError:
        if not Path(end).is_file():
            raise
        raise refused(
            "DC660",
            f"git knows no revision {end!r} here, and the file of that name holds no IR",
            fix=f"an artifact is compared by the IR of its pipeline: name the {IR_SUFFIX} file",
        ) from None


def _sources(project: Project, old: Side, names: Sequence[str]) -> tuple[Selected, ...]:
    """The pipelines that are compiled: those that are named, or listed, or else were built."""
    if not names:
        if project.settings.pipelines:
            return selected(project)
        built = dict.fromkeys(each.reference for each in old.held if each.reference)
        return selected(project, list(built)) if built else selected(project)
    found: list[Selected] = []
    for name in names:
        try:
            found += selected(project, [name])
        except CompileError:
            if not any(_is_called(each, name, old) for each in old.held):
                raise
    return tuple(dict.fromkeys(found))


def _is_called(held: Held, name: str, side: Side) -> bool:
    """Whether `name` means this pipeline: its id, where it is written, or the project's name."""
    reference = side.project.settings.pipelines.get(name, name)
    return name in {held.id, held.stem} or (is_reference(reference) and held.reference == reference)


def _named(names: Sequence[str], old: Side, new: Side) -> tuple[Side, Side]:
    """Both sides with nothing but the pipelines `names`, and what has the place of one."""
    found = [
        each
        for side in (old, new)
        for each in side.held
        if side.is_now or any(_is_called(each, name, side) for name in names)
    ]
    files = {each.file for each in found}
    places = {each.reference for each in found} - {""} | new.failed.keys()
    strange = [
        name
        for name in names
        if not new.is_now
        and not any(_is_called(each, name, side) for side in (old, new) for each in side.held)
    ]
    if strange:
        known = {each.id for side in (old, new) for each in side.held}
        raise CompileError(
            Diagnostic(
                code="DC613",
                message=f"there is no pipeline {each!r} on either side",
                fix=did_you_mean(each, known, what="there are"),
            )
            for each in strange
        )

    others = _under_other_names(found, old, new)

    def alone(side: Side) -> Side:
        kept = [
            each
            for each in side.held
            if each.file in files or each.reference in places or id(each) in others
        ]
        return replace(side, held=tuple(kept))

    return alone(old), alone(new)


def _under_other_names(found: Sequence[Held], old: Side, new: Side) -> frozenset[int]:
    """What some pipelines are on the other side, by `id`, also under another name. Of the sources
    only those that are asked for are known, so what the project still lists is taken for there.
    """
    listed = frozenset(new.project.settings.pipelines.values())
    if new.is_now and not listed:
        return frozenset()
    came = {each.file for each in new.held}
    before = [
        each
        for each in old.held
        if not new.is_now or each.file in came or each.reference not in listed
    ]
    meant = {id(each) for each in found}
    return frozenset(
        id(each)
        for pair in pairs(before, new.held)
        if any(id(each) in meant for each in pair)
        for each in pair
        if each is not None
    )


def _of_file(old: Side, new: Side, wanted: Asked) -> tuple[Side, Side]:
    """Both sides with the pipeline of the one file alone."""
    (held,) = old.held if _is_file(wanted.old) else new.held

    def alone(side: Side) -> Side:
        same = [each for each in side.held if each.id == held.id]
        place = [each for each in side.held if each.reference == held.reference != ""]
        found = [replace(each, file=held.file) for each in (same or place)[:1]]
        return replace(side, held=tuple(found))

    return alone(old), alone(new)
