"""Stages: which nodes each has, and what is told of one that would not do what it says."""

from threading import Thread
from typing import Any

import pytest
from wired import ops
from wired.checks import codes, meaning, only
from wired.contracts import Row

from dagcompile import first_of, pipeline, stage
from dagcompile.authoring import trace
from dagcompile.diagnostics import CompileError
from dagcompile.ir import records as ir


@pipeline
def two_stages(rows: list[Row]) -> None:
    """Two stages, and a node between them."""
    with stage("prepare"):
        started = ops.start()
        ops.start.named("again")()
    ops.start.named("between").after(started)()
    with stage("finish"):
        first_of.named("pick")(started)
        ops.start.named("last")()


def test_a_stage_has_the_nodes_that_are_called_in_it() -> None:
    assert meaning(two_stages).stages == (
        ir.Stage(id="prepare", nodes=("start", "again")),
        ir.Stage(id="finish", nodes=("pick", "last")),
    )


def test_nodes_of_functions_that_are_called_in_it_are_of_it() -> None:
    def both() -> None:
        ops.start()
        ops.start.named("again")()

    @pipeline
    def helped() -> None:
        with stage("prepare"):
            both()

    assert meaning(helped).stages == (ir.Stage(id="prepare", nodes=("start", "again")),)


def test_a_loop_makes_a_stage_each_time() -> None:
    @pipeline
    def looped() -> None:
        for name in "ab":
            with stage(f"part {name}"):
                ops.start.named(name)()
                ops.start.named(f"{name}2")()

    assert [each.id for each in meaning(looped).stages] == ["part a", "part b"]


def test_its_place_is_where_it_is_opened() -> None:
    place = trace(two_stages).places["stage:finish"]
    assert place.line == trace(two_stages).places["node:pick"].line - 1


def test_one_that_is_left_by_an_exception_ends_there() -> None:
    @pipeline
    def caught() -> None:
        try:
            with stage("prepare"):
                ops.start()
                ops.start.named("again")()
                raise LookupError  # noqa: TRY301
        except LookupError:
            pass
        ops.start.named("outside")()

    assert meaning(caught).stages == (ir.Stage(id="prepare", nodes=("start", "again")),)


def _nested() -> None:
    with stage("outer"):
        ops.start()
        with stage("inner"):
            ops.start.named("again")()


def _twice() -> None:
    with stage("prepare"):
        ops.start()
        ops.start.named("again")()
    with stage("prepare"):
        ops.start.named("third")()
        ops.start.named("fourth")()


def _entered_twice() -> None:
    made = stage("prepare")
    for name in "ab":
        with made:
            ops.start.named(name)()
            ops.start.named(f"{name}2")()


def _called_like_a_node() -> None:
    with stage("start"):
        ops.start.named("a")()
        ops.start.named("b")()
    ops.start()


def _empty() -> None:
    ops.start()
    with stage("prepare"):
        pass


def _never_entered() -> None:
    stage("prepare")
    ops.start()


def _odd_name() -> None:
    with stage("pre\npare"):
        ops.start()
        ops.start.named("again")()


def _of_no_name() -> None:
    nothing: Any = 3
    with stage(nothing):
        ops.start()
        ops.start.named("again")()


@pytest.mark.parametrize(
    ("wiring", "code", "said"),
    [
        (_nested, "DC190", "stage `inner` is opened in stage `outer`"),
        (_twice, "DC191", "two stages are named `prepare`"),
        (_entered_twice, "DC191", "stage `prepare` is entered twice"),
        (_called_like_a_node, "DC191", "`start` is the name of a stage and the id of a step"),
        (_empty, "DC192", "no step is called in stage `prepare`"),
        (_never_entered, "DC192", "stage `prepare` is made and not entered"),
        (_odd_name, "DC109", "holds a control character"),
        (_of_no_name, "DC109", "is of class int, not text"),
    ],
)
def test_one_that_cannot_be_is_refused(wiring: Any, code: str, said: str) -> None:
    @pipeline
    def refused() -> None:
        wiring()

    diagnostic = only(refused)
    assert diagnostic.code == code
    assert said in diagnostic.message
    assert diagnostic.fix
    assert all(label.place for label in diagnostic.labels)


def test_what_a_failing_body_has_not_called_is_not_missed() -> None:
    @pipeline
    def failing() -> None:
        with stage("prepare"):
            raise LookupError

    assert codes(failing) == ["DC108"]


def test_one_of_a_single_step_is_kept_with_a_warning() -> None:
    @pipeline
    def single() -> None:
        with stage("prepare"):
            ops.start()

    traced = trace(single)
    assert traced.pipeline.meaning.stages == (ir.Stage(id="prepare", nodes=("start",)),)
    assert [(each.code, each.severity) for each in traced.warnings] == [("DC193", "warning")]


def test_outside_a_pipeline_there_is_none() -> None:
    with pytest.raises(CompileError, match="DC194"):
        stage("prepare")


def test_another_thread_opens_none() -> None:
    raised: list[CompileError] = []

    def enter() -> None:
        try:
            stage("prepare")
        except CompileError as error:
            raised.append(error)

    @pipeline
    def threaded() -> None:
        ops.start()
        thread = Thread(target=enter)
        thread.start()
        thread.join()

    assert codes(threaded) == ["DC111"]
    assert [each.diagnostics[0].code for each in raised] == ["DC111"]
