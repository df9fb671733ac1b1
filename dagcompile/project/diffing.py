"""`dagcompile diff`: what changes between two states of a project.

found = diff(load_project())                                  HEAD and what the sources give now
found = diff(load_project(), "main..topic")                   two revisions; no code is run
found = diff(load_project(), "old.ir.json..new.ir.json")      two files
text_of(found.review)
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from dagcompile.changes import WEIGHTS, Comparison, compare
from dagcompile.changes.contract import among, contract
from dagcompile.changes.presence import added, removed
from dagcompile.changes.users import Users
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.ir.records import Pipeline
from dagcompile.project.apart import without_code_of
from dagcompile.project.bodies.finding import code_changes
from dagcompile.project.config import Project
from dagcompile.project.git import repository_of
from dagcompile.project.held import Held
from dagcompile.project.lacking import no_ir, without_ir
from dagcompile.project.pairing import pairs
from dagcompile.project.settled import settled_changes, settled_guards, weighed
from dagcompile.project.sides import Sides, asked, sides_of
from dagcompile.project.texts import Files, file_changes
from dagcompile.project.users import users_in
from dagcompile.project.versions import Side
from dagcompile.review import Note, Review, Reviewed
from dagcompile.runtime.collector import without_collector
from dagcompile.target import Impact, Target, Version


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
        found = _diffed(sides, _Pair.reviewed)
        return replace(found, review=replace(found.review, code=code_changes(sides)))


def contract_diff(
    project: Project, text: str = "", *, names: Sequence[str] = (), cached: bool = False
) -> Diffed:
    """As `diff`, of what others rely on alone: params, outputs, and assets that are written, with
    the pipelines of the new side that read them.
    """
    with _with_code_for(project, text):
        sides = sides_of(project, text, names=names, cached=cached)
        found = _diffed(sides, _Pair.published)
    return replace(found, review=replace(found.review, contracts=True))


def _with_code_for(project: Project, text: str) -> AbstractContextManager[None]:
    """Code of the project is run only for what the sources give."""
    if asked(text).new is None:
        return nullcontext()
    repository = repository_of(project.folder)
    return without_code_of(repository.root if repository else project.folder)


@without_collector()
def _diffed(sides: Sides, look: "Callable[[_Pair], Reviewed | None]") -> Diffed:
    found: list[Reviewed] = []
    same: list[str] = []
    errors = [error for _, error in sides.new.failed.values()]
    broken = dict(sides.new.failed)
    lost: dict[str, list[str]] = {}
    users = users_in(sides.old, sides.new)
    is_one_project = sides.old.chosen == sides.new.chosen
    for before, after in pairs(sides.old.held, sides.new.held):
        failed = before and not after and _broken(before, broken)
        if before and failed:
            found.append(Reviewed(id=before.id, failed=_NOT_COMPILED))
            del broken[failed]
        elif side := without_ir(sides.old, sides.new, before, after):
            lost.setdefault(side.label, []).append(_id(before, after))
            found.append(Reviewed(id=_id(before, after), failed=f"its IR is not in {side.label}"))
        elif is_one_project and before and after and _are_equal(before, after):
            same.append(after.id)
        else:
            pair = _Pair(sides=sides, before=before, after=after, users=users)
            try:
                reviewed = look(pair)
            except CompileError as error:
                errors.append(error)
                reviewed = Reviewed(id=pair.id, failed="its IR cannot be read")
            if reviewed is None:
                same.append(pair.id)
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
            notes=(*sides.notes, *_of_committed(sides)),
        ),
        errors=tuple(errors),
        warnings=tuple(dict.fromkeys((*sides.old.warnings, *sides.new.warnings))),
    )


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


def _id(before: Held | None, after: Held | None) -> str:
    held = after or before
    assert held is not None
    return held.id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A pipeline on both sides; None where a side has none."""

    sides: Sides
    before: Held | None
    after: Held | None
    users: Users

    @property
    def id(self) -> str:
        return _id(self.before, self.after)

    @property
    def was(self) -> str:
        """The old id, where it is another."""
        return self.before.id if self.before and self.before.id != self.id else ""

    def reviewed(self) -> Reviewed | None:
        """What changes; None where nothing does.

        Raises:
            CompileError: the IR of a side cannot be read.
        """
        old = self.before.read() if self.before else None
        new = self.after.read() if self.after else None
        comparison = _compared(old, new)
        changes = [*among(comparison.changes, old, new, self.users)]
        if old and new:
            changes += settled_changes(self.sides.old, self.sides.new, old, new)
            changes += settled_guards(self.sides.old, self.sides.new, old, new)
            changes = [*weighed(changes, self.sides.old, self.sides.new)]
            changes.sort(key=lambda each: WEIGHTS.index(each.weight))
        was, now = _files(self.sides.old, self.before, old), _files(self.sides.new, self.after, new)
        reviewed = Reviewed(
            id=self.id,
            was=self.was,
            old=old,
            new=new,
            changes=tuple(changes),
            nodes=comparison.nodes,
            impacts=_impacts(was, now),
            files=tuple(file_changes(was, now, explained=changes)),
        )
        is_other = reviewed.changes or reviewed.impacts or reviewed.files
        return reviewed if is_other else None

    def published(self) -> Reviewed | None:
        """What changes for others; None where nothing does.

        Raises:
            CompileError: the IR of a side cannot be read.
        """
        old = self.before.read() if self.before else None
        new = self.after.read() if self.after else None
        if old and new:
            settled = settled_guards(self.sides.old, self.sides.new, old, new)
            comparison = contract(old, new, users=self.users, settled=settled)
            changes = comparison.changes
        else:
            comparison = _compared(old, new)
            changes = among(comparison.changes, old, new, self.users)
        reviewed = Reviewed(id=self.id, was=self.was, changes=changes, nodes=comparison.nodes)
        return reviewed if reviewed.changes else None


