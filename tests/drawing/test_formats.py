"""Mermaid, DOT and SVG say what the picture says, whatever the texts are."""

import re
import shutil
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hostile.corpus import IDENTIFIERS, TEXTS
from irs import node, op, pipeline

from dagcompile.diagnostics import CompileError
from dagcompile.drawing import Detail, Edge, Picture, Vertex, dot, mermaid, picture_of, svg
from dagcompile.drawing.texts import shown
from dagcompile.ir.codec import loads
from dagcompile.ir.records import Const, FromPort, Gather, Pipeline
from dagcompile.passes.looks import Word

EXAMPLE = Path(__file__).parents[2] / "examples/flights/generated/daily_delays.ir.json"
DETAILS: list[frozenset[Detail]] = [frozenset(), frozenset(("ports", "types", "guards"))]
PROGRAM = shutil.which("dot")
graphviz = pytest.mark.skipif(PROGRAM is None, reason="Graphviz is no package of Python")


def hostile() -> Pipeline:
    """Every text as the id of a step, as a key, as a literal of a type and as a default."""
    ids = [each for each in dict.fromkeys(TEXTS) if each]
    every = Gather(type="dict", items=tuple(FromPort(node=id) for id in ids), keys=tuple(ids))
    clean = [each for each in ids if each.isprintable()]
    params = {f"p{number}": "str" for number in range(len(clean))}
    return pipeline(
        op("load", {"text": "str"}, out="Literal['<b>&amp;#35;\"]']"),
        op("tell", dict.fromkeys(IDENTIFIERS, "Any"), out=dict.fromkeys(IDENTIFIERS, "Any")),
        nodes=[
            *(node("load", {"text": "$p0"}, id=id) for id in ids),
            node("tell", {IDENTIFIERS[0]: every}, id="tell"),
            node("tell", {name: f"tell.{name}" for name in IDENTIFIERS}, id="again"),
        ],
        params=params,
        defaults=dict(zip(params, clean, strict=True)),
        outputs={"result": (Const(value='--> "|'), "str")},
    )


@pytest.fixture(scope="module", params=DETAILS, ids=["plain", "detailed"])
def picture(request: pytest.FixtureRequest) -> Picture:
    return picture_of(hostile(), details=request.param)


# --- Mermaid: every line is of a form that has no room for more -------------------------------

JOINER = "\N{WORD JOINER}"
KEY = "[A-Za-z][A-Za-z0-9_]*"
TEXT = r'"((?:[^"#<>&`*$%{};\\]|#\d+;|<br/>|</?small>)*)"'
VERTEX = re.compile(rf"    ({KEY})(?:\(\[{TEXT}\]\)|\[{TEXT}\]|\{{\{{{TEXT}\}}\}})")
EDGE = re.compile(rf"    ({KEY}) (-->|-\.->|==>|--o|--x)(?:\|{TEXT}\|)? ({KEY})")


def test_every_text_of_mermaid_stands_in_its_quotes(picture: Picture) -> None:
    header, *lines = mermaid(picture).splitlines()
    vertices = lines[: len(picture.vertices)]
    edges = lines[len(picture.vertices) : len(picture.vertices) + len(picture.edges)]
    assert header == "flowchart TD"
    for vertex, line in zip(picture.vertices, vertices, strict=True):
        found = VERTEX.fullmatch(line)
        assert found, line
        assert found[1] == vertex.key
        texts = decoded(next(filter(None, found.groups()[1:])))
        assert texts == [vertex.title, *vertex.notes]
    for edge, line in zip(picture.edges, edges, strict=True):
        found = EDGE.fullmatch(line)
        assert found, line
        assert (found[1], found[4]) == (edge.tail, edge.head)
        said = decoded(found[3] or "")
        assert all(each in " ".join(said) for each in (edge.item, edge.type, edge.guard))


def decoded(text: str) -> list[str]:
    lines = re.sub(r"</?small>", "", text).split("<br/>")
    return [
        re.sub(r"#(\d+);", lambda found: chr(int(found[1])), line).replace(JOINER, "")
        for line in lines
    ]


def test_markup_in_mermaid_is_written_as_numbers() -> None:
    title = shown("1. `**x**` fa:fa-car $$x$$ <b> #35; %%{init}%% \\n")
    (_, line) = mermaid(Picture(name="", vertices=(vertex(title),), edges=())).splitlines()
    assert line == (
        '    step["1#46; #96;#42;#42;x#42;#42;#96; fa:fa#45;car #36;#36;x#36;#36; '
        '#60;b#62; #35;35#59; #37;#37;#123;init#125;#37;#37; #92;#8288;n"]'
    )


