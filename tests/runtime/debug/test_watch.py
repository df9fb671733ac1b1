"""Values that are changed in place are told, and fail the run where another op uses them."""

from collections.abc import Callable
from typing import Annotated, Any, cast

import numpy as np
import pandas as pd
import polars as pl
import pytest

from dagcompile import Secret
from dagcompile.runtime.dask.cluster.places import Local
from dagcompile.runtime.dask.running.run import execute as on_dask
from dagcompile.runtime.debug.script import WatchedRun
from dagcompile.runtime.debug.watch import shared_watch
from dagcompile.runtime.events import Event
from dagcompile.runtime.expectations import expect
from dagcompile.runtime.report import Report
from dagcompile.runtime.run import execute
from dagcompile.runtime.v1 import Check, Retry, gather
from dagcompile.runtime.v1.dask import collection
from dagcompile.runtime.v1.dask import gather as gather_on_dask
from tests.runtime.debug import changing

ENGINES = ("script", "threads")


def ran(pipeline: Callable[..., Any], engine: str = "script", **params: Any) -> Any:
    """The report of a run that is debugged, and its events."""
    events: list[Event] = []
    if engine == "script":
        report = execute(pipeline, sinks=(events.append,), debug="mutations", **params)
    else:
        local = cast(Local, engine)
        sinks = (events.append,)
        report = on_dask(
            collection(pipeline), sinks=sinks, local=local, debug="mutations", **params
        )
    return report, events


def mutations(events: list[Event]) -> list[tuple[object, ...]]:
    keys = ("node", "subject", "changed", "used_by")
    return [tuple(each[key] for key in keys) for each in events if each["event"] == "mutation"]


def why(report: Report, node: str) -> str:
    return report.nodes[node].reason.removeprefix("InputChanged: ")


SORTED = "[0] has another value, [1] has another value, [2] has another value"
MUTATORS = [
    (changing.numbers, list[int], changing.appends, "[3] is new"),
    (changing.numbers, list[int], changing.sorts, SORTED),
    (changing.nested, dict[str, list[int]], changing.pops, '["a"] is gone'),
    (changing.nested, dict[str, list[int]], changing.reaches_in, '["b"][1] is new'),
    (changing.frame, pd.DataFrame, changing.adds_a_column, '["late"] is new'),
    (changing.frame, pd.DataFrame, changing.sorts_a_frame, ".index has another value"),
    (changing.polar, pl.DataFrame, changing.inserts_a_column, '["b"] is new'),
    (changing.matrix, np.ndarray, changing.doubles, "it has another value"),
    (changing.orders, list[changing.Order], changing.pays, "[1].amount has another value"),
    (changing.numbers, list[int], changing.appends_later, "[3] is new"),
]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("make", "type_", "change", "changed"), MUTATORS)
def test_a_change_of_what_another_op_uses_fails_the_run(
    make: Any, type_: Any, change: Any, changed: str, engine: str
) -> None:
    def daily(run: Any) -> Any:
        made = run.step("make", make)()
        made = run.guard("make", made, type_)
        changed = run.step("change", change)(made)
        shown = run.step("show", changing.looked)(made)
        return run.outputs({"changed": changed, "shown": shown})

    report, events = ran(daily, engine)
    assert report.outcome == "failed"
    assert why(report, "change") == (
        f"change changed make.result, which show uses too: {changed}; "
        "let it change a copy, and hand that on"
    )
    assert [each[:2] for each in mutations(events)] == [("change", "make.result")]
    assert report.ended("failed") == ["change"]


SECRETS = [
    (changing.nested, Secret[dict[str, list[int]]], changing.pops),
    (changing.nested, dict[Secret[str], list[int]], changing.reaches_in),
    (changing.frame, Secret[pd.DataFrame], changing.adds_a_column),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("placed", ["steps", "inline"])
@pytest.mark.parametrize(("make", "type_", "change"), SECRETS)
def test_nothing_is_told_of_what_holds_a_secret(
    make: Any, type_: Any, change: Any, placed: str, engine: str
) -> None:
    def daily(run: Any) -> Any:
        if placed == "inline":
            made = run.step("make", make, returns=type_)()
        else:
            made = run.guard("make", run.step("make", make)(), type_)
        changed = run.step("change", change)(made)
        return run.outputs({"changed": changed, "kept": run.step("keep", changing.looked)(made)})

    report, events = ran(daily, engine)
    assert mutations(events) == [
        ("change", "make.result", ["something in it, and it holds a secret"], ["keep"])
    ]
    assert "something in it, and it holds a secret" in why(report, "change")


def test_nor_where_a_check_changes_it() -> None:
    def empties(values: dict[str, list[int]]) -> bool:
        values.pop("a", None)
        return True

    def daily(run: Any) -> Any:
        made = run.step("make", changing.nested)()
        return run.guard("make", made, Secret[Annotated[dict[str, list[int]], Check(empties)]])

    report, _ = ran(daily)
    assert "something in it, and it holds a secret" in report.nodes["make"].reason
    assert '"a"' not in report.nodes["make"].reason


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("make", "type_", "change", "changed"), MUTATORS)
def test_a_change_of_what_nobody_else_uses_is_only_told(
    make: Any, type_: Any, change: Any, changed: str, engine: str
) -> None:
    def daily(run: Any) -> Any:
        made = run.step("make", make)()
        return run.step("change", change)(run.guard("make", made, type_))

    report, events = ran(daily, engine)
    assert report.outcome == "ok"
    assert mutations(events) == [("change", "make.result", changed.split(", "), [])]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("make", [changing.frame, changing.polar, changing.matrix, changing.orders])
