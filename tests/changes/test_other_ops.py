"""Nodes of one op that are removed, and nodes of another in their place, are not the same."""

from random import Random

import pytest
from changed import reasons, told
from irs import node, op, pipeline
from shuffled import edited, steps
from shuffled import told as made

from dagcompile.changes import compare
from dagcompile.ir.records import Node, Pipeline

ROWS = {"rows": "int"}
KEEPS_VALUES = "no value changes"
OTHER_WORK = "another function does its work"


def mailed(*nodes: Node, result: str = "load") -> Pipeline:
    """`load`, nodes of some ops that take and give alike, and what is given."""
    used = {each.op for each in nodes if each.kind == "op"}
    ops = [op(name, ROWS) for name in ("audit", "email", "post", "send")]
    return pipeline(
        *sorted(
            [op("load"), *[each for each in ops if each.key in used]], key=lambda each: each.key
        ),
        nodes=[node("load"), *nodes],
        outputs={"result": (result, "int")},
    )


def step(does: str, *, id: str = "", takes: str = "load") -> Node:
    return node(does, {"rows": takes}, id=id)


def test_a_new_use_of_an_op_that_was_there_is_no_renamed_node_of_another() -> None:
    old = mailed(step("email"), step("audit"))
    new = mailed(step("email"), step("email", id="again"))
    assert told(old, new) == [
        "risky node removed audit: app.ops:audit(rows=load) ->",
        "safe node added again: app.ops:email(rows=load)",
    ]
    assert reasons(old, new)[0] == "what it did is not done any more"
    assert told(new, old) == [
        "risky node removed again: app.ops:email(rows=load) ->",
        "safe node added audit: app.ops:audit(rows=load)",
    ]


def test_what_others_take_from_is_removed_where_another_op_is_in_its_place() -> None:
    old = mailed(step("email"), step("audit"), step("post", takes="audit"), result="post")
    new = mailed(
        step("email"), step("email", id="again"), step("post", takes="again"), result="post"
    )
    assert told(old, new) == [
        "risky node removed audit: app.ops:audit(rows=load) ->",
        "risky node added again: app.ops:email(rows=load)",
        "risky node rewired post.rows: audit -> again",
    ]
    assert compare(old, new).nodes == {"load": "load", "email": "email", "post": "post"}


def test_one_function_is_not_renamed_to_two() -> None:
    old = mailed(step("audit", id="a"), step("audit", id="b", takes="a"), result="b")
    new = mailed(step("email", id="c"), step("post", id="d", takes="c"), result="d")
    assert [line.split(":")[0] for line in told(old, new)] == [
        "risky node removed a",
        "risky node removed b",
        "risky node added c",
        "risky node added d",
        "risky output rewired result",
    ]
    # A node that kept its id has a say as well.
    new = mailed(step("email", id="a"), step("post", id="d", takes="a"), result="d")
    assert "risky node removed b" in [line.split(":")[0] for line in told(old, new)]


def test_a_function_that_is_renamed_with_all_its_nodes_still_is() -> None:
    old = mailed(step("audit", id="a"), step("audit", id="b", takes="a"), result="b")
    new = mailed(step("email", id="c"), step("email", id="d", takes="c"), result="d")
    assert compare(old, new).nodes == {"load": "load", "a": "c", "b": "d"}
    assert all("only the source of its function tells" in each for each in reasons(old, new))


@pytest.mark.parametrize("seed", range(4))
def test_no_renamed_node_does_the_work_of_another_function_by_now(seed: int) -> None:
    chance, renamed, others = Random(seed), 0, 0
    for _ in range(80):
        base = steps(chance)
        changes = compare(made(base), made(edited(base, chance))).changes
        same = {each.subject.name for each in changes if KEEPS_VALUES in each.reason}
        other = {each.subject.name for each in changes if OTHER_WORK in each.reason}
        assert not same & other, base
        renamed += bool(same)
        others += bool(other)
    assert renamed > 3
    assert others > 3
