"""Which nodes begin, succeed and fail as one."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from dagcompile.changes.pairing import keyed
from dagcompile.changes.records import Change, Sides, Subject
from dagcompile.changes.texts import brief
from dagcompile.changes.told_rules import (
    STAGE_ADDED,
    STAGE_NODES,
    STAGE_REMOVED,
    STAGE_RENAMED,
)
from dagcompile.ir.records import Stage


def stages(sides: Sides) -> Iterator[Change]:
    """Stages that were added, removed, renamed, or are of other nodes."""
    old = {each.id: each for each in sides.old.meaning.stages}
    new = {each.id: each for each in sides.new.meaning.stages}
    renamed = _renamed(old, new)
    for before, after in renamed.items():
        subject = Subject(part="stage", name=after)
        yield STAGE_RENAMED.change(subject, "renamed", before=before, after=after)
    kept = {name: stage for name, stage in old.items() if name not in renamed}
    fresh = {name: stage for name, stage in new.items() if name not in renamed.values()}
    for name, was, now in keyed(kept, fresh):
        yield from _stage(name, was, now, both=sides.old.nodes.keys() & sides.new.nodes.keys())


def _renamed(old: dict[str, Stage], new: dict[str, Stage]) -> dict[str, str]:
    """The stages that have another name and the same nodes."""
    by_nodes = {frozenset(each.nodes): each.id for each in new.values() if each.id not in old}
    return {
        each.id: by_nodes[frozenset(each.nodes)]
        for each in old.values()
        if each.id not in new and frozenset(each.nodes) in by_nodes
    }


def _stage(
    name: str, was: Stage | None, now: Stage | None, *, both: AbstractSet[str]
) -> Iterator[Change]:
    """What became of one. Nodes that only one version has are told as such, with their stage."""
    subject = Subject(part="stage", name=name)
    if was is None:
        yield STAGE_ADDED.change(subject, "added", after=_text(now))
    elif now is None:
        yield STAGE_REMOVED.change(subject, "removed", before=_text(was))
    elif both & set(was.nodes) != both & set(now.nodes):
        yield STAGE_NODES.change(subject, "changed", before=_text(was), after=_text(now))


def _text(stage: Stage | None) -> str:
    return brief(", ".join(stage.nodes)) if stage else ""
