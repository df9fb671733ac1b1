"""Pictures of what changes: both versions in one, marked, and cut to what is of interest."""

from dataclasses import replace

import pytest
from hostile.corpus import TEXTS
from irs import node, op, pipeline
from reviews import after, before, change, reviewed

from dagcompile.changes import compare
from dagcompile.drawing import mermaid
from dagcompile.ir.records import FromPort, Pipeline
from dagcompile.review import Reviewed
from dagcompile.review.graph import LARGEST, Graph, graph_of


def between(old: Pipeline, new: Pipeline) -> Reviewed:
    found = compare(old, new)
    return reviewed(old=old, new=new, changes=found.changes, nodes=found.nodes)


def graph(old: Pipeline, new: Pipeline) -> Graph:
    found = graph_of(between(old, new))
    assert found is not None
    return found


def chain(length: int, *, names: str = "s") -> Pipeline:
    """Steps in a row."""
    ids = [f"{names}{number}" for number in range(length)]
    nodes = [
        node("step", {"x": "$x" if not number else ids[number - 1]}, id=id)
        for number, id in enumerate(ids)
    ]
    return pipeline(
        op("step", {"x": "int"}),
        nodes=nodes,
        params={"x": "int"},
        outputs={"result": (ids[-1], "int")},
    )


def test_both_versions_are_drawn_and_marked() -> None:
    found = graph(before(), after())
    assert found.marks.vertices == {
        "gone_5": "removed",
        "step_rank": "added",
        "param_top": "changed",
        "step_total": "changed",
        "output_result": "affected",
    }
    assert {(each.tail, each.head): mark for each, mark in found.marks.edges.items()} == {
        ("step_clean", "step_rank"): "added",
        ("param_top", "step_rank"): "added",
        ("step_rank", "step_total"): "added",
        ("step_clean", "step_total"): "removed",
        ("step_total", "gone_5"): "removed",
    }
    assert found.hidden == 0


def test_colours_are_at_the_end_of_what_is_drawn() -> None:
    found = graph(before(), after())
    lines = mermaid(found.picture, found.marks).splitlines()
    edges = [each for each in lines if "-->" in each]
    numbers = {
        mark: [edges[int(at)].strip() for at in each.split()[1].split(",")]
        for mark, each in zip(
            ("added", "removed"), (one for one in lines if "linkStyle" in one), strict=True
        )
    }
    assert numbers["removed"] == ["step_clean --> step_total", "step_total --> gone_5"]
    assert "    class gone_5 removed" in lines


def test_a_step_under_another_name_is_one_step() -> None:
    new = chain(3)
    text = [replace(each, id="other") if each.id == "s2" else each for each in new.meaning.nodes]
    outputs = tuple(replace(each, source=FromPort(node="other")) for each in new.meaning.outputs)
    new = replace(new, meaning=replace(new.meaning, nodes=tuple(text), outputs=outputs))
    found = graph(chain(3), new)
    assert found.marks.vertices == {"step_other": "changed"}
    assert not found.marks.edges


def test_where_nothing_can_be_seen_nothing_is_drawn() -> None:
    docs = change(part="docs", name="clean", detail="", weight="cosmetic")
    same = reviewed(old=before(), new=before(), changes=(docs,), nodes={"clean": "clean"})
    assert (
        graph_of(replace(same, nodes={each.id: each.id for each in before().meaning.nodes})) is None
    )
    assert graph_of(reviewed(old=None, new=before())) is None


def test_of_a_large_pipeline_what_changes_is_drawn() -> None:
    old, new = chain(500), chain(500)
    nodes = list(new.meaning.nodes)
    nodes[250] = node("step", {"x": "$x"}, id="s250")
    new = replace(new, meaning=replace(new.meaning, nodes=tuple(nodes)))
    found = graph(old, new)
    titles = [each.title for each in found.picture.vertices]
    assert len(titles) <= LARGEST
    assert {"x", "s249", "s250", "s251"} <= set(titles)
    assert found.hidden == 502 - len(titles)
    keys = {each.key for each in found.picture.vertices}
    assert all({each.tail, each.head} <= keys for each in found.picture.edges)


def test_where_everything_changes_as_much_is_drawn_as_can_be_seen() -> None:
    found = graph(chain(300), chain(300, names="other"))
    assert len(found.picture.vertices) == LARGEST
    assert len(mermaid(found.picture, found.marks)) < 20_000


@pytest.mark.parametrize("name", [each for each in TEXTS if each and "\ud800" not in each])
def test_odd_names_have_vertices_of_their_own(name: str) -> None:
    old = pipeline(op("load"), nodes=[node("load", id=name)])
    new = pipeline(op("load"), nodes=[node("load", id=f"{name}2"), node("load", id=f"{name}3")])
    found = graph_of(reviewed(old=old, new=new))
    assert found is not None
    keys = [each.key for each in found.picture.vertices]
    assert len(set(keys)) == 3
    assert sorted(found.marks.vertices.values()) == ["added", "added", "removed"]
