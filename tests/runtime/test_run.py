"""A run in one process: every row of the table of outcomes, as a generated script writes it."""

import sys
from inspect import isgenerator
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
import pytest

from dagcompile.runtime.events import Event
from dagcompile.runtime.tokens import Missing
from dagcompile.runtime.v1 import Bounds, Check, Maybe, Retry, Run, execute, gather
from tests.runtime import bodies
from tests.runtime.telling import run_to, told


def outcomes(run: Run) -> dict[str, str]:
    return {name: node.outcome for name, node in run.nodes.items()}


def test_a_value_goes_from_step_to_step() -> None:
    events: list[Event] = []
    run = run_to(events)
    one = run.step("one", bodies.same)(1)
    one = run.guard("one", one, int)
    two = run.step("two", bodies.add)(one, right=2)
    assert two == 3
    assert outcomes(run) == {"one": "ok", "two": "ok"}
    assert told(events) == [
        "started one#1", "returned one", "guard one.result pass", "started two#1", "returned two",
    ]  # fmt: skip


def test_parameters_may_have_any_names() -> None:
    run = run_to([])
    made = run.step("n", bodies.hostile)(1, node=2, fn=3, args=4, kwargs=5, value=6)
    assert made == [1, 2, 3, 4, 5, 6]


def test_what_needs_a_failed_node_does_not_run_and_the_rest_does() -> None:
    events: list[Event] = []
    run = run_to(events)
    failed = run.step("failed", bodies.fail)(1)
    lost = run.step("lost", bodies.same)(failed)
    lost = run.guard("lost", lost, int)
    other = run.step("other", bodies.same)(2)
    run.step("after", bodies.same, after=["lost"])(other)
    assert outcomes(run) == {
        "failed": "failed", "lost": "not_run", "other": "ok", "after": "not_run",
    }  # fmt: skip
    assert told(events, "lost") == told(events, "after") == []
    assert isinstance(run.nodes["failed"].error, ValueError)


def test_what_needs_a_withheld_output_is_skipped_and_so_on() -> None:
    run = run_to([])
    withheld = run.step("withheld", bodies.withhold)()
    skipped = run.step("skipped", bodies.same)(withheld)
    run.step("skipped_too", bodies.same)(value=skipped)
    run.step("runs", bodies.same, after=["withheld"])(1)
    run.step("skipped_after", bodies.same, after=["skipped"])(1)
    assert outcomes(run) == {
        "withheld": "ok", "skipped": "skipped", "skipped_too": "skipped", "runs": "ok",
        "skipped_after": "skipped",
    }  # fmt: skip
    assert run.nodes["withheld"].withheld == ("result",)


def test_a_failure_beats_a_skip() -> None:
    run = run_to([])
    withheld = run.step("withheld", bodies.withhold)()
    failed = run.step("failed", bodies.fail)()
    run.step("n", bodies.total)(gather([withheld, failed]))
    assert run.nodes["n"].outcome == "not_run"


def test_ports_are_values_of_their_own_even_where_a_tuple_has_methods_of_that_name() -> None:
    run = run_to([])
    sides = run.step("split", bodies.split, ports=("count", "index"))(5)
    sides = run.guard("split", sides, {"count": int, "index": Maybe[int]})
    run.step("counted", bodies.same)(sides.count)
    run.step("indexed", bodies.same)(sides.index)
    assert outcomes(run) == {"split": "ok", "counted": "ok", "indexed": "skipped"}
    assert run.nodes["split"].withheld == ("index",)


def test_ports_of_a_failed_node_are_tokens() -> None:
    run = run_to([])
    sides = run.step("split", bodies.unsplit, ports=("count", "index"))(5)
    assert isinstance(sides.count, Missing)
    assert run.nodes["split"].outcome == "failed"
    assert "not a NamedTuple" in run.nodes["split"].reason


def test_a_guard_that_fails_fails_the_node_with_all_outputs() -> None:
    events: list[Event] = []
    run = run_to(events)
    sides: Any = run.step("split", bodies.split, ports=("count", "index"))(5)
    sides = run.guard("split", sides, {"count": int, "index": int})
    run.step("n", bodies.same)(sides.count)
    assert outcomes(run) == {"split": "failed", "n": "not_run"}
    assert told(events) == [
        "started split#1", "returned split", "guard split.count pass", "guard split.index fail",
        "failed split",
    ]  # fmt: skip
    assert run.nodes["split"].judged


