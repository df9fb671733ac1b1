"""A picture in the language of Graphviz, with labels in its dialect of HTML.

digraph "daily_delays" {
    param_day [label=<day>, color="#e2e8f0"];
    step_load_flights [label=<load_flights>];
    param_day -> step_load_flights;
}
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape as escape_html
from typing import assert_never

from dagcompile.codegen.strings import escape
from dagcompile.drawing.records import Edge, Picture, Vertex
from dagcompile.passes.looks import Word

_LINE, _TEXT, _QUIET = "#4a5568", "#1a202c", "#718096"
_FONT = 'fontname="Helvetica,Arial,sans-serif"'
_DEFAULTS = (
    f"graph [{_FONT}, nodesep=0.35, ranksep=0.45];",
    f'node [{_FONT}, fontsize=12, fontcolor="{_TEXT}", color="{_LINE}"];',
    'node [shape=box, style=rounded, height=0.35, margin="0.14,0.06"];',
    f'edge [{_FONT}, fontsize=9, fontcolor="{_LINE}", color="{_LINE}", arrowsize=0.7];',
)
_ENDS = 'style="rounded,filled", fillcolor="#e2e8f0", color="#e2e8f0"'
"""How params and outputs look, where the pipeline meets what is around it."""


_LINES: dict[Word | None, str] = {
    "guarded": "penwidth=2.2",
    "assumed": f'color="{_QUIET}"',
    "refused": 'penwidth=2.2, color="#c53030"',
    "impossible": 'penwidth=2.2, color="#c53030"',
}
"""How the lines of edges differ by their words; their arrows differ too."""


def dot(picture: Picture) -> str:
    """The text of a graph; ends with a newline."""
    return "".join(f"{line}\n" for line in _lines(picture))


def _lines(picture: Picture) -> Iterator[str]:
    yield f"digraph {_quoted(picture.name)} {{"
    yield from (f"    {each}" for each in _DEFAULTS)
    by_key = {each.key: each for each in picture.vertices}
    for group, vertices in picture.grouped():
        if group is None:
            yield from (f"    {_vertex(each)}" for each in vertices)
            continue
        yield f"    subgraph cluster_{group.key} {{"
        yield f'        label=<{_text(group.title)}>; style=rounded; color="{_QUIET}"; fontsize=10;'
        yield from (f"        {_vertex(each)}" for each in vertices)
        yield "    }"
    for edge in picture.edges:
        yield f"    {_edge(edge, by_key)}"
    yield "}"


# --- vertices --------------------------------------------------------------------------------


def _vertex(vertex: Vertex) -> str:
    notes = "".join(f"<br/>{_small(each)}" for each in vertex.notes)
    label = f"{_text(vertex.title)}{notes}"
    if vertex.inputs or vertex.outputs:
        label = _table(vertex, label)
    style = ", ".join(("", *_style(vertex)))
    return f"{vertex.key} [label=<{label}>{style}];"


def _style(vertex: Vertex) -> Iterator[str]:
    match vertex.kind:
        case "param" | "output":
            yield _ENDS
        case "first_of":
            yield "shape=hexagon"
            yield "style=dashed" if vertex.may_skip else "style=solid"
        case "expect":
            yield "shape=note"
            yield "style=dashed" if vertex.may_skip else "style=solid"
        case "op":
            if vertex.inputs or vertex.outputs:
                yield "margin=0"
            if vertex.may_skip:
                yield 'style="rounded,dashed"'
        case _:
            assert_never(vertex.kind)


def _table(vertex: Vertex, label: str) -> str:
    """The inputs above `label`, the outputs below it; each port is a cell that edges end at."""
    rows = [_row("in", vertex.inputs), f"<tr><td>{label}</td></tr>", _row("out", vertex.outputs)]
    return f'<table border="0" cellspacing="0" cellpadding="4">{"".join(rows)}</table>'


def _row(side: str, ports: Sequence[str]) -> str:
    if not ports:
        return ""
    cells = "".join(
        f'<td port="{side}{number}">{_small(port)}</td>' for number, port in enumerate(ports)
    )
    inner = f'<table border="0" cellspacing="0" cellpadding="4"><tr>{cells}</tr></table>'
    return f'<tr><td cellpadding="0">{inner}</td></tr>'


# --- edges -----------------------------------------------------------------------------------


def _edge(edge: Edge, by_key: Mapping[str, Vertex]) -> str:
    tail, head = by_key[edge.tail], by_key[edge.head]
    texts = [each for each in (edge.item, edge.told) if each]
    if edge.tail_port and edge.tail_port not in tail.outputs:
        texts.insert(0, edge.tail_port)
    style = []
    if texts:
        style.append(f"label=<{'<br/>'.join(map(_text, texts))}>")
    if head_of := "".join(_heads(edge)):
        style.append(f"arrowhead={head_of}")
    if edge.word in _LINES:
        style.append(_LINES[edge.word])
    if edge.kind == "after":
        style.append(f'style=dashed, color="{_QUIET}", arrowhead=vee')
    ends = f"{edge.tail}{_at('out', edge.tail_port, tail.outputs, 's')} -> {edge.head}"
    ends += _at("in", edge.head_port, head.inputs, "n")
    return f"{ends} [{', '.join(style)}];" if style else f"{ends};"


def _heads(edge: Edge) -> Iterator[str]:
    """Shapes of the arrow, the one at the tip first: an edge that nobody looked at ends in a ring,
    one that cannot or may not be in a bar; that of a value that may be withheld is empty.
    """
    ends = {"assumed": "odot", "refused": "tee", "impossible": "tee"}.get(edge.word or "", "")
    if ends:
        yield ends
    if edge.maybe:
        yield "onormal" if ends else "empty"
    elif ends:
        yield "normal"


def _at(side: str, port: str, ports: Sequence[str], compass: str) -> str:
    return f":{side}{ports.index(port)}:{compass}" if port in ports else ""


# --- texts -----------------------------------------------------------------------------------


def _text(text: str) -> str:
    """A text within a label. Alone, a backslash with a letter names something in Graphviz."""
    return escape_html(text.replace("\\", "\\\\"))


def _small(text: str) -> str:
    return f'<font point-size="9" color="{_QUIET}">{_text(text)}</font>'


def _quoted(text: str) -> str:
    shown = escape(text).replace('"', '\\"')
    return f'"{shown}"'
