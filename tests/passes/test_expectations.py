"""What a whole build makes of expectations, and whether they can look at what they are given."""

from dataclasses import replace
from typing import Any

import pytest
from irs import node, op, pipeline

from dagcompile.ir.queries import index_of
from dagcompile.ir.records import (
    Build,
    Expect,
    Expectation,
    Expectations,
    FromPort,
    Input,
    Look,
    Node,
    OpNode,
    Pipeline,
    Ref,
    Severity,
)
from dagcompile.ir.verify import verify
from dagcompile.passes import compile_ir
from dagcompile.passes.check_edges import edge_problems
from dagcompile.passes.looks import looks
from dagcompile.passes.settle_expectations import settle_expectations

REF = Ref(module="app.checks", name="holds")


def expectation(severity: Severity = "error", **looks: str) -> Expectation:
    """One that looks at `result` as an output, at others as inputs."""
    return Expectation(
        name="app.checks.holds",
        ref=REF,
        severity=severity,
        looks=tuple(
            Look(side="output" if port == "result" else "input", port=port, type=key)
            for port, key in looks.items()
        ),
    )


def expect(id: str, *, after: tuple[str, ...] = (), type: str = "int", **sources: str) -> Expect:
    return Expect(
        id=id,
        expectation=expectation("warn", **dict.fromkeys(sources, type)),
        inputs=tuple(
            Input(port=port, source=FromPort(node=each)) for port, each in sources.items()
        ),
        after=after,
    )


def given(*expects: Expectation, nodes: tuple[Node, ...] = ()) -> Pipeline:
    return pipeline(
        op("load", out="int"),
        op("clean", {"rows": "int"}, out="int"),
        nodes=[
            node("load"),
            replace(node("clean", {"rows": "load"}), expectations=expects),
            *nodes,
        ],
        outputs={"result": ("clean", "int")},
    )


def settled(pipeline: Pipeline, asked: Expectations | None) -> Pipeline:
    made = settle_expectations(replace(pipeline, build=Build(expectations=asked)))
    assert verify(made) == ()
    assert settle_expectations(made) is made
    return made


def severities(pipeline: Pipeline) -> list[str]:
    found: list[str] = []
    for each in pipeline.meaning.nodes:
        if isinstance(each, OpNode):
            found += [expected.severity for expected in each.expectations]
        elif isinstance(each, Expect):
            found.append(each.expectation.severity)
    return found


MIXED = given(
    expectation("error", rows="int"),
    expectation("warn", rows="int", result="int"),
    nodes=(
        expect("first", a="clean"),
        expect("second", a="load", after=("first",)),
        node("load", id="end", after=("second", "clean")),
    ),
)


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        (None, ["error", "warn", "warn", "warn"]),
        ("warn", ["warn"] * 4),
        ("fail", ["error"] * 4),
        ("ignore", []),
    ],
)
def test_a_build_may_make_the_same_of_all(asked: Any, left: list[str]) -> None:
    assert severities(settled(MIXED, asked)) == left


def test_what_comes_after_one_that_is_left_out_comes_after_what_it_looked_at() -> None:
    made = settled(MIXED, "ignore")
    assert [each.id for each in made.meaning.nodes] == ["load", "clean", "end"]
    assert made.meaning.nodes[-1].after == ("load", "clean")


def test_a_pipeline_without_any_is_left_as_it_is() -> None:
    plain = replace(given(), build=Build(expectations="ignore"))
    assert settle_expectations(plain) is plain


# --- edges -----------------------------------------------------------------------------------


def problems(pipeline: Pipeline) -> list[tuple[str, str]]:
    assert verify(pipeline) == ()
    return [(each.code, each.message) for each in edge_problems(pipeline)]


def test_a_parameter_that_no_value_can_fit_is_refused() -> None:
    wrong = given(expectation(rows="str"), expectation(result="str", rows="int"))
    assert problems(wrong) == [
        ("DC201", "`clean.holds.rows` wants `str`, but `load.result` is `int`"),
        ("DC201", "`clean.holds.result` wants `str`, but `clean.result` is `int`"),
    ]
    apart = given(nodes=(expect("first", a="clean", type="str"),))
    assert problems(apart) == [("DC201", "`first.a` wants `str`, but `clean.result` is `int`")]


def test_a_parameter_that_some_value_fits_is_for_the_function_to_judge() -> None:
    open_ = given(expectation(rows="Any"), expectation(result="Any"))
    assert problems(open_) == []


def test_no_guard_stands_before_an_expectation() -> None:
    loose = pipeline(
        op("load", out="Any"), nodes=[node("load"), expect("first", a="load")], outputs={}
    )
    made = compile_ir(loose)
    (fact,) = looks(made).edges
    assert (fact.word, fact.looked) == ("assumed", "nowhere")
    assert fact.why == "`Any` need not be `int`; no guard stands before an expectation"


def test_one_is_skipped_with_what_it_looks_at() -> None:
    made = pipeline(
        op("load", out="int", maybe=["result"]),
        nodes=[node("load"), expect("first", a="load"), node("load", id="end", after=("first",))],
    )
    index = index_of(made.meaning)
    assert [each.id for each in made.meaning.nodes if index.may_skip(each.id)] == ["first", "end"]
