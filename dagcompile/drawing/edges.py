"""The edges of a picture: one for each value that is handed on, one for each `after`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from dagcompile.drawing.records import Edge
from dagcompile.drawing.scene import Scene, given
from dagcompile.drawing.texts import shown
from dagcompile.ir.queries import in_port, out_port, source_type
from dagcompile.ir.records import (
    Const,
    Expect,
    FirstOf,
    FromParam,
    FromPort,
    Gather,
    Guard,
    Input,
    Node,
    OpNode,
    Source,
)
from dagcompile.ir.text import value_text
from dagcompile.passes.looks import Word
from dagcompile.passes.reports import output_text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wire:
    """A value on its way: its source, and its place in the containers around that."""

    source: FromPort | FromParam
    item: str


def edges(scene: Scene) -> Iterator[Edge]:
    """Edges into steps, then into outputs, in the order of writing."""
    for node in scene.meaning.nodes:
        yield from _into_step(node, scene)
        for before in node.after:
            yield Edge(tail=scene.steps[before], head=scene.steps[node.id], kind="after")
    for output in scene.meaning.outputs:
        for wire in _wires(output.source):
            edge = _edge(wire, scene.outputs[output.name], scene)
            yield _marked(edge, scene.word(output_text(output), wire.item))


def _into_step(node: Node, scene: Scene) -> Iterator[Edge]:
    match node:
        case OpNode():
            for each in node.inputs:
                yield from _into_port(node, each, scene)
        case Expect():
            for each in node.inputs:
                port = shown(each.port) if scene.shows("ports") else ""
                for wire in _wires(each.source):
                    edge = replace(_edge(wire, scene.steps[node.id], scene), head_port=port)
                    yield _marked(edge, scene.word(f"{node.id}.{each.port}", wire.item))
        case FirstOf():
            for number, item in enumerate(node.items):  # they are tried in this order
                for wire in _wires(item):
                    numbered = replace(wire, item=f"{number + 1}{wire.item}")
                    edge = _edge(numbered, scene.steps[node.id], scene)
                    yield _marked(edge, scene.word(f"{node.id}[{number}]", wire.item))
        case _:
            assert_never(node)


def _into_port(node: OpNode, wired: Input, scene: Scene) -> Iterator[Edge]:
    guards = (each for each in node.guards if each.side == "input" and each.port == wired.port)
    guard = next(guards, None)
    for wire in _wires(wired.source):
        edge = _edge(wire, scene.steps[node.id], scene)
        typed = edge.type
        if guard is not None and typed and wire.source is wired.source:
            wanted = in_port(scene.index.ops[node.op], wired.port).type
            typed = shown(f"{typed} → {scene.types(wanted)}")
        port = shown(wired.port) if scene.shows("ports") else ""
        word = scene.word(f"{node.id}.{wired.port}", wire.item)
        yield _marked(replace(edge, head_port=port, type=typed), word, guard)


def _edge(wire: _Wire, head: str, scene: Scene) -> Edge:
    """The edge of a value as far as its source tells."""
    source, ports = wire.source, scene.shows("ports")
    item = shown(wire.item) if ports else ""
    match source:
        case FromParam():  # its type stands at the param
            return Edge(tail=scene.params[source.name], head=head, item=item)
        case FromPort():
            typed = shown(scene.types(source_type(source, scene.index)))
            edge = Edge(
                tail=scene.steps[source.node],
                head=head,
                item=item,
                type=typed if scene.shows("types") else "",
            )
            node = scene.index.nodes[source.node]
            if not isinstance(node, OpNode):
                return edge
            op = scene.index.ops[node.op]
            maybe = out_port(op, source.port).maybe
            port = given(source.port, maybe=maybe) if maybe or (ports and op.fields) else ""
            return replace(edge, tail_port=port, maybe=maybe)
        case _:
            assert_never(source)


def _wires(source: Source, item: str = "") -> Iterator[_Wire]:
    """The values of a source, each with its `item` in the containers that the author wrote."""
    match source:
        case FromPort() | FromParam():
            yield _Wire(source=source, item=item)
        case Const():
            return
        case Gather():
            places = (
                map(value_text, source.keys) if source.type == "dict" else range(len(source.items))
            )
            for place, each in zip(places, source.items, strict=True):
                yield from _wires(each, f"{item}[{place}]")
        case _:
            assert_never(source)


def _marked(edge: Edge, word: Word | None, guard: Guard | None = None) -> Edge:
    """`edge` with the word for it, and whether its guard only warns."""
    if word is None:
        return edge
    warns = word == "guarded" and guard is not None and guard.severity == "warn"
    return replace(edge, word=word, guard=f"{word}, warns" if warns else word)
