"""Place a guard on every value that has to be looked at when it flows, once.

    clean(rows: list[Row]) -> list[Row], fed by load() -> Any
    guards: input rows (`Any` need not be a list), output result

An output is guarded where it is produced. An input is guarded where its type is not proven from
what is known of its source: what a guard of severity `warn` let through is not known.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from dagcompile.diagnostics import Place
from dagcompile.ir.queries import Index, flat, in_port, index_of
from dagcompile.ir.records import (
    AnyType,
    Const,
    FirstOf,
    FromPort,
    Guard,
    Node,
    OpNode,
    Pipeline,
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
    index = index_of(pipeline.meaning)
    relations = Relations(index.types)
    doubted = _doubted(index, relations)
    nodes = tuple(_guarded(node, index, relations, doubted) for node in pipeline.meaning.nodes)
    if all(new is old for new, old in zip(nodes, pipeline.meaning.nodes, strict=True)):
        return pipeline
    return replace(pipeline, meaning=replace(pipeline.meaning, nodes=nodes))


def _guarded(node: Node, index: Index, relations: Relations, doubted: AbstractSet[str]) -> Node:
    if not isinstance(node, OpNode):
        return node
    guards = (*_inputs(node, index, relations, doubted), *_outputs(node, index))
    return node if guards == node.guards else replace(node, guards=guards)


def _inputs(
    node: OpNode, index: Index, relations: Relations, doubted: AbstractSet[str]
) -> Iterator[Guard]:
    op, severity = index.ops[node.op], node.policy.severity
    for wired in node.inputs:
        wanted = in_port(op, wired.port).type
        if isinstance(wired.source, Const) or _accepts_all(wanted, index):
            continue
        trusted = _trusted(wired.source, doubted)
        if not trusted or relation_of(wired.source, wanted, index, relations).verdict != "proven":
            yield Guard(side="input", port=wired.port, type=wanted, severity=severity)


def _outputs(node: OpNode, index: Index) -> Iterator[Guard]:
    severity = node.policy.severity
    for port in index.ops[node.op].outputs:
        if not _accepts_all(port.type, index):
            yield Guard(
                side="output", port=port.name, type=port.type, maybe=port.maybe, severity=severity
            )


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
            doubt = _passes_doubt(node, found, index, relations)
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