@pytest.mark.parametrize(
    ("type_", "severity", "outcome", "verdict"),
    [
        (int, "error", "ok", "pass"),
        (str, "error", "failed", "fail"),
        (str, "warn", "ok", "fail"),
        (Annotated[int, Bounds(ge=5)], "error", "failed", "fail"),
        (Annotated[int, Check(bodies.crash)], "warn", "failed", "crashed"),
        (Annotated[int, Check(bodies.leave)], "warn", "failed", "crashed"),
    ],
)
@pytest.mark.parametrize("inline", [True, False])
def test_guards_of_an_output(
    type_: Any, severity: Any, outcome: str, verdict: str, inline: bool
) -> None:
    events: list[Event] = []
    run = run_to(events)
    if inline:
        value = run.step("n", bodies.same, returns=type_, severity=severity)(1)
    else:
        value = run.step("n", bodies.same)(1)
        value = run.guard("n", value, type_, severity=severity)
    assert isinstance(value, Missing) is (outcome == "failed")
    assert run.nodes["n"].outcome == outcome
    assert told(events)[:3] == ["started n#1", "returned n", f"guard n.result {verdict}"]
    assert told(events)[3:] == (["failed n"] if outcome == "failed" else [])


def test_none_is_a_type_to_guard_inline() -> None:
    run = run_to([])
    run.step("n", bodies.same, returns=None)(1)
    assert run.nodes["n"].outcome == "failed"


def test_a_withheld_output_that_may_not_be_fails() -> None:
    run = run_to([])
    kept = run.guard("n", run.step("n", bodies.withhold)(), int)
    assert run.nodes["n"].outcome == "failed"
    assert kept._why == "failed"


def test_a_guard_of_an_input_runs_only_with_its_node_and_once() -> None:
    events: list[Event] = []
    run = run_to(events)
    failed = run.step("failed", bodies.fail)()
    run.step("lost", bodies.add)(run.guard_input("lost.left", 1, str), failed)
    assert told(events, "lost") == []
    retry = Retry(attempts=3)
    run.step("n", bodies.fail, retry=retry)(run.guard_input("n.number", 1, int))
    assert told(events, "n")[:2] == ["guard n.number pass", "started n#1"]
    assert len([each for each in told(events, "n") if each.startswith("guard")]) == 1


@pytest.mark.parametrize(("severity", "outcome"), [("error", "failed"), ("warn", "ok")])
def test_a_guard_of_an_input_that_does_not_pass(severity: Any, outcome: str) -> None:
    events: list[Event] = []
    run = run_to(events)
    checked = run.guard_input("n.value", gather([1, "b"]), list[int], severity=severity)
    made = run.step("n", bodies.same)(value=checked)
    assert run.nodes["n"].outcome == outcome
    assert told(events, "n")[0] == "guard n.value fail"
    assert ("started n#1" in told(events, "n")) is (outcome == "ok")
    assert outcome == "failed" or made == [1, "b"]


def test_a_token_under_a_guard_of_an_input_is_still_one() -> None:
    run = run_to([])
    withheld = run.step("withheld", bodies.withhold)()
    run.step("n", bodies.same)(run.guard_input("n.value", withheld, int))
    assert run.nodes["n"].outcome == "skipped"


TOKENS = {
    "withheld": Missing("a", "withheld"),
    "skipped": Missing("a", "skipped"),
    "failed": Missing("a", "failed"),
    "not_run": Missing("a", "not_run"),
}


@pytest.mark.parametrize(
    ("values", "outcome", "chosen"),
    [
        ((1, 2), "ok", 1),
        (("withheld", 2), "ok", 2),
        (("skipped", "withheld", 3), "ok", 3),
        (("withheld", "skipped"), "skipped", None),
        ((1, "failed"), "not_run", None),
        (("failed", 1), "not_run", None),
        (("skipped", "not_run"), "not_run", None),
    ],
)
def test_first_of(values: tuple[Any, ...], outcome: str, chosen: int | None) -> None:
    events: list[Event] = []
    run = run_to(events)
    made = run.first_of("n", *(TOKENS.get(each, each) for each in values))
    assert run.nodes["n"].outcome == outcome
    assert isinstance(made, Missing) if chosen is None else made == chosen
    assert told(events) == ([] if chosen is None else ["started n#1", "returned n"])


@pytest.mark.parametrize(
    ("before", "outcome"),
    [(bodies.same, "ok"), (bodies.withhold, "ok"), (bodies.fail, "not_run")],
)
def test_first_of_waits_for_what_it_comes_after(before: Any, outcome: str) -> None:
    run = run_to([])
    run.step("before", before)(1)
    run.first_of("n", 1, after=["before"])
    assert run.nodes["n"].outcome == outcome