def _compared(old: Pipeline | None, new: Pipeline | None) -> Comparison:
    match old, new:
        case Pipeline(), Pipeline():
            return compare(old, new)
        case Pipeline(), None:
            return Comparison(old=old, new=old, changes=(removed(old),))
        case None, Pipeline():
            return Comparison(old=new, new=new, changes=(added(new),))
        case _:
            raise ValueError("a pair has a pipeline on one side at least")


def _files(side: Side, held: Held | None, pipeline: Pipeline | None) -> Files:
    if held is None or pipeline is None:
        return Files(side=side)
    versions = side.versions(held, pipeline)
    return Files(side=side, held=held, pipeline=pipeline, versions=versions)


def _impacts(old: Files, new: Files) -> dict[str, tuple[Impact, ...]]:
    """What comes of it on every target that either side is built for, the worst first."""
    targets = {each.target.name: each.target for each in (*old.side.chosen, *new.side.chosen)}
    told = {
        name: impacts_of(targets[name], old.versions.get(name), new.versions.get(name))
        for name in sorted(old.versions.keys() | new.versions.keys())
        if not (old.lacks(name) or new.lacks(name))
    }
    return {
        name: tuple(sorted(impacts, key=lambda each: WEIGHTS.index(each.weight)))
        for name, impacts in told.items()
        if impacts
    }


def impacts_of(target: Target, old: Version | None, new: Version | None) -> tuple[Impact, ...]:
    """What a target tells; where it fails, that it does."""
    try:
        return target.impacts(old, new)
    except Exception as error:  # noqa: BLE001  a target of a third party may raise anything
        said = " ".join(f"{type(error).__name__}: {error}".split())
        return (
            Impact(
                kind=f"{target.name}.unknown",
                text=f"what comes of the change cannot be told: target {target.name} fails: {said}",
                weight="risky",
            ),
        )
