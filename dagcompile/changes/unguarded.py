"""Guards that are lost, or placed elsewhere, because of what is asked of a target; and which values
that are published are looked at no longer, or less, whatever the reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dagcompile.changes.comparers.guarding import Guarding
from dagcompile.changes.reach import Reach, heeds
from dagcompile.changes.records import Change, Sides
from dagcompile.changes.told_rules import EXPECTATIONS_IGNORED, EXPECTATIONS_WARN
from dagcompile.ir.placing import placement_of
from dagcompile.ir.queries import Index, flat
from dagcompile.ir.records import FirstOf, FromPort, OpNode, Placement, Source

_NAMED = 4
"""Guards that are named; of others only the number is told."""


def placements(
    sides: Sides, targets: Mapping[str, tuple[Placement, Placement]]
) -> Iterator[Change]:
    """Guards that stand elsewhere, or nowhere, though their pipeline says nothing else of them.

    Args:
        sides: two versions of a pipeline.
        targets: where each of them puts guards that say nothing themselves: before, and now.
    """
    if all(was == now for was, now in targets.values()):
        return
    reach = Reach(sides)
    guarded = [new for _, new in sides.kept if isinstance(new, OpNode) and new.guards]
    for target, (was, now) in sorted(targets.items()):
        moved = [each for each in guarded if placement_of(each, was) != placement_of(each, now)]
        if not moved:
            continue
        severe = any(each.policy.severity == "error" for each in moved)
        told = Guarding(severity="error" if severe else "warn").placed(was, now)
        ends = "off" in (was, now)
        yield replace(
            told,
            subject=replace(told.subject, detail=f"placement on {target}"),
            reason=_reason(told, moved) if ends else told.reason,
            consumers=reach.behind([each.id for each in moved]) if ends else (),
        )


def _reason(told: Change, nodes: list[OpNode]) -> str:
    """The reason, with the guards it is of."""
    names = [f"{guard.side} `{each.id}.{guard.port}`" for each in nodes for guard in each.guards]
    shown = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    which = f"{shown} and {more} more" if more > 0 else shown
    passes = "bad values pass: " if told.verb == "loosened" else ""
    return f"{passes}{told.reason}: {which}"


@dataclass(frozen=True, slots=True)
class Published:
    """Who sees the values of one version of a pipeline: by node and port."""

    index: Index

    def unchecked(self, change: Change) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The outputs of the pipeline, and the assets, whose values are looked at less after a
        change of a guard or an expectation.
        """
        ports = set(self._ports(change)) if _is_less(change) else set()
        if not ports:
            return (), ()
        outputs = [
            each.name
            for each in self.index.meaning.outputs
            if not ports.isdisjoint(self._given(each.source))
        ]
        assets = [
            each.asset
            for node in self._nodes
            for each in node.keeps
            if (node.id, each.port) in ports
        ]
        return tuple(outputs), tuple(dict.fromkeys(assets))

    @property
    def _nodes(self) -> Iterator[OpNode]:
        return (each for each in self.index.meaning.nodes if isinstance(each, OpNode))

    def _ports(self, change: Change) -> Iterator[tuple[str, str]]:
        """The outputs of nodes that a change is about."""
        name, detail = change.subject.name, change.subject.detail
        side, *port = detail.split(" ")[:2]
        for node in self._nodes:
            if node.id != (name or node.id) or side == "input":
                continue
            if name or change.subject.part == "expectation" or heeds(node, change):
                for each in self.index.ops[node.op].outputs:
                    if side != "output" or [each.name] == port:
                        yield node.id, each.name

    def _given(self, source: Source) -> Iterator[tuple[str, str]]:
        """The outputs of nodes that a source gives, also where it chooses among them."""
        for each in flat(source):
            if isinstance(each, FromPort):
                node = self.index.nodes[each.node]
                if isinstance(node, FirstOf):
                    for item in node.items:
                        yield from self._given(item)
                else:
                    yield each.node, each.port


def _is_less(change: Change) -> bool:
    """Whether values are looked at less than they were."""
    if change.weight != "risky":
        return False
    less = {EXPECTATIONS_IGNORED.why, EXPECTATIONS_WARN.why}
    return change.verb in ("removed", "loosened") or change.reason in less
