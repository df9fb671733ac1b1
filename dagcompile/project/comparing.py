"""A pipeline on both sides of a difference, compared: what changes, and what comes of that.

Pair(sides=sides, before=old, after=new, users=users).reviewed()
"""

from dataclasses import dataclass

from dagcompile.changes import WEIGHTS, Comparison, compare
from dagcompile.changes.contract import among, contract
from dagcompile.changes.presence import added, removed
from dagcompile.changes.users import Users
from dagcompile.ir.records import Pipeline
from dagcompile.project.held import Held
from dagcompile.project.pairing import id_of
from dagcompile.project.settled import settled_changes, settled_guards, weighed
from dagcompile.project.sides import Sides
from dagcompile.project.texts import Files, file_changes
from dagcompile.project.versions import Side
from dagcompile.review import Reviewed
from dagcompile.target import Impact, Target, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A pipeline on both sides; None where a side has none."""

    sides: Sides
    before: Held | None
    after: Held | None
    users: Users

    @property
    def id(self) -> str:
        return id_of(self.before, self.after)

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