def test_reading_is_no_change_whatever_is_kept_of_it(make: Any, engine: str) -> None:
    def daily(run: Any) -> Any:
        made = run.step("make", make)()
        run.step("read", changing.reads)(made)
        return run.step("show", changing.looked)(made)

    report, events = ran(daily, engine)
    assert report.outcome == "ok"
    assert mutations(events) == []
    assert not [each for each in events if each["event"] == "unwatched"]


@pytest.mark.parametrize("engine", ENGINES)
def test_one_that_has_ended_before_for_certain_uses_it_no_more(engine: str) -> None:
    def daily(run: Any) -> Any:
        made = run.step("make", changing.numbers)()
        one = run.step("first", changing.first)(made)
        return run.step("change", changing.appends, after=["first"])(made), one

    def careless(run: Any) -> Any:
        made = run.step("make", changing.numbers)()
        run.step("first", changing.first)(made)
        return run.step("change", changing.appends)(made)

    _, events = ran(daily, engine)
    assert mutations(events) == [("change", "make.result", ["[3] is new"], [])]
    # On a script it has ended too, but only by chance.
    report, events = ran(careless, engine)
    assert report.outcome == "failed"
    assert mutations(events) == [("change", "make.result", ["[3] is new"], ["first"])]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_value_that_is_handed_on_is_the_same_value(engine: str) -> None:
    def daily(run: Any) -> Any:
        made = run.step("make", changing.numbers)()
        on = run.step("same", changing.same)(made)
        change = run.step("change", changing.appends)(on)
        return run.step("show", changing.looked, after=["change"])(made), change

    report, events = ran(daily, engine)
    assert why(report, "change").startswith("change changed same.result, which show uses too")
    assert mutations(events) == [("change", "same.result", ["[3] is new"], ["show"])]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_first_of_several_is_one_of_them(engine: str) -> None:
    def daily(run: Any) -> Any:
        made = run.step("make", changing.numbers)()
        other = run.step("other", changing.numbers)()
        one = run.first_of("one", made, other)
        run.step("change", changing.appends)(one)
        return run.step("show", changing.looked)(made)

    report, _ = ran(daily, engine)
    assert "which show uses too" in why(report, "change")


@pytest.mark.parametrize("engine", ENGINES)
def test_outputs_are_values_of_their_own(engine: str) -> None:
    def daily(run: Any) -> Any:
        made = run.step("make", changing.halves, ports=("low", "high"))()
        run.step("change", changing.appends)(made.low)
        run.step("show", changing.looked)(made.high)
        return run.step("again", changing.looked)(made.low)

    report, events = ran(daily, engine)
    assert mutations(events) == [("change", "make.low", ["[2] is new"], ["again"])]
    assert report.ended("failed") == ["change"]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_the_pipeline_returns_is_used_by_its_caller(engine: str) -> None:
    def daily(run: Any) -> Any:
        made = run.step("make", changing.numbers)()
        run.step("change", changing.appends)(made)
        return made

    report, _ = ran(daily, engine)
    assert "which the result of the pipeline uses too: [3] is new" in why(report, "change")


@pytest.mark.parametrize("engine", ENGINES)
def test_params_and_values_within_lists_are_watched_too(engine: str) -> None:
    def daily(run: Any, *, values: list[int]) -> Any:
        both = gather_of(engine)([values, values])
        change = run.step("change", lambda lists: lists[0].append(1))(both)
        return run.step("show", changing.looked)(values), change

    report, events = ran(daily, engine, values=[1])
    assert mutations(events) == [("change", "values", ["[1] is new"], ["show"])]
    assert report.outcome == "failed"


def gather_of(engine: str) -> Any:
    return gather if engine == "script" else gather_on_dask