def test_retries(tmp_path: Path) -> None:
    events: list[Event] = []
    run = run_to(events)
    retry = Retry(attempts=3, on=bodies.Unavailable)
    assert run.step("n", bodies.third_time, retry=retry)(str(tmp_path)) == 3
    assert told(events)[-2:] == ["started n#3", "returned n"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [(0, "SystemExit: 0"), (1, "SystemExit: 1"), (None, "SystemExit"), ("no", "SystemExit: no")],
)
def test_an_op_that_exits_fails_its_node(status: Any, reason: str) -> None:
    def leave() -> None:
        sys.exit(status)

    run = run_to([])
    run.step("n", leave)()
    other = run.step("other", bodies.same)(1)
    assert outcomes(run) == {"n": "failed", "other": "ok"}
    assert other == 1
    assert run.nodes["n"].reason == reason


def test_an_interrupt_ends_the_run() -> None:
    with pytest.raises(KeyboardInterrupt):
        run_to([]).step("n", bodies.interrupt)()


def test_an_interrupted_run_tells_how_far_it_came() -> None:
    def daily(run: Run) -> Any:
        nothing = run.step("nothing", bodies.withhold)()
        run.step("skipped", bodies.same)(nothing)
        run.step("failed", bodies.fail)(1)
        run.step("n", bodies.interrupt)()
        return run.step("later", bodies.same)(1)

    events: list[Event] = []
    with pytest.raises(KeyboardInterrupt):
        execute(daily, sinks=(events.append,))
    last = events[-1]
    assert (last["event"], last["outcome"]) == ("run_finished", "interrupted")
    assert last["nodes"] == {
        "nothing": {"outcome": "ok", "withheld": ["result"]},
        "skipped": {"outcome": "skipped"},
        "failed": {"outcome": "failed"},
        "n": {"outcome": "running"},
        "later": {"outcome": "not_run"},
    }


@pytest.mark.parametrize(
    "body", [bodies.fail_unspeakably, bodies.fail_wordily, bodies.fail_with_surrogates,
             bodies.recurse]
)  # fmt: skip
def test_exceptions_that_are_hard_to_tell_of_fail_only_their_node(body: Any) -> None:
    events: list[Event] = []
    run = run_to(events)
    run.step("n", body)()
    assert told(events) == ["started n#1", "failed n#1"]
    assert run.nodes["n"].outcome == "failed"
    assert run.nodes["n"].reason


@pytest.mark.parametrize(
    "value", [bodies.Touchy(1), np.zeros(3), pd.DataFrame({"a": [1, 2]}), ValueError("a value"),
              (each for each in "ab"), float("nan")]
)  # fmt: skip
def test_values_pass_through_untouched(value: Any) -> None:
    run = run_to([])
    made = run.step("n", bodies.same, returns=Any if isgenerator(value) else type(value))(value)
    chosen = run.first_of("first", TOKENS["skipped"], made)
    gathered = gather([chosen])
    assert run.step("m", bodies.same)(gathered)[0] is value
    assert set(outcomes(run).values()) == {"ok"}


def test_execute_tells_of_the_run_and_of_how_every_node_ended() -> None:
    def daily(run: Run, *, number: int) -> Any:
        run.step("failed", bodies.fail)(number)
        split = run.step("split", bodies.split, ports=("count", "index"))(number)
        return run.outputs({"there": split.count, "missing": split.index, "param": number})

    events: list[Event] = []
    report = execute(daily, run_id="r7", sinks=(events.append,), number=4)
    assert (report.pipeline, report.run, report.outcome) == ("daily", "r7", "failed")
    assert report.results == {"there": 4, "param": 4}
    assert events[0]["event"] == "run_started"
    assert events[-1]["outcome"] == "failed"
    assert events[-1]["nodes"] == {
        "failed": {"outcome": "failed"},
        "split": {"outcome": "ok", "withheld": ["index"]},
    }
    assert {(each["run"], each["pipeline"]) for each in events} == {("r7", "daily")}


def test_a_run_without_an_id_gets_one_of_its_own() -> None:
    def daily(run: Run) -> None:
        return None

    first, second = execute(daily, sinks=()), execute(daily, name="other", sinks=())
    assert first.run != second.run
    assert second.pipeline == "other"
    assert first.result is None


@pytest.mark.parametrize(
    "body", [bodies.panic, bodies.cancel, bodies.exit_well, bodies.generator_exit]
)
def test_what_is_no_exception_fails_its_node(body: Any) -> None:
    events: list[Event] = []
    run = run_to(events)
    run.step("n", body, retry=Retry(attempts=2))()
    run.step("other", bodies.same)(1)
    assert outcomes(run) == {"n": "failed", "other": "ok"}
    assert told(events, "n") == ["started n#1", "failed n#1"]


def test_a_check_that_panics_has_crashed() -> None:
    run = run_to([])
    run.guard("n", run.step("n", bodies.same)(1), Annotated[int, Check(bodies.panic)])
    assert "crashed: Panic: index" in run.nodes["n"].reason
