"""Place a guard on every value that has to be looked at when it flows, once.

    clean(rows: list[Row]) -> list[Row], fed by load() -> Any
    guards: input rows (`Any` need not be a list), output result

An output is guarded where it is produced. An input is guarded where its type is not proven from
what is known of its source: what a guard of severity `warn` let through is not known.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from dagcompile.diagnostics import Place
from dagcompile.ir.queries import Index, flat, index_of
from dagcompile.ir.records import (
    AnyType,
    Const,
    FirstOf,
    FromPort,
    Guard,
    Node,
    OpKey,
    OpNode,
    Pipeline,
    Severity,
    Source,
    TypeKey,
)
from dagcompile.passes.edges import relation_of
from dagcompile.passes.relation import Relations


def place_guards(
    pipeline: Pipeline,
    *,
    places: Mapping[str, Place] | None = None,  # noqa: ARG001 - every pass takes them
) -> Pipeline:
    """The pipeline with the guards of every op node; the same object if they are there already."""
    placer = _Placer(index_of(pipeline.meaning))
    nodes = tuple([placer.guarded(node) for node in pipeline.meaning.nodes])
    if all(new is old for new, old in zip(nodes, pipeline.meaning.nodes, strict=True)):
        return pipeline
    return replace(pipeline, meaning=replace(pipeline.meaning, nodes=nodes))


class _Placer:
    """Guards nodes. Nodes that are guarded alike share their guards: few of them differ."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.relations = Relations(index.types)
        self.doubted = _doubted(index, self.relations)
        self.kept: dict[tuple[OpKey, Severity], tuple[Guard, ...]] = {}

    def guarded(self, node: Node) -> Node:
        if not isinstance(node, OpNode):
            return node
        guards = self.outputs(node)
        if inputs := self.inputs(node):
            guards = (*inputs, *guards)
        return node if guards == node.guards else replace(node, guards=guards)

    def inputs(self, node: OpNode) -> list[Guard]:
        severity = node.policy.severity
        return [
            Guard(side="input", port=wired.port, type=wanted, severity=severity)
            for wired in node.inputs
            if not isinstance(wired.source, Const)
            and self.doubtful(wired.source, wanted := self.index.inputs[node.op, wired.port])
        ]

    def doubtful(self, source: Source, wanted: TypeKey) -> bool:
        """Whether what comes from `source` may be no `wanted`."""
        if _accepts_all(wanted, self.index):
            return False
        if self.doubted and not _trusted(source, self.doubted):
            return True
        return relation_of(source, wanted, self.index, self.relations).verdict != "proven"

    def outputs(self, node: OpNode) -> tuple[Guard, ...]:
        severity = node.policy.severity
        found = self.kept.get((node.op, severity))
        if found is None:
            found = self.kept[node.op, severity] = tuple(
                Guard(
                    side="output",
                    port=port.name,
                    type=port.type,
                    maybe=port.maybe,
                    severity=severity,
                )
                for port in self.index.ops[node.op].outputs
                if not _accepts_all(port.type, self.index)
            )
        return found


def _accepts_all(key: TypeKey, index: Index) -> bool:
    return isinstance(index.types[key], AnyType)


def _trusted(source: Source, doubted: AbstractSet[str]) -> bool:
    return not any(isinstance(each, FromPort) and each.node in doubted for each in flat(source))


def _doubted(index: Index, relations: Relations) -> AbstractSet[str]:
    """The nodes whose outputs may be no values of their types: their guards only warn, or they
    pass on the outputs of such nodes, or values that are not proven to be of their type.
    """
    found: set[str] = set()
    for node in index.meaning.nodes:
        if isinstance(node, OpNode):
            doubt = node.policy.severity == "warn"
        else:
            doubt = isinstance(node, FirstOf) and _passes_doubt(node, found, index, relations)
        if doubt:
            found.add(node.id)
    return found


def _passes_doubt(
    node: FirstOf, doubted: AbstractSet[str], index: Index, relations: Relations
) -> bool:
    return any(
        not _trusted(item, doubted)
        or relation_of(item, node.type, index, relations).verdict != "proven"
        for item in node.items
    )
