"""Guards that were added or lost, and what they look at and come to: those of nodes, and of all.

What follows from something else is not told again: a guard of another type where its port has
another type, one of an input where the guards of its source come to something else, or the depth of
a node that says none, where the whole build has another depth.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal, TypeAlias

from dagcompile.changes.comparers.guarding import Guarding
from dagcompile.changes.comparers.types.both import Both
from dagcompile.changes.pairing import op_nodes
from dagcompile.changes.records import Change, Sides
from dagcompile.ir.queries import Index, flat
from dagcompile.ir.records import (
    AnyType,
    Build,
    Depth,
    FromPort,
    Guard,
    OpNode,
    Pipeline,
)

Port: TypeAlias = tuple[Literal["input", "output"], str]
"""The side and the port that a guard stands at."""


def guards(sides: Sides) -> Iterator[Change]:
    """What differs in the guards of nodes that both versions have, and of the whole build."""
    yield from _build(sides.old_pipeline.build, sides.new_pipeline.build)
    single = _Single(sides)
    for old, new in op_nodes(sides):
        yield from _policy(old, new, sides)
        yield from single.guards(old, new)


# --- the whole build, and what a node says of all its guards -------------------------------------


def _build(old: Build, new: Build) -> Iterator[Change]:
    told = Guarding()
    if old.guards != new.guards:
        yield told.placed(old.guards, new.guards)
    if old.depth != new.depth:
        yield told.deep(old.depth or "full", new.depth or "full")


def _policy(old: OpNode, new: OpNode, sides: Sides) -> Iterator[Change]:
    before, after = old.policy, new.policy
    told = Guarding(new.id, severity=after.severity, some=bool(old.guards or new.guards))
    if before.severity != after.severity:
        yield told.severe(after.severity)
    if before.placement != after.placement:
        yield told.placed(before.placement, after.placement)
    if before.depth != after.depth:
        depths = depth_of(old, sides.old_pipeline), depth_of(new, sides.new_pipeline)
        yield told.deep(*depths, said=(before.depth, after.depth))


def depth_of(node: OpNode, pipeline: Pipeline) -> Depth:
    """How deep the guards of a node look."""
    return node.policy.depth or pipeline.build.depth or "full"


# --- guards one by one ---------------------------------------------------------------------------


class _Single:
    """Looks at the guards of one node after the other."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides

    @cached_property
    def both(self) -> Both:
        """The types of both versions."""
        return Both(self.sides.old.declared, self.sides.new.declared)

    def guards(self, old: OpNode, new: OpNode) -> Iterator[Change]:
        """What differs in the guards of a node, by their ports."""
        if old.guards == new.guards:
            return
        before = {(each.side, each.port): each for each in old.guards}
        after = {(each.side, each.port): each for each in new.guards}
        if "off" not in (old.policy.placement, new.policy.placement):
            yield from self._alone(old, new, before, after)
        for port, guard in after.items():
            if port in before and before[port] != guard:
                yield from self._moved((old, before[port]), (new, guard))

    def _alone(
        self, old: OpNode, new: OpNode, before: Mapping[Port, Guard], after: Mapping[Port, Guard]
    ) -> Iterator[Change]:
        """The guards of ports that both versions have, that only one of them has."""
        for port, guard in after.items():
            there = port_type(self.sides.old, old, guard) is not None
            if port not in before and there and not self._follows(new, guard):
                yield Guarding.of(new.id, guard).added(guard.type)
        for port, guard in before.items():
            type_ = port_type(self.sides.new, new, guard)
            if port not in after and type_ is not None and not self._follows(new, guard):
                anything = isinstance(self.sides.new.declared[type_], AnyType)
                proven = guard.side == "input" and not anything
                yield Guarding.of(new.id, guard).lost(guard.type, proven=proven)

    def _follows(self, node: OpNode, guard: Guard) -> bool:
        """Whether a guard of an input comes or goes with what those of its source come to."""
        return guard.side == "input" and any(
            isinstance(each, FromPort) and each.node in self._otherwise
            for wired in node.inputs
            if wired.port == guard.port
            for each in flat(wired.source)
        )

    @cached_property
    def _otherwise(self) -> frozenset[str]:
        """The nodes whose guards come to something else, or stand elsewhere."""
        return frozenset(
            new.id
            for old, new in op_nodes(self.sides)
            if (old.policy.severity, old.policy.placement)
            != (new.policy.severity, new.policy.placement)
        )

    def _moved(self, old: tuple[OpNode, Guard], new: tuple[OpNode, Guard]) -> Iterator[Change]:
        (before, was), (after, now) = old, new
        told = Guarding.of(after.id, now)
        ports = (
            port_type(self.sides.old, before, was),
            port_type(self.sides.new, after, now),
        )
        if was.type != now.type and (was.type, now.type) != ports:
            yield told.retyped(was.type, now.type, self.both.effect(was.type, now.type))
        if was.severity != now.severity and (was.severity, now.severity) != (
            before.policy.severity,
            after.policy.severity,
        ):
            yield told.severe(now.severity)
        depths = depth_of(before, self.sides.old_pipeline), depth_of(after, self.sides.new_pipeline)
        if was.depth != now.depth and (was.depth, now.depth) != depths:
            yield told.deep(was.depth, now.depth)
        if was.maybe != now.maybe and (was.maybe, now.maybe) != (
            _may_lack(self.sides.old, before, was),
            _may_lack(self.sides.new, after, now),
        ):
            yield told.withheld(now)


def port_type(index: Index, node: OpNode, guard: Guard) -> str | None:
    """The type of the port that a guard stands at; None where the node has no such port."""
    ports = index.inputs if guard.side == "input" else index.outputs
    return ports.get((node.op, guard.port))


def _may_lack(index: Index, node: OpNode, guard: Guard) -> bool:
    outputs = index.ops[node.op].outputs if guard.side == "output" else ()
    return any(each.name == guard.port and each.maybe for each in outputs)
