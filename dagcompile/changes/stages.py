"""Which nodes begin, succeed and fail as one."""

from collections.abc import Iterator

from dagcompile.changes.pairing import keyed
from dagcompile.changes.records import Change, Sides, Subject
from dagcompile.changes.texts import brief
from dagcompile.ir.records import Stage


def stages(sides: Sides) -> Iterator[Change]:
    """Stages that were added, removed, renamed, or are of other nodes."""
    old = {each.id: each for each in sides.old.meaning.stages}
    new = {each.id: each for each in sides.new.meaning.stages}
    renamed = _renamed(old, new)
    for before, after in renamed.items():
        yield Change(
            subject=Subject(part="stage", name=after),
            verb="renamed",
            weight="risky",
            reason="its nodes are run as before, and what is kept of it is kept under its name",
            before=before,
            after=after,
        )
    kept = {name: stage for name, stage in old.items() if name not in renamed}
    fresh = {name: stage for name, stage in new.items() if name not in renamed.values()}
    for name, was, now in keyed(kept, fresh):
        yield from _stage(name, was, now)


def _renamed(old: dict[str, Stage], new: dict[str, Stage]) -> dict[str, str]:
    """The stages that have another name and the same nodes."""
    by_nodes = {frozenset(each.nodes): each.id for each in new.values() if each.id not in old}
    return {
        each.id: by_nodes[frozenset(each.nodes)]
        for each in old.values()
        if each.id not in new and frozenset(each.nodes) in by_nodes
    }


def _stage(name: str, was: Stage | None, now: Stage | None) -> Iterator[Change]:
    subject = Subject(part="stage", name=name)
    if was is None:
        yield Change(
            subject=subject,
            verb="added",
            weight="risky",
            reason="its nodes begin together, and one that fails fails them all",
            after=_text(now),
        )
    elif now is None:
        yield Change(
            subject=subject,
            verb="removed",
            weight="risky",
            reason="each of its nodes begins, fails and is tried again alone",
            before=_text(was),
        )
    elif set(was.nodes) != set(now.nodes):
        yield Change(
            subject=subject,
            verb="changed",
            weight="risky",
            reason="other nodes begin together, and fail where one of them does",
            before=_text(was),
            after=_text(now),
        )
    elif was.nodes != now.nodes:
        yield Change(
            subject=subject,
            verb="changed",
            weight="cosmetic",
            reason="its nodes are written in another order, and wait for what they did",
            before=_text(was),
            after=_text(now),
        )


def _text(stage: Stage | None) -> str:
    return brief(", ".join(stage.nodes)) if stage else ""
