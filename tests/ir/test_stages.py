"""Stages in the IR: where they may stand, whom they keep from running, what leaves them."""

from dataclasses import replace

import pytest
from irs import node, op, pipeline

from dagcompile.ir import dumps, loads
from dagcompile.ir.digest import digest
from dagcompile.ir.queries import index_of
from dagcompile.ir.records import FromPort, Gather, Output, Pipeline, Stage
from dagcompile.ir.stages import Stages, stages_of
from dagcompile.ir.verify import verify


def given(**stages: str) -> Pipeline:
    """load -> a -> b -> end, load -> c, other -> d, b and d -> last; with these stages."""
    made = pipeline(
        op("load", out="int"),
        op("one", {"x": "int"}, out="int"),
        op("two", {"x": "int", "y": "int"}, out="int"),
        nodes=[
            node("load"),
            node("load", id="other"),
            node("one", {"x": "load"}, id="a"),
            node("one", {"x": "a"}, id="b"),
            node("one", {"x": "load"}, id="c"),
            node("one", {"x": "other"}, id="d"),
            node("one", {"x": "b"}, id="end"),
            node("two", {"x": "b", "y": "d"}, id="last"),
        ],
    )
    found = tuple(Stage(id=name, nodes=tuple(ids.split())) for name, ids in stages.items())
    return replace(made, meaning=replace(made.meaning, stages=found))


def told(pipeline: Pipeline) -> list[str]:
    return [each.message for each in verify(pipeline)]


def stages(pipeline: Pipeline) -> Stages:
    return stages_of(index_of(pipeline.meaning))


def test_they_are_written_and_read_and_part_of_the_meaning() -> None:
    staged = given(prepare="a b c", ends="end last")
    assert loads(dumps(staged)) == staged
    assert '"stages": [' in dumps(staged)
    assert digest(staged) != digest(given())
    assert "stages" not in dumps(given())
    assert told(staged) == []


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"s": "a c"}, "the nodes of stage `s` do not stand together, in their order"),
        ({"s": "b a"}, "the nodes of stage `s` do not stand together, in their order"),
        ({"s": "a a"}, "the nodes of stage `s` do not stand together, in their order"),
        ({"s": "a b", "t": "b c"}, "node `b` is of the stages `s` and `t`"),
        ({"s": ""}, "stage `s` has no node"),
        ({"s": "a x"}, "stage `s` has `x`, which is no node"),
        ({"load": "a b"}, "a stage and a node are both called `load`"),
        ({"a": "a b"}, "a stage and a node are both called `a`"),
        ({"": "a b"}, "stage 0 has no name"),
    ],
)
def test_those_that_cannot_be_one_step_are_refused(named: dict[str, str], said: str) -> None:
    assert told(given(**named)) == [said]


def test_two_stages_of_one_name_are_refused() -> None:
    twice = (Stage(id="s", nodes=("a", "b")), Stage(id="s", nodes=("c", "d")))
    made = given()
    made = replace(made, meaning=replace(made.meaning, stages=twice))
    assert "2 stages are named `s`" in told(made)


def test_what_needs_a_stage_is_stopped_by_what_it_does_not_need_itself() -> None:
    assert stages(given()).gates == {}
    assert stages(given(prepare="a b c")).gates == {"end": ("c",), "last": ("c",)}
    assert stages(given(prepare="a b c d")).gates == {
        # To begin with, what all of it needs.
        "a": ("other",), "c": ("other",), "d": ("load",),
        "end": ("c", "d"), "last": ("c",),
    }  # fmt: skip


def test_a_stage_that_needs_another_is_stopped_as_a_whole() -> None:
    found = stages(given(prepare="a b c", after="d end last"))
    assert found.needs == {"prepare": ("load",), "after": ("other", "b")}
    assert found.ends == {"prepare": ("b", "c"), "after": ("end", "last")}
    assert found.gates == {"d": ("b", "c"), "end": ("other", "c")}


def test_what_stands_between_tells_of_what_it_needed() -> None:
    made = given(prepare="a b c")
    nodes = list(made.meaning.nodes)
    nodes[-1] = node("two", {"x": "b", "y": "end"}, id="last")
    made = replace(made, meaning=replace(made.meaning, nodes=tuple(nodes)))
    assert stages(made).gates == {"end": ("c",)}  # `last` needs `end`, which did not run either


def test_what_leaves_is_what_others_take_and_what_is_returned() -> None:
    made = given(prepare="a b c", rest="end last")
    returned = Gather(type="list", items=(FromPort(node="c"), FromPort(node="end")))
    outputs = (Output(name="result", source=returned, type="list[int]"),)
    nodes = [replace(each, after=("a",)) if each.id == "d" else each for each in made.meaning.nodes]
    made = replace(made, meaning=replace(made.meaning, outputs=outputs, nodes=tuple(nodes)))
    found = stages(made)
    assert found.outlets == {
        "prepare": {"a": (), "b": ("result",), "c": ("result",)},
        "rest": {"end": ("result",)},
    }
    assert [node.id for node in made.meaning.nodes if found.stays(node.id, "result")] == [
        "a",
        "last",
    ]
