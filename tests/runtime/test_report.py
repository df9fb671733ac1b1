"""How a run ended."""

import pickle
from typing import Any

import pytest

from dagcompile.runtime.events import Event, RemoteError, error_record
from dagcompile.runtime.report import (
    NO_WORKER,
    SHOWN,
    NodeReport,
    Outputs,
    Report,
    present,
    reminder,
)
from dagcompile.runtime.tokens import Missing
from dagcompile.runtime.v1 import GuardFailed, RunFailed
from dagcompile.runtime.verdict import examine
from tests.runtime.bodies import Unspeakable


def report(results: dict[str, Any] | None = None, **nodes: NodeReport) -> Report:
    return Report(pipeline="daily", run="r", nodes=nodes, results=results or {})


def test_the_result_of_a_run_that_succeeded() -> None:
    assert report({"result": None}).result is None
    assert report({"result": 3}, a=NodeReport(outcome="skipped")).result == 3


def test_no_single_result() -> None:
    for results in ({}, {"a": 1}):
        with pytest.raises(LookupError, match=r"daily gave no single result; see Report\.results"):
            report(results).result  # noqa: B018


def test_skips_do_not_fail_a_run_and_failures_do() -> None:
    assert report(a=NodeReport(outcome="skipped")).outcome == "ok"
    assert report(a=NodeReport(outcome="ok"), b=NodeReport(outcome="failed")).outcome == "failed"


def test_the_first_failure_is_the_cause() -> None:
    first, second = ValueError("one"), KeyError("two")
    failed = report(
        {"result": 1},
        a=NodeReport(outcome="failed", error=first),
        b=NodeReport(outcome="failed", error=second),
        c=NodeReport(outcome="not_run"),
        d=NodeReport(outcome="not_run"),
        e=NodeReport(outcome="skipped"),
        f=NodeReport(outcome="ok"),
    )
    with pytest.raises(RunFailed) as raised:
        failed.raise_for_failure()
    assert raised.value.__cause__ is first
    assert raised.value.report is failed
    assert str(raised.value).splitlines() == [
        "daily failed: 1 of 6 steps succeeded",
        "  a failed: ValueError: one",
        "  b failed: KeyError: 'two'",
        "  not run: c, d",
        "  skipped: e",
    ]
    with pytest.raises(RunFailed):
        failed.result  # noqa: B018


def test_who_was_told_is_only_reminded() -> None:
    failed = report(
        a=NodeReport(outcome="failed", error=ValueError("x" * 200)),
        b=NodeReport(outcome="failed", error=ValueError("one\ntwo")),
        c=NodeReport(outcome="failed", error=KeyError("k")),
        d=NodeReport(outcome="not_run"),
    )
    assert reminder(failed).splitlines() == [
        "daily failed: 0 of 4 steps succeeded",
        f"  a failed: ValueError: {'x' * 147}…",
        "  b failed: ValueError: one…",
        "  c failed: KeyError: 'k'",
        "  not run: d",
    ]


def test_of_thousands_that_ended_alike_some_are_named_and_all_counted() -> None:
    failed = NodeReport(outcome="failed", error=ValueError("x"), worker="tcp://127.0.0.1:1")
    nodes = {f"f{each}": failed for each in range(3000)}
    nodes |= {f"n{each}": NodeReport(outcome="not_run") for each in range(3000)}
    nodes |= {f"o{each}": NodeReport(outcome="ok") for each in range(3000)}
    lines = reminder(report(None, **nodes)).splitlines()
    assert len(lines) == 1 + SHOWN + 2
    assert lines[1] == "  f0 failed on tcp://127.0.0.1:1: ValueError: x"
    assert lines[-2].startswith("  and 2980 more failed: f20, f21, ")
    assert lines[-2].endswith(", f39 and 2960 more")
    assert lines[-1].endswith(", n19 and 2980 more")
    assert lines[0] == "daily failed: 3000 of 9000 steps succeeded"


def test_a_run_that_failed_is_told_in_bounds() -> None:
    error = ValueError("x" * 1_000_000)
    failed = report(a=NodeReport(outcome="failed", error=error))
    with pytest.raises(RunFailed, match=r"xx… \(.* characters left out\) …xx") as raised:
        failed.raise_for_failure()
    assert len(str(raised.value)) < 2_200


def test_a_run_that_succeeded_raises_nothing() -> None:
    report(a=NodeReport(outcome="ok")).raise_for_failure()


def test_the_reason_of_a_guard_is_its_verdict_in_this_process_or_another() -> None:
    guard = GuardFailed(examine("b", int, subject="n.x", severity="error"))
    for error in (guard, RemoteError(error_record(guard))):
        node = NodeReport(outcome="failed", error=error)
        assert node.judged
        assert node.reason == "n.x is not int; the value: expected int, got str ('b')"


def test_the_reason_of_an_exception_is_the_same_from_another_process() -> None:
    error = Unspeakable()
    here = NodeReport(outcome="failed", error=error)
    there = NodeReport(outcome="failed", error=RemoteError(error_record(error)))
    assert here.reason == there.reason
    assert here.reason == ("Unspeakable: <Unspeakable whose text raises RuntimeError>")
    assert not here.judged
    assert NodeReport(outcome="ok").reason == ""
    assert not NodeReport(outcome="ok").judged


def test_a_node_as_json() -> None:
    assert NodeReport(outcome="ok").record() == {"outcome": "ok"}
    assert NodeReport(outcome="ok", withheld=("a",)).record() == {
        "outcome": "ok",
        "withheld": ["a"],
    }


def test_what_is_missing_is_not_among_the_results() -> None:
    token = Missing("n", "failed")
    assert present(3) == {"result": 3}
    assert present(None) == {"result": None}
    assert present(token) == {}
    assert present({"a": 1}) == {"result": {"a": 1}}
    assert present(Outputs({"a": 1, "b": token})) == {"a": 1}


def test_remote_errors_and_failed_runs_travel() -> None:
    error = RemoteError({"type": "x.Y", "message": "m", "traceback": "t"})
    assert pickle.loads(pickle.dumps(error)).record == error.record
    assert error_record(error) == error.record
    failed = RunFailed(report(a=NodeReport(outcome="failed", error=error)))
    assert str(pickle.loads(pickle.dumps(failed))) == str(failed)


def test_a_reason_of_several_lines_is_indented() -> None:
    nodes = {"n": NodeReport(outcome="failed", error=ValueError("one\ntwo"))}
    report = Report(pipeline="p", run="r", nodes=nodes, results={})
    assert str(RunFailed(report)).splitlines() == [
        "p failed: 0 of 1 steps succeeded", "  n failed: ValueError: one", "    two",
    ]  # fmt: skip


def test_steps_that_no_worker_could_take_are_told_together() -> None:
    record: Event = {"type": NO_WORKER, "message": "no worker has GPU=1", "traceback": ""}
    lost = NodeReport(outcome="failed", error=RemoteError(record))
    nodes = {"a": lost, "b": NodeReport(outcome="ok"), "c": lost}
    ended = Report(pipeline="p", run="r", nodes=nodes, results={})
    assert reminder(ended).splitlines() == [
        "p failed: 1 of 3 steps succeeded",
        "  a, c failed: NoWorker: no worker has GPU=1",
    ]