@pytest.mark.parametrize("engine", ENGINES)
def test_another_attempt_takes_what_the_last_one_changed(engine: str) -> None:
    def daily(run: Any) -> Any:
        made = run.step("make", changing.numbers)()
        retry = Retry(attempts=3, delay=0)
        return run.step("change", changing.appends_and_fails, retry=retry)(made)

    report, events = ran(daily, engine)
    assert why(report, "change").startswith(
        "change changed make.result, which the next attempt of change uses too: [3] is new"
    )
    assert [each["event"] for each in events if each.get("node") == "change"] == [
        "started", "retrying", "started", "returned", "mutation", "failed",
    ]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_a_check_that_changes_its_value_has_crashed(engine: str) -> None:
    def daily(run: Any) -> Any:
        made = run.step("make", changing.numbers)()
        made = run.guard(
            "make", made, Annotated[list[int], Check(changing.empties)], severity="warn"
        )
        return run.step("show", changing.looked)(made)

    report, events = ran(daily, engine)
    assert report.ended("failed") == ["make"]
    assert why(report, "make") == (
        "the check of make.result against Annotated[list[int], "
        "tests.runtime.debug.changing.empties] crashed: ValueChanged: "
        "`tests.runtime.debug.changing.empties` changed make.result, at which it is "
        "only to look: [0] is gone, [1] is gone, [2] is gone"
    )
    assert report.ended("not_run") == ["show"]
    assert mutations(events) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_so_has_an_expectation(engine: str) -> None:
    def daily(run: Any) -> Any:
        kept = expect(changing.empties, of="values", severity="warn")
        made = run.step("make", changing.numbers)()
        run.step("first", changing.first, expects=[kept(values=made)])(made)
        return run.step("show", changing.looked)(made)

    report, events = ran(daily, engine)
    assert report.ended("failed") == ["first"]
    assert why(report, "first") == (
        "expectation tests.runtime.debug.changing.empties of first.values crashed: ValueChanged: "
        "`tests.runtime.debug.changing.empties` changed first.values, at which it is "
        "only to look: ['values'][0] is gone, "
        "['values'][1] is gone, ['values'][2] is gone"
    ).replace("'", '"')
    assert mutations(events) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_so_has_one_of_an_input(engine: str) -> None:
    def daily(run: Any) -> Any:
        made = run.step("make", changing.frame)()
        annotation = Annotated[pd.DataFrame, Check(changing.drops_a_column)]
        change = run.step("change", changing.looked)(run.guard_input("change.a", made, annotation))
        return run.step("show", changing.looked)(made), change

    report, events = ran(daily, engine)
    assert report.ended("failed") == ["change"]
    assert '["b"] is gone' in why(report, "change")
    assert mutations(events) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_what_cannot_be_seen_is_told_once(engine: str) -> None:
    def daily(run: Any) -> Any:
        one = run.step("one", changing.counter)()
        two = run.step("two", changing.counter)()
        run.step("change", changing.adds)(one)
        return run.step("show", changing.looked)(one, two)

    report, events = ran(daily, engine)
    assert report.outcome == "ok"
    told = [each for each in events if each["event"] == "unwatched"]
    assert [(each["class"], each["unseen"]) for each in told] == [
        ("tests.runtime.debug.changing.Counter", "what it keeps in _numbers")
    ]
    assert told[0]["subject"] in ("one.result", "two.result")


def test_a_run_holds_no_value_longer_than_it_is_used() -> None:
    seen: list[set[str]] = []

    def note(run: Any) -> None:
        if isinstance(run, WatchedRun):  # and not what only finds out who takes what
            seen.append(set(run.watch._kept))

    def daily(run: Any) -> Any:
        made = run.step("make", changing.numbers)()
        first = run.step("first", changing.first)(made)
        note(run)
        second = run.step("second", changing.looked)(made)
        note(run)
        return first, second

    ran(daily)
    assert seen == [{"make.result", "first.result"}, {"first.result", "second.result"}]


def test_threads_forget_the_watch_of_a_run() -> None:
    def daily(run: Any) -> Any:
        return run.step("make", changing.numbers)()

    report, _ = ran(daily, "threads")
    assert shared_watch(report.run) is None


def test_workers_see_what_their_steps_are_given() -> None:
    report, events = ran(on_workers, "processes")
    assert why(report, "change") == (
        'change changed make.result, which show uses too: ["late"] is new; '
        "let it change a copy, and hand that on"
    )
    assert ("alone", "other.result", ["[3] is new"], []) in mutations(events)
    assert "`tests.runtime.debug.changing.empties` changed third.result" in why(report, "third")
    unwatched = [each["class"] for each in events if each["event"] == "unwatched"]
    assert unwatched == ["tests.runtime.debug.changing.Counter"]


def on_workers(graph: Any) -> Any:
    made = graph.step("make", changing.frame)()
    change = graph.step("change", changing.adds_a_column)(made)
    show = graph.step("show", changing.looked)(made)
    alone = graph.step("alone", changing.appends)(graph.step("other", changing.numbers)())
    third = graph.step("third", changing.numbers)()
    third = graph.guard("third", third, Annotated[list[int], Check(changing.empties)])
    ones = [graph.step(f"one{at}", changing.adds)(counter(graph, at)) for at in range(3)]
    return graph.outputs({"values": gather_on_dask([change, show, alone, third, *ones])})


def counter(graph: Any, at: int) -> Any:
    return graph.step(f"counter{at}", changing.counter)()
