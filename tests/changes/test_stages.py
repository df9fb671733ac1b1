"""Stages: which nodes begin and fail as one."""

from dataclasses import replace

from changed import told, with_meaning
from irs import node, op, pipeline

from dagcompile.changes import compare
from dagcompile.ir.records import FromPort, Pipeline, Stage


def given(**stages: str) -> Pipeline:
    made = pipeline(
        op("load"),
        op("one", {"x": "int"}),
        nodes=[
            node("load"),
            node("one", {"x": "load"}, id="a"),
            node("one", {"x": "a"}, id="b"),
            node("one", {"x": "b"}, id="c"),
        ],
        outputs={"result": ("c", "int")},
    )
    found = tuple(Stage(id=name, nodes=tuple(ids.split())) for name, ids in stages.items())
    return with_meaning(made, stages=found)


def test_a_stage_that_is_new_or_gone_is_told_with_its_nodes() -> None:
    assert told(given(), given(middle="a b")) == ["risky stage added middle: a, b"]
    assert told(given(middle="a b"), given()) == ["risky stage removed middle: a, b ->"]


def test_a_stage_of_other_nodes_is_told_by_both() -> None:
    assert told(given(middle="a b"), given(middle="a b c")) == [
        "risky stage changed middle: a, b -> a, b, c"
    ]


def test_a_stage_of_the_same_nodes_is_renamed() -> None:
    assert told(given(middle="a b"), given(core="a b")) == [
        "risky stage renamed core: middle -> core"
    ]


def test_that_nodes_of_a_stage_have_another_order_is_told_of_the_nodes() -> None:
    def of(*ids: str) -> Pipeline:
        beside = [node("one", {"x": "load"}, id=each) for each in ids]
        made = pipeline(op("load"), op("one", {"x": "int"}), nodes=[node("load"), *beside])
        return with_meaning(made, stages=(Stage(id="middle", nodes=ids),))

    assert told(of("a", "b"), of("b", "a")) == [
        "cosmetic pipeline changed order of nodes: a, b -> b, a",
    ]


def test_a_node_that_is_new_in_a_stage_is_told_of_the_node() -> None:
    old, new = given(middle="a b"), given(middle="a b c")
    nodes = tuple([each for each in old.meaning.nodes if each.id != "c"])
    outputs = tuple([replace(each, source=FromPort(node="b")) for each in old.meaning.outputs])
    lines = told(with_meaning(old, nodes=nodes, outputs=outputs), new)
    assert lines == [
        "risky node added c: app.ops:one(x=b), in stage middle",
        "risky output rewired result: b -> c",
    ]


def test_stages_reach_what_needs_their_nodes() -> None:
    (change,) = compare(given(middle="a b"), given(middle="a")).changes
    assert change.consumers == ("a", "b", "c", "output:result")
