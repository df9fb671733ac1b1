"""The edges of a pipeline with the types at both ends: what the checks and the reports look at.

    edges(pipeline)
    (EdgeReport(source="load.result", target="clean.rows", source_type="list[app.ops.Row]",
                target_type="list[app.ops.Row]", verdict="proven", reason=""), ...)

A container that the author gathered is looked at element by element, where the target has
elements: `merge.rows[0]`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dagcompile.ir.queries import Index, in_port, index_of, source_type
from dagcompile.ir.records import (
    Collection,
    Const,
    DictType,
    FirstOf,
    FromParam,
    FromPort,
    Gather,
    Input,
    OpNode,
    Pipeline,
    Source,
    TupleType,
    TypeKey,
)
from dagcompile.ir.text import value_text
from dagcompile.passes.relation import Relation, Relations, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeReport:
    """One edge: its ends as text, the types there, and what is known of them.

    The places are keys of the map of places, the nearest to the end first.
    """

    source: str
    target: str
    source_type: TypeKey
    target_type: TypeKey
    verdict: Verdict
    reason: str
    source_places: tuple[str, ...] = ()
    target_places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The target end of an edge."""

    text: str
    type: TypeKey
    places: tuple[str, ...]


def edges(pipeline: Pipeline) -> tuple[EdgeReport, ...]:
    """Every edge of a verified pipeline: into nodes, in their order, out of it, and defaults."""
    index = index_of(pipeline.meaning)
    relations = Relations(index.types)
    return tuple(
        report for source, end in _ends(index) for report in _reports(source, end, index, relations)
    )


def relation_of(source: Source, target: TypeKey, index: Index, relations: Relations) -> Relation:
    """What is known of the value of a whole source at a place that wants `target`."""
    if isinstance(source, Const):
        return relations.fits(source.value, target)
    if isinstance(source, Gather):
        parts = [
            relation_of(item, part, index, relations)
            for item, part, _ in _elements(source, target, index) or ()
        ]
        if parts and all(part.verdict == "proven" for part in parts):
            return Relation(verdict="proven")
    return relations.relate(source_type(source, index), target)


def _ends(index: Index) -> Iterator[tuple[Source, End]]:
    for node in index.meaning.nodes:
        if isinstance(node, OpNode):
            for wired in node.inputs:
                yield wired.source, _input_end(node, wired, index)
        else:
            yield from _first_of_ends(node)
    for output in index.meaning.outputs:
        where = (f"output:{output.name}",)
        text = "the pipeline's output" if output.name == "result" else f"output {output.name}"
        yield output.source, End(text=text, type=output.type, places=where)
    for param in index.meaning.params:
        if param.default is not None:
            where = (f"param:{param.name}",)
            yield param.default, End(text=f"param {param.name}", type=param.type, places=where)


def _input_end(node: OpNode, wired: Input, index: Index) -> End:
    return End(
        text=f"{node.id}.{wired.port}",
        type=in_port(index.ops[node.op], wired.port).type,
        places=(f"input:{node.id}.{wired.port}", f"node:{node.id}", f"op:{node.op}"),
    )


def _first_of_ends(node: FirstOf) -> Iterator[tuple[Source, End]]:
    for at, item in enumerate(node.items):
        yield item, End(text=f"{node.id}[{at}]", type=node.type, places=(f"node:{node.id}",))


def _reports(source: Source, end: End, index: Index, relations: Relations) -> Iterator[EdgeReport]:
    if isinstance(source, Gather) and (elements := _elements(source, end.type, index)) is not None:
        for item, part, step in elements:
            yield from _reports(
                item, End(text=end.text + step, type=part, places=end.places), index, relations
            )
        return
    relation = relation_of(source, end.type, index, relations)
    yield EdgeReport(
        source=source_text(source),
        target=end.text,
        source_type=source_type(source, index),
        target_type=end.type,
        verdict=relation.verdict,
        reason=relation.reason,
        source_places=_source_places(source, index),
        target_places=end.places,
    )


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
            keys = [(Const(value=key), type_.key, f" key {value_text(key)}") for key in source.keys]
            steps = [f"[{value_text(key)}]" for key in source.keys]
            wanted = (type_.value,) * len(steps)
            return [*keys, *zip(source.items, wanted, steps, strict=True)]
        case _:
            return None
    return list(zip(source.items, wanted, steps, strict=True))


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
