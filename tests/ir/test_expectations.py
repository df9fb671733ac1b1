"""Expectations in the IR: what they may look at, and how they are written."""

from dataclasses import replace

import pytest
from irs import node, op, pipeline

from dagcompile.ir import dumps, loads
from dagcompile.ir.digest import digest
from dagcompile.ir.records import (
    Expect,
    Expectation,
    FromPort,
    Input,
    Look,
    OpNode,
    Pipeline,
    Ref,
)
from dagcompile.ir.verify import verify

ROWS, RESULT = Look(port="rows", type="int"), Look(side="output", port="result", type="int")
HOLDS = Expectation(
    name="app.checks.holds",
    ref=Ref(module="app.checks", name="holds"),
    looks=(ROWS, RESULT),
    params=(("least", 0.5),),
)
APART = Expect(
    id="apart",
    expectation=replace(HOLDS, looks=(ROWS,), severity="warn"),
    inputs=(Input(port="rows", source=FromPort(node="load")),),
)


def given(expectation: Expectation = HOLDS, *, apart: Expect = APART) -> Pipeline:
    clean: OpNode = node("clean", {"rows": "load"})
    return pipeline(
        op("load", out="int"),
        op("clean", {"rows": "int", "by": "int"}, out="int", optional=["by"]),
        nodes=[node("load"), replace(clean, expectations=(expectation,)), apart],
    )


def told(pipeline: Pipeline) -> list[str]:
    return [each.message for each in verify(pipeline)]


def test_it_is_written_and_read() -> None:
    text = dumps(given())
    assert loads(text) == given()
    assert '"expectations": [' in text
    assert '{"side": "output", "port": "result", "type": "int"}' in text
    assert told(given()) == []


@pytest.mark.parametrize(
    "other",
    [
        given(replace(HOLDS, severity="warn")),
        given(replace(HOLDS, params=(("least", 0.6),))),
        given(replace(HOLDS, looks=(RESULT,))),
        given(apart=replace(APART, expectation=replace(APART.expectation, severity="error"))),
    ],
)
def test_what_is_expected_is_meant(other: Pipeline) -> None:
    assert digest(other) != digest(given())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            given(replace(HOLDS, looks=(Look(port="row", type="int"),))),
            "expectation `app.checks.holds` of `clean` looks at input `row`: no such value",
        ),
        (
            given(replace(HOLDS, looks=(Look(port="by", type="int"),))),
            "expectation `app.checks.holds` of `clean` looks at input `by`: no such value",
        ),
        (
            given(replace(HOLDS, looks=(replace(RESULT, port="rows"),))),
            "expectation `app.checks.holds` of `clean` looks at output `rows`: no such value",
        ),
        (
            given(replace(HOLDS, looks=())),
            "expectation `app.checks.holds` of `clean` looks at nothing",
        ),
        (
            given(replace(HOLDS, looks=(ROWS, ROWS))),
            "expectation `app.checks.holds` of `clean` looks at a port twice",
        ),
        (
            given(replace(HOLDS, by_position=True)),
            "expectation `app.checks.holds` of `clean` is given several by position",
        ),
        (
            given(replace(HOLDS, looks=(replace(ROWS, type="str"),))),
            "an expectation of node `clean` has type `str`, which is not in the table",
        ),
        (
            given(apart=replace(APART, inputs=())),
            "expectation `apart` does not look at its inputs, in their order",
        ),
    ],
)
def test_what_is_not_there_is_not_looked_at(wrong: Pipeline, message: str) -> None:
    types = given().meaning.types  # without those that only a wrong look names
    meaning = replace(wrong.meaning, types=types)
    assert message in told(replace(wrong, meaning=meaning))


def test_one_gives_nothing() -> None:
    taking = given()
    nodes = (*taking.meaning.nodes, node("clean", {"rows": "apart"}, id="late"))
    wrong = replace(taking, meaning=replace(taking.meaning, nodes=nodes))
    assert told(wrong) == ["node `late` takes a value of `apart`, which gives none"]
