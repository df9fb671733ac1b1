"""A picture as a Mermaid flowchart, which GitHub and GitLab draw where a README holds it.

flowchart TD
    param_day(["day"])
    step_load_flights["load_flights"]
    param_day --> step_load_flights
"""

import re
from collections.abc import Iterator

from dagcompile.drawing.marks import LINES, STYLES, Marks
from dagcompile.drawing.records import Edge, Picture, Vertex
from dagcompile.passes.looks import Word

_SHAPES = {
    "param": ('(["', '"])'),
    "op": ('["', '"]'),
    "expect": ('[/"', '"/]'),
    "first_of": ('{{"', '"}}'),
    "output": ('(["', '"])'),
}
_ARROWS: dict[Word | None, str] = {
    None: "-->",
    "proven": "-->",
    "guarded": "==>",
    "assumed": "--o",
    "refused": "--x",
    "impossible": "--x",
}
_ODD = re.compile(r"[^\w ,:()\[\]=|?→….]|\.(?= )")
"""What could be markup of Mermaid, HTML or Markdown."""


def mermaid(picture: Picture, marks: Marks | None = None) -> str:
    """The text of a flowchart, what is marked in colours; ends with a newline."""
    lines = [*_lines(picture), *(_marked(picture, marks) if marks else ())]
    return "".join(f"{line}\n" for line in lines)


def _marked(picture: Picture, marks: Marks) -> Iterator[str]:
    for mark, style in STYLES.items():
        keys = [each.key for each in picture.vertices if marks.vertices.get(each.key) == mark]
        if keys:
            yield f"    classDef {mark} {style}"
            yield f"    class {','.join(keys)} {mark}"
    for mark, style in LINES.items():
        numbers = [
            str(at) for at, edge in enumerate(picture.edges) if marks.edges.get(edge) == mark
        ]
        if numbers:
            yield f"    linkStyle {','.join(numbers)} {style}"


def _lines(picture: Picture) -> Iterator[str]:
    yield "flowchart TD"
    for group, vertices in picture.grouped():
        if group is None:
            yield from (f"    {_vertex(each)}" for each in vertices)
            continue
        yield f'    subgraph {group.key}["{_text(group.title)}"]'
        yield from (f"        {_vertex(each)}" for each in vertices)
        yield "    end"
    for edge in picture.edges:
        yield f"    {_edge(edge)}"
    if skipping := [each.key for each in picture.vertices if each.may_skip]:
        yield "    classDef may_skip stroke-dasharray:5 3"
        yield f"    class {','.join(skipping)} may_skip"


def _vertex(vertex: Vertex) -> str:
    before, after = _SHAPES[vertex.kind]
    notes = "".join(f"<br/><small>{_text(each)}</small>" for each in vertex.notes)
    return f"{vertex.key}{before}{_text(vertex.title)}{notes}{after}"


def _edge(edge: Edge) -> str:
    arrow = "-.->" if edge.kind == "after" else _ARROWS[edge.word]
    labels = "<br/>".join(map(_text, _labels(edge)))
    return f"{edge.tail} {arrow}{f'|{chr(34)}{labels}{chr(34)}|' if labels else ''} {edge.head}"


def _labels(edge: Edge) -> Iterator[str]:
    arrives = f"{edge.head_port}{edge.item}"
    if edge.tail_port and arrives:
        yield f"{edge.tail_port} → {arrives}"
    elif edge.tail_port or arrives:
        yield edge.tail_port or arrives
    if edge.told:
        yield edge.told


def _text(text: str) -> str:
    """A text within quotes; a character that could be markup is written as its number."""
    numbered = _ODD.sub(lambda match: f"#{ord(match[0])};", text)
    # It would be the end of a line, even so: an empty character keeps the two apart.
    return numbered.replace("#92;n", "#92;#8288;n")
