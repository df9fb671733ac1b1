"""The edges of a pipeline with the types at both ends: what the checks and the reports look at.

    edges(pipeline)
    (EdgeReport(source="load.result", target="clean.rows", source_type="list[app.ops.Row]",
                target_type="list[app.ops.Row]", verdict="proven", reason=""), ...)

A container that the author gathered is looked at element by element, where the target has
elements: `merge.rows[0]`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, assert_never

from dagcompile.ir.queries import Index, in_port, index_of, source_type
from dagcompile.ir.records import (
    Collection,
    Const,
    DictType,
    Expect,
    FirstOf,
    FromParam,
    FromPort,
    Gather,
    Look,
    OpNode,
    Output,
    Param,
    Pipeline,
    Source,
    TupleType,
    TypeKey,
    Value,
)
from dagcompile.ir.text import value_text
from dagcompile.passes.relation import Relation, Relations, Verdict
from dagcompile.passes.relation.verdicts import PROVEN, Refusal
from dagcompile.passes.secrets import Secrecy
from dagcompile.runtime.types.secrets import HIDDEN


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeReport:
    """One edge: its ends as text, the types there, and what is known of them. `refused`:
    a value may fit, but nothing that was declared says so. `written`: it begins at a
    literal that stands for a secret, which is refused, and told of by the type that is wanted.

    The places are keys of the map of places, the nearest to the end first.
    """

    source: str
    target: str
    source_type: TypeKey
    target_type: TypeKey
    verdict: Verdict
    reason: str
    refused: Refusal = ""
    written: bool = False
    source_places: tuple[str, ...] = ()
    target_places: tuple[str, ...] = ()


class End(NamedTuple):
    """The target end of an edge: the input `port` of an op node, an item of a first_of by its
    number, an output or a param. `step` leads to the element of a container.
    """

    owner: OpNode | FirstOf | Expect | Output | Param
    port: str | int
    type: TypeKey
    step: str = ""


class Edge(NamedTuple):
    """One edge and what is known of it."""

    source: Source
    end: End
    relation: Relation


def edges(pipeline: Pipeline) -> tuple[EdgeReport, ...]:
    """Every edge of a verified pipeline: into nodes, in their order, out of it, and defaults."""
    index = index_of(pipeline.meaning)
    return tuple(report_of(edge, index) for edge in wired_edges(index, Relations(index.types)))


def doubtful_edges(pipeline: Pipeline) -> tuple[EdgeReport, ...]:
    """The `edges` that are not proven. Most are, and cost no report."""
    index = index_of(pipeline.meaning)
    return tuple(
        report_of(edge, index)
        for edge in wired_edges(index, Relations(index.types))
        if edge.relation.verdict != "proven"
    )


def looked_edges(pipeline: Pipeline) -> tuple[EdgeReport, ...]:
    """What expectations of op nodes look at, as if each were an edge into a parameter.

    No guard stands there: what is not impossible is for the function to see.
    """
    index = index_of(pipeline.meaning)
    relations = Relations(index.types)
    return tuple(
        replace(
            report_of(Edge(source, End(node, look.port, look.type), relation), index),
            target=f"{node.id}.{expectation.ref.name}.{look.port}",
            target_places=(f"node:{node.id}", f"op:{node.op}"),
        )
        for node in index.meaning.nodes
        if isinstance(node, OpNode)
        for expectation in node.expectations
        for look in expectation.looks
        if (source := _looked_at(node, look, index)) is not None
        and (relation := relation_of(source, look.type, index, relations)).verdict != "proven"
    )


def _looked_at(node: OpNode, look: Look, index: Index) -> Source | None:
    """Where the value comes from that an expectation of a node looks at."""
    if look.side == "output":
        return FromPort(node=node.id, port=look.port)
    wired = next((each.source for each in node.inputs if each.port == look.port), None)
    return in_port(index.ops[node.op], look.port).default if wired is None else wired


def relation_of(source: Source, target: TypeKey, index: Index, relations: Relations) -> Relation:
    """What is known of the value of a whole source at a place that wants `target`."""
    if isinstance(source, FromPort):
        return relations.relate(source_type(source, index), target)
    if isinstance(source, Const):
        return relations.fits(source.value, target)
    if isinstance(source, Gather):
        parts = [
            relation_of(item, part, index, relations)
            for item, part, _ in _elements(source, target, index) or ()
        ]
        if parts and all(part.verdict == "proven" for part in parts):
            return PROVEN
    return relations.relate(source_type(source, index), target)


def wired_edges(index: Index, relations: Relations) -> Iterator[Edge]:
    """The `edges` of a pipeline, not yet told of."""
    for source, end in _ends(index):
        if isinstance(source, Gather):
            yield from _into_container(source, end, index, relations)
        else:
            yield Edge(source, end, relation_of(source, end.type, index, relations))


def _into_container(source: Source, end: End, index: Index, relations: Relations) -> Iterator[Edge]:
    elements = _elements(source, end.type, index) if isinstance(source, Gather) else None
    if elements is None:
        yield Edge(source, end, relation_of(source, end.type, index, relations))
        return
    for item, part, step in elements:
        inner = End(end.owner, end.port, part, end.step + step)
        yield from _into_container(item, inner, index, relations)


def _ends(index: Index) -> Iterator[tuple[Source, End]]:
    wanted = index.inputs
    for node in index.meaning.nodes:
        if isinstance(node, OpNode):
            for wired in node.inputs:
                yield wired.source, End(node, wired.port, wanted[node.op, wired.port])
        elif isinstance(node, Expect):
            for wired, look in zip(node.inputs, node.expectation.looks, strict=True):
                yield wired.source, End(node, wired.port, look.type)
        else:
            for at, item in enumerate(node.items):
                yield item, End(node, at, node.type)
    for output in index.meaning.outputs:
        yield output.source, End(output, output.name, output.type)
    for param in index.meaning.params:
        if param.default is not None:
            yield param.default, End(param, param.name, param.type)


def report_of(edge: Edge, index: Index) -> EdgeReport:
    """An edge as it is told of."""
    source, end, relation = edge
    written = _stands_for_secret(source, end.type, index)
    return EdgeReport(
        source=HIDDEN if written else source_text(source),
        target=_end_text(end) + end.step,
        source_type=end.type if written else source_type(source, index),
        target_type=end.type,
        verdict=relation.verdict,
        reason=_WRITTEN if written else relation.reason,
        refused=relation.refused,
        written=written,
        source_places=_source_places(source, index),
        target_places=_end_places(end),
    )


_WRITTEN = "a secret is written for it: whoever reads the files has it"


def _stands_for_secret(source: Source, target: TypeKey, index: Index) -> bool:
    """Whether a literal, or one in a container, is where a secret is wanted."""
    if not isinstance(source, (Const, Gather)):
        return False
    return next(Secrecy(index.types).written(source, target), None) is not None


def _end_text(end: End) -> str:
    match end.owner:
        case OpNode() | Expect():
            return f"{end.owner.id}.{end.port}"
        case FirstOf():
            return f"{end.owner.id}[{end.port}]"
        case Output():
            return output_text(end.owner)
        case Param():
            return f"param {end.port}"
        case _:
            assert_never(end.owner)


def output_text(output: Output) -> str:
    """An output of the pipeline as a reader knows it."""
    return "the pipeline's output" if output.name == "result" else f"output {output.name}"


def _end_places(end: End) -> tuple[str, ...]:
    match end.owner:
        case OpNode(id=id, op=op):
            return (f"input:{id}.{end.port}", f"node:{id}", f"op:{op}")
        case Expect(id=id):
            return (f"input:{id}.{end.port}", f"node:{id}")
        case FirstOf(id=id):
            return (f"node:{id}",)
        case Output():
            return (f"output:{end.port}",)
        case Param():
            return (f"param:{end.port}",)
        case _:
            assert_never(end.owner)


def _elements(
    source: Gather, target: TypeKey, index: Index
) -> list[tuple[Source, TypeKey, str]] | None:
    """The items of a gathered container with the types wanted of them, if `target` has elements."""
    type_ = index.types[target]
    steps = [f"[{at}]" for at in range(len(source.items))]
    match type_:
        case Collection() if type_.type == source.type:
            wanted: tuple[TypeKey, ...] = (type_.item,) * len(steps)
        case TupleType(items=items) if source.type == "tuple" and len(items) == len(steps):
            wanted = items
        case DictType() if source.type == "dict":
            names = [_key_text(key, type_.key, index) for key in source.keys]
            keys = [
                (Const(value=key), type_.key, f" key {name}")
                for key, name in zip(source.keys, names, strict=True)
            ]
            steps = [f"[{name}]" for name in names]
            wanted = (type_.value,) * len(steps)
            return [*keys, *zip(source.items, wanted, steps, strict=True)]
        case _:
            return None
    return list(zip(source.items, wanted, steps, strict=True))


def _key_text(key: Value, type_: TypeKey, index: Index) -> str:
    return HIDDEN if _stands_for_secret(Const(value=key), type_, index) else value_text(key)


def source_text(source: Source) -> str:
    """A source as a reader knows it: `load.result`, `param day`, a literal."""
    match source:
        case FromPort():
            return f"{source.node}.{source.port}"
        case FromParam():
            return f"param {source.name}"
        case Const():
            return value_text(source.value)
        case Gather():
            inner = ", ".join(source_text(item) for item in source.items)
            return f"{source.type}({inner})"


def _source_places(source: Source, index: Index) -> tuple[str, ...]:
    if isinstance(source, FromPort):
        node = index.nodes[source.node]
        op = (f"op:{node.op}",) if isinstance(node, OpNode) else ()
        return (f"node:{source.node}", *op)
    return (f"param:{source.name}",) if isinstance(source, FromParam) else ()