def vertex(title: str) -> Vertex:
    return Vertex(key="step", kind="op", title=title)


# --- DOT and SVG: Graphviz reads back what was written ----------------------------------------


@graphviz
def test_graphviz_shows_every_text(picture: Picture) -> None:
    drawn = texts_of(svg(picture))
    for each in picture.vertices:
        assert {each.title.strip(), *(note.strip() for note in each.notes)} <= drawn, each
    for edge in picture.edges:
        assert {edge.item.strip()} <= {*drawn, ""}, edge


@graphviz
def test_graphviz_finds_the_edges(picture: Picture) -> None:
    root = ET.fromstring(svg(picture))
    titles = [each.text for each in root.iter("{http://www.w3.org/2000/svg}title")]
    ends = [re.sub(r":\w+", "", each) for each in titles if each and "->" in each]
    assert sorted(ends) == sorted(f"{each.tail}->{each.head}" for each in picture.edges)


@graphviz
@pytest.mark.parametrize("name", TEXTS)
def test_graphviz_reads_any_name(name: str) -> None:
    root = ET.fromstring(svg(Picture(name=name, vertices=(vertex("x"),), edges=())))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"


def texts_of(text: str) -> set[str]:
    root = ET.fromstring(text)
    found = (each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text"))
    return {each.replace("\xa0", " ").strip() for each in found}


def test_labels_of_dot_are_balanced(picture: Picture) -> None:
    tags = "br/|font|table|tr|td|/font|/table|/tr|/td"
    for line in dot(picture).splitlines():
        label = re.search(r"label=<(.*)>(?:, .*)?\];$", line)
        if label:
            bare = re.sub(rf"<(?:{tags})(?: [a-z-]+=\"[a-z0-9#]*\")*>", "", label[1])
            assert not set("<>") & set(bare), line
            assert unescape(bare) == bare or "&" in bare


def test_ports_of_dot_are_cells() -> None:
    vertices = (
        Vertex(key="a", kind="op", title="a", outputs=("x", "y?")),
        Vertex(key="b", kind="op", title="b", inputs=("rows",)),
    )
    edge = Edge(tail="a", head="b", tail_port="y?", head_port="rows", maybe=True)
    text = dot(Picture(name='a"b\\', vertices=vertices, edges=(edge,)))
    assert text.startswith('digraph "a\\"b\\\\" {\n')
    assert '<td port="out1"><font point-size="9" color="#718096">y?</font></td>' in text
    assert "    a:out1:s -> b:in0:n [arrowhead=empty];\n" in text


@pytest.mark.parametrize(
    ("word", "arrow", "style"),
    [
        ("proven", "-->", ""),
        ("guarded", "==>", ", penwidth=2.2"),
        ("assumed", "--o", ', arrowhead=odotnormal, color="#718096"'),
        ("impossible", "--x", ', arrowhead=teenormal, penwidth=2.2, color="#c53030"'),
    ],
)
def test_words_differ_in_more_than_colour(word: Word, arrow: str, style: str) -> None:
    edge = Edge(tail="a", head="b", type="int", word=word, guard=word)
    ends = tuple(Vertex(key=key, kind="op", title=key) for key in "ab")
    picture = Picture(name="x", vertices=ends, edges=(edge,))
    assert f'    a {arrow}|"{word}: int"| b\n' in mermaid(picture)
    assert f"    a -> b [label=<{word}: int>{style}];\n" in dot(picture)


@graphviz
def test_an_edge_may_be_withheld_and_assumed() -> None:
    ends = tuple(Vertex(key=key, kind="op", title=key) for key in "ab")
    edge = Edge(tail="a", head="b", word="assumed", guard="assumed", tail_port="x?", maybe=True)
    picture = Picture(name="x", vertices=ends, edges=(edge,))
    assert "arrowhead=odotonormal" in dot(picture)
    assert {"assumed", "x?"} <= texts_of(svg(picture))


def test_svg_without_graphviz_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CompileError, match=r"DC630\]: .* `dot` is not found"):
        svg(Picture(name="x", vertices=(), edges=()))


def test_what_graphviz_says_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\necho no layout >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(CompileError, match=r"DC630\]: .* cannot draw x: no layout"):
        svg(Picture(name="x", vertices=(), edges=()))


@graphviz
def test_the_example_is_drawn() -> None:
    drawn = texts_of(svg(picture_of(loads(EXAMPLE.read_text()))))
    assert {"load_flights", "outliers?", "flights.ops:longest_wait", "result"} <= drawn
