"""`dagcompile diff`: what changes between two states of a project.

found = diff(load_project())                                  HEAD and what the sources give now
found = diff(load_project(), "main..topic")                   two revisions; no code is run
found = diff(load_project(), "old.ir.json..new.ir.json")      two files
text_of(found.review)
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, assert_never

from dagcompile.changes import WEIGHTS
from dagcompile.changes.users import Users
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.project.apart import without_code_of
from dagcompile.project.bodies.finding import code_changes
from dagcompile.project.config import Project
from dagcompile.project.git import repository_of
from dagcompile.project.held import Held
from dagcompile.project.lacking import no_ir, without_ir
from dagcompile.project.pairing import Pair, id_of, pairs
from dagcompile.project.sides import Sides, asked, sides_of
from dagcompile.project.users import namesakes, users_in
from dagcompile.review import Note, Review, Reviewed
from dagcompile.runtime.collector import without_collector

_Look: TypeAlias = Literal["reviewed", "published"]
"""What is compared of a pipeline: all of it, or what others rely on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diffed:
    """What changes, why pipelines could not be compared, and what else is to be told."""

    review: Review
    errors: tuple[CompileError, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


def diff(
    project: Project, text: str = "", *, names: Sequence[str] = (), cached: bool = False
) -> Diffed:
    """Compare what `text` names; see `sides`. Nothing is written.

    Args:
        project: as it is now.
        text: two revisions or files, or one, or none: then HEAD is compared with the sources.
        names: pipelines by name, id or reference; all if empty.
        cached: compile only what is not known from earlier builds, and keep what is found out.

    Raises:
        CompileError: what was asked for is not there.
    """
    with _with_code_for(project, text):
        sides = sides_of(project, text, names=names, cached=cached)
        found = _diffed(sides, "reviewed")
        return replace(found, review=replace(found.review, code=code_changes(sides)))


def contract_diff(
    project: Project, text: str = "", *, names: Sequence[str] = (), cached: bool = False
) -> Diffed:
    """As `diff`, of what others rely on alone: params, outputs, and assets that are written, with
    the pipelines of the new side that read them.
    """
    with _with_code_for(project, text):
        sides = sides_of(project, text, names=names, cached=cached)
        found = _diffed(sides, "published")
    return replace(found, review=replace(found.review, contracts=True))


def _with_code_for(project: Project, text: str) -> AbstractContextManager[None]:
    """Code of the project is run only for what the sources give."""
    if asked(text).new is None:
        return nullcontext()
    repository = repository_of(project.folder)
    return without_code_of(repository.root if repository else project.folder)


@without_collector()
def _diffed(sides: Sides, look: _Look) -> Diffed:
    found: list[Reviewed] = []
    same: list[str] = []
    errors = [error for _, error in sides.new.failed.values()]
    broken = dict(sides.new.failed)
    lost: dict[str, list[str]] = {}
    users = users_in(sides.old, sides.new)
    is_one_project = sides.old.chosen == sides.new.chosen
    paired = pairs(sides.old.held, sides.new.held)
    for before, after in paired:
        failed = before and not after and _broken(before, broken)
        if before and failed:
            found.append(Reviewed(id=before.id, failed=_NOT_COMPILED))
            del broken[failed]
        elif side := without_ir(sides.old, sides.new, before, after):
            lost.setdefault(side.label, []).append(id_of(before, after))
            found.append(Reviewed(id=id_of(before, after), failed=f"its IR is not in {side.label}"))
        elif is_one_project and before and after and _are_equal(before, after):
            same.append(after.id)
        else:
            id = id_of(before, after)
            try:
                reviewed = _compared(sides, before, after, users=users, look=look)
            except CompileError as error:
                errors.append(error)
                reviewed = Reviewed(id=id, failed="its IR cannot be read")
            if reviewed is None:
                same.append(id)
            else:
                found.append(reviewed)
    errors += [no_ir(label, sorted(ids)) for label, ids in lost.items()]
    found += [Reviewed(id=name, failed=_NOT_COMPILED) for name, _ in broken.values()]
    return Diffed(
        review=Review(
            old=sides.old.label,
            new=sides.new.label,
            pipelines=tuple(sorted(found, key=_order)),
            unchanged=tuple(sorted(same)),
            project=sides.project,
            notes=(*sides.notes, *_of_come(sides, paired), *_of_committed(sides)),
        ),
        errors=tuple(errors),
        warnings=tuple(dict.fromkeys((*sides.old.warnings, *sides.new.warnings))),
    )


def _compared(
    sides: Sides, before: Held | None, after: Held | None, *, users: Users, look: _Look
) -> Reviewed | None:
    """What differs in a pipeline; None where nothing does.

    Raises:
        CompileError: the IR of a side cannot be read.
    """
    from dagcompile.project.comparing import Pair  # often nothing has changed, and none is loaded

    pair = Pair(sides=sides, before=before, after=after, users=users)
    match look:
        case "reviewed":
            return pair.reviewed()
        case "published":
            return pair.published()
        case _:
            assert_never(look)


def _of_come(sides: Sides, paired: Sequence[Pair]) -> Iterator[Note]:
    """What is to be known of pipelines that have ids which were not there."""
    ids = {before.id for before, _ in paired if before}
    yield from namesakes(sides.new, [new for _, new in paired if new and new.id not in ids])


def _of_committed(sides: Sides) -> Iterator[Note]:
    """That the sources were not looked at, where what others have built was."""
    if sides.old.revision and sides.new.revision:
        yield Note(
            text="what is committed was compared; `dagcompile check` tells whether the sources give"
            " the same"
        )


_NOT_COMPILED = "it does not compile now"


def _broken(held: Held, failed: Mapping[str, tuple[str, CompileError]]) -> str | None:
    """The reference of the pipeline that does not compile and was this one."""
    return next(
        (
            reference
            for reference, (name, _) in failed.items()
            if held.reference == reference or name in {held.id, held.stem}
        ),
        None,
    )


def _are_equal(before: Held, after: Held) -> bool:
    return before.content == after.content and before.artifacts == after.artifacts


def _order(reviewed: Reviewed) -> tuple[bool, int, str]:
    return not reviewed.failed, WEIGHTS.index(reviewed.weight), reviewed.id
