"""A pipeline as a picture of what changes: both versions in one, with marks.

    graph = graph_of(reviewed)
    mermaid(graph.picture, graph.marks)

What was removed is drawn where it hung. Of a large pipeline only what changes is drawn, and what
stands next to it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dagcompile.drawing import Edge, Mark, Marks, Picture, Vertex, picture_of
from dagcompile.drawing.texts import keys
from dagcompile.ir.records import OpNode, Pipeline
from dagcompile.review.records import Reviewed

LARGEST = 60
"""Vertices that are drawn at most; more are no picture."""
_EDGES = 300
"""Edges that are drawn at most: code hosts refuse to draw more than 500."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The picture, its marks, and how many vertices are left out of it."""

    picture: Picture
    marks: Marks
    hidden: int = 0


def graph_of(reviewed: Reviewed) -> Graph | None:
    """What changes of a pipeline that both sides have; None where nothing of it can be drawn."""
    if reviewed.old is None or reviewed.new is None:
        return None
    new, old = picture_of(reviewed.new), picture_of(reviewed.old)
    moved = _moved(reviewed.old, reviewed.new, reviewed.nodes)
    before = {moved[each.key]: replace(each, key=moved[each.key]) for each in old.vertices}
    gone = [each for key, each in before.items() if key not in {one.key for one in new.vertices}]
    edges, marked = _edges(old, new, moved)
    vertices: dict[str, Mark] = {each.key: "removed" for each in gone}
    vertices |= {each.key: "added" for each in new.vertices if each.key not in before}
    for key, mark in _told(reviewed):
        vertices.setdefault(key, mark)
    if not vertices and not marked:
        return None
    whole = Picture(name=new.name, vertices=(*new.vertices, *gone), edges=edges, groups=new.groups)
    return _cut(whole, Marks(vertices=vertices, edges=marked))


def _keys(pipeline: Pipeline) -> dict[tuple[str, str], str]:
    """The keys of vertices by what they stand for, as a picture has them."""
    meaning = pipeline.meaning
    named: dict[str, list[str]] = {
        "param": [each.name for each in meaning.params],
        "step": [each.id for each in meaning.nodes],
        "output": [each.name for each in meaning.outputs],
    }
    return {
        (kind, name): key
        for kind, names in named.items()
        for name, key in keys(names, prefix=kind).items()
    }


def _moved(old: Pipeline, new: Pipeline, nodes: Mapping[str, str]) -> dict[str, str]:
    """From the keys of the old picture to those of the new; one of its own for what is gone."""
    now = _keys(new)
    found: dict[str, str] = {}
    for number, ((kind, name), key) in enumerate(_keys(old).items()):
        same = nodes.get(name) if kind == "step" else name
        found[key] = now.get((kind, same or ""), f"gone_{number}") if same else f"gone_{number}"
    return found


def _edges(
    old: Picture, new: Picture, moved: Mapping[str, str]
) -> tuple[tuple[Edge, ...], dict[Edge, Mark]]:
    """The edges of both, each once, and what became of them."""
    was = {_ends(each, moved): each for each in old.edges}
    now = {(each.tail, each.head, each.kind) for each in new.edges}
    marks: dict[Edge, Mark] = {
        each: "added" for each in new.edges if (each.tail, each.head, each.kind) not in was
    }
    gone = [
        replace(each, tail=tail, head=head)
        for (tail, head, kind), each in was.items()
        if (tail, head, kind) not in now
    ]
    marks |= dict.fromkeys(gone, "removed")
    return (*new.edges, *gone), marks


def _ends(edge: Edge, moved: Mapping[str, str]) -> tuple[str, str, str]:
    return moved[edge.tail], moved[edge.head], edge.kind


def _told(reviewed: Reviewed) -> Iterable[tuple[str, Mark]]:
    """What is told of vertices that are in both: first what changed, then what it reaches."""
    assert reviewed.new is not None
    made = _keys(reviewed.new)
    ops: dict[str, list[str]] = {}
    for node in reviewed.new.meaning.nodes:
        if isinstance(node, OpNode):
            ops.setdefault(node.op, []).append(node.id)
    changes = [each for each in reviewed.changes if each.weight != "cosmetic"]
    for each in changes:
        part, name = each.subject.part, each.subject.name
        kind = part if part in {"param", "output"} else "step"
        for one in ops.get(name, [name]) if part == "op" else [name]:
            if part != "type" and (kind, one) in made:
                yield made[kind, one], "changed"
    for each in changes:
        for consumer in each.consumers:
            is_output = consumer.startswith("output:")
            name = consumer.removeprefix("output:")
            place = ("output" if is_output else "step", name)
            if place in made:
                yield made[place], "affected"


def _cut(picture: Picture, marks: Marks) -> Graph:
    """The whole, or what is marked and what stands next to that."""
    if len(picture.vertices) <= LARGEST and len(picture.edges) <= _EDGES:
        return Graph(picture=picture, marks=marks)
    first = [key for key, mark in marks.vertices.items() if mark != "affected"]
    first += [end for edge in marks.edges for end in (edge.tail, edge.head)]
    near = set(first)
    beside = [
        end
        for edge in picture.edges
        for end in (edge.tail, edge.head)
        if {edge.tail, edge.head} & near
    ]
    wanted = list(dict.fromkeys([*first, *beside, *marks.vertices]))[:LARGEST]
    kept = _of(picture, set(wanted), marks)
    return Graph(picture=kept, marks=marks, hidden=len(picture.vertices) - len(kept.vertices))


def _of(picture: Picture, kept: set[str], marks: Marks) -> Picture:
    """The part of a picture between some of its vertices."""
    vertices: tuple[Vertex, ...] = tuple(each for each in picture.vertices if each.key in kept)
    edges = [each for each in picture.edges if {each.tail, each.head} <= kept]
    if len(edges) > _EDGES:
        edges.sort(key=lambda each: each not in marks.edges)
    return replace(picture, vertices=vertices, edges=tuple(edges[:_EDGES]))
