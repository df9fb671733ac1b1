"""Place a guard on every value that has to be looked at when it flows, once.

    clean(rows: list[Row]) -> list[Row], fed by load() -> Any
    guards: input rows (`Any` need not be a list), output result

An output is guarded where it is produced. An input is guarded where what the guards of its sources
establish does not say that it fits: as deep as its own guard would look.
"""

from collections.abc import Mapping
from dataclasses import replace

from dagcompile.diagnostics import Place
from dagcompile.ir.queries import index_of
from dagcompile.ir.records import (
    Const,
    Depth,
    Guard,
    Node,
    OpKey,
    OpNode,
    Pipeline,
    Severity,
)
from dagcompile.passes.established import Established, accepts_all
from dagcompile.passes.relation import Relations


def place_guards(
    pipeline: Pipeline,
    *,
    places: Mapping[str, Place] | None = None,  # noqa: ARG001 - every pass takes them
) -> Pipeline:
    """The pipeline with the guards of every op node; the same object if they are there already."""
    placer = _Placer(pipeline)
    nodes = tuple([placer.guarded(node) for node in pipeline.meaning.nodes])
    if all(new is old for new, old in zip(nodes, pipeline.meaning.nodes, strict=True)):
        return pipeline
    return replace(pipeline, meaning=replace(pipeline.meaning, nodes=nodes))


class _Placer:
    """Guards nodes. Nodes that are guarded alike share their guards: few of them differ."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.index = index_of(pipeline.meaning)
        relations = Relations(self.index.types)
        self.established = Established(self.index, pipeline.build, relations)
        self.kept: dict[tuple[OpKey, Severity, Depth], tuple[Guard, ...]] = {}

    def guarded(self, node: Node) -> Node:
        if not isinstance(node, OpNode):
            return node
        guards: tuple[Guard, ...] = ()
        if node.policy.placement != "off":
            guards = self.outputs(node)
            if inputs := self.inputs(node):
                guards = (*inputs, *guards)
        return node if guards == node.guards else replace(node, guards=guards)

    def inputs(self, node: OpNode) -> list[Guard]:
        known, types = self.established, self.index.inputs
        depth, less = known.depth_of(node), known.known_to(node)
        guards: list[Guard] = []
        for wired in node.inputs:
            if isinstance(wired.source, Const):
                continue
            wanted = types[node.op, wired.port]
            if accepts_all(wanted, self.index):
                continue
            level = known.level(wired.source, less) if less else "full"
            if not known.implies(wired.source, wanted, depth, level):
                guards.append(
                    Guard(
                        side="input",
                        port=wired.port,
                        type=wanted,
                        severity=node.policy.severity,
                        depth=depth,
                    )
                )
        return guards

    def outputs(self, node: OpNode) -> tuple[Guard, ...]:
        severity, depth = node.policy.severity, self.established.depth_of(node)
        key = node.op, severity, depth
        found = self.kept.get(key)
        if found is None:
            found = self.kept[key] = tuple(
                Guard(
                    side="output",
                    port=port.name,
                    type=port.type,
                    maybe=port.maybe,
                    severity=severity,
                    depth=depth,
                )
                for port in self.index.ops[node.op].outputs
                if not accepts_all(port.type, self.index)
            )
        return found
