"""What is said of values that something is expected of, whatever the engine."""

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from dagcompile import Secret, Verdict, expect, op, pipeline
from dagcompile.runtime import expectations
from dagcompile.runtime.events import Event, Log
from dagcompile.runtime.expectations import ExpectationFailed, assess, meet
from dagcompile.runtime.lines import line_of
from dagcompile.runtime.report import NodeReport
from dagcompile.runtime.tokens import Missing
from dagcompile.testing import run


def kept(rows: list[int], result: list[int], *, least: float) -> Verdict:
    share = len(result) / len(rows)
    if share >= least:
        return Verdict.passed(share=share)
    return Verdict.failed(f"only {share:.0%} are kept", share=share)


def some(value: list[int]) -> bool:
    return len(value) > 0


async def later(result: list[int]) -> bool:
    return bool(result)


def leaks(token: str) -> bool:
    raise ValueError(token)


def weak(token: str) -> Verdict:
    return Verdict.failed(f"{token} is weak", token=token)


KEPT = expectations.expect(kept, "result", least=0.5)(rows=[1, 2, 3, 4])
SOME = expectations.expect(some, of="result", severity="warn", name="not empty")
PATH = f"{__name__}.kept(least=0.5)"


def told(*asked: expectations.Expectation, result: Any) -> tuple[list[Event], Any]:
    events: list[Event] = []
    log = Log(run="r", pipeline="p", sinks=(events.append,))
    return events, meet(asked, lambda _: result, node="clean", log=log)


def test_a_verdict_names_all_that_it_looked_at() -> None:
    verdict = assess(
        KEPT, {"result": [1, 2]}.__getitem__, node="clean", log=Log(run="r", pipeline="p")
    )
    assert verdict is not None
    record = verdict.record()
    assert record["subject"] == "clean.rows, clean.result"
    assert record["type"] == PATH
    assert record["outcome"] == "pass"
    assert record["metadata"] == {"share": {"kind": "number", "value": 0.5}}


def test_all_are_told_and_those_of_severity_error_fail() -> None:
    events, failure = told(KEPT, SOME, result=[])
    assert [each["event"] for each in events] == ["expectation", "expectation", "failed"]
    assert isinstance(failure, ExpectationFailed)
    why = f"clean.rows, clean.result does not meet {PATH}: only 0% are kept (share=0.0)"
    assert str(failure) == why
    assert [line_of(each) for each in events] == [
        f"clean.rows, clean.result  fail  ({PATH})  only 0% are kept (share=0.0)",
        "clean.result  warn  (not empty)",
        "clean  failed  by an expectation",
    ]
    report = NodeReport(outcome="failed", error=failure)
    assert (report.judged, report.reason, report.traceback) == (True, why, "")


def test_a_warning_is_told_and_fails_nothing() -> None:
    events, failure = told(SOME, result=[])
    assert (len(events), failure) == (1, None)


@pytest.mark.parametrize("why", ["withheld", "skipped"])
def test_what_is_not_there_is_not_looked_at(why: Any) -> None:
    assert told(KEPT, SOME, result=Missing("clean", why)) == ([], None)


@pytest.mark.parametrize("answer", [None, 1, "yes", [True]])
def test_an_answer_that_is_none_is_a_crash_at_any_severity(answer: Any) -> None:
    asked = expectations.expect(lambda result: answer, "result", severity="warn")
    events, failure = told(asked, result=1)
    assert failure is not None
    error: Any = events[0]["verdict"]
    assert error["outcome"] == "crashed"
    assert "must return True, False or a Verdict" in error["error"]["message"]


@pytest.mark.filterwarnings("error")
def test_a_coroutine_is_not_left_behind() -> None:
    _, failure = told(expectations.expect(later, "result"), result=[1])
    assert "returned `coroutine`" in str(failure)


def test_a_crash_keeps_its_traceback() -> None:
    _, failure = told(expectations.expect(kept, "result", least=1.0)(rows=[]), result=[])
    assert "ZeroDivisionError" in str(failure)
    assert "share = len(result) / len(rows)" in "".join(failure.__notes__)


def test_an_input_may_be_called_as_anything() -> None:
    asked = expectations.expect(lambda **values: values == {"self": 1}, "result")(self=1)
    _, failure = told(asked, result=2)
    assert str(failure).startswith("clean.self, clean.result does not meet")


def test_an_expectation_travels() -> None:
    assert pickle.loads(pickle.dumps(KEPT)) == KEPT


@op(expect=[expect(weak, severity="warn"), expect(leaks)])
def opens(token: Secret[str]) -> int:
    return len(token)


@pipeline
def secretive(token: Secret[str]) -> int:
    return opens(token)


def test_nothing_is_told_of_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "events.jsonl"
    monkeypatch.setenv("DAGCOMPILE_EVENTS", str(file))
    report = run(secretive, token="hunter2")
    assert report.outcome == "failed"
    events = [json.loads(each) for each in file.read_text().splitlines()]
    assert [each["event"] for each in events][1:-1] == ["expectation", "expectation", "failed"]
    told = f"{events} {report.nodes['opens'].reason} {report.nodes['opens'].traceback}"
    assert "hunter2" not in told
    assert "ValueError" in told
