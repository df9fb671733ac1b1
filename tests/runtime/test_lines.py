"""What a person reads of a run, a line for each event."""

from typing import Any

import pytest

from dagcompile.runtime.events import Event, error_record
from dagcompile.runtime.lines import (
    failing_guards_sink,
    line_of,
    lines_of,
    missing,
    only_warns,
    terminal_sink,
    warnings,
)
from dagcompile.runtime.report import NO_WORKER
from dagcompile.runtime.timeout import StepTimeout
from dagcompile.runtime.types import Violation
from dagcompile.runtime.verdict import GuardFailed, GuardVerdict, Severity, examine
from tests.runtime import bodies
from tests.runtime.test_events import HOSTILE


def verdict(value: object, severity: Severity = "error") -> GuardVerdict:
    return examine(value, list[int], subject="n.x", severity=severity)


def guard(made: GuardVerdict) -> Event:
    return {"event": "guard", "node": "n", "verdict": made.record()}


def test_the_terminal_has_one_line_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    error = error_record(ValueError(HOSTILE))
    events: list[Event] = [
        {"event": "run_started", "pipeline": "p", "run": "r1"},
        {"event": "started", "node": "n", "attempt": 1},
        {"event": "retrying", "node": "n", "attempt": 1, "attempts": 2, "wait": 0, "error": error},
        guard(verdict(["b"])),
        {"event": "failed", "node": "n", "error": error},
        {"event": "returned", "node": "n", "withheld": []},
        {"event": "run_finished", "pipeline": "p", "outcome": "failed"},
    ]
    for event in events:
        terminal_sink(event)
    lines = capsys.readouterr().err.split("\n")
    assert lines.pop() == ""
    assert len(lines) == 7
    assert lines[:2] == ["p  started  run r1", "n  started"]
    assert lines[2].startswith("n  retrying at once (attempt 1 of 2): ValueError: line\\nbreak")
    assert lines[3] == "n.x  fail  (list[int])  [0]: expected int, got str ('b')"
    assert lines[4].startswith("n  failed  ValueError: line\\nbreak")
    assert lines[5:] == ["n  returned", "p  failed"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError("no file"), "FileNotFoundError: no file"),
        (bodies.Unavailable("away"), "Unavailable: away"),
        (StepTimeout("late"), "StepTimeout: late"),
        (KeyError(), "KeyError"),
        (GuardFailed(verdict(["b"])), "by a guard"),
    ],
)
def test_errors_are_told_by_the_bare_name_of_their_class(error: Exception, words: str) -> None:
    event: Event = {"event": "failed", "node": "n", "error": error_record(error)}
    assert line_of(event) == f"n  failed  {words}"


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        ({"wait": 30.0}, "retrying in 30 s (attempt 1 of 3)"),
        ({"wait": 4000}, "retrying in 4000 s (attempt 1 of 3)"),
        ({"wait": 0.55}, "retrying in 0.6 s (attempt 1 of 3)"),
        ({"wait": 0.01}, "retrying at once (attempt 1 of 3)"),
        ({}, "retrying (attempt 1 of 3)"),
    ],
)
def test_another_attempt_is_told_with_its_wait(wait: Any, words: str) -> None:
    error = error_record(OSError("away"))
    event: Event = {"event": "retrying", "node": "n", "attempt": 1, "attempts": 3, "error": error}
    assert line_of(event | wait) == f"n  {words}: OSError: away"


def test_violations_beyond_those_that_are_listed_are_counted() -> None:
    assert line_of(guard(verdict(["b"] * 25))).endswith(
        "[19]: expected int, got str ('b'); and 5 more"
    )


def test_a_check_that_crashed_is_told_by_what_it_raised() -> None:
    crashed = GuardVerdict(
        subject="n.x",
        type="int",
        outcome="crashed",
        severity="warn",
        violations=(Violation("", "even", "3", "3"),),
        error=error_record(bodies.Unavailable("away")),
    )
    assert line_of(guard(crashed)) == (
        "n.x  crashed  (int)  the value: expected even, got 3  Unavailable: away"
    )


def test_what_only_warns_says_so_and_is_counted() -> None:
    warns, passes = guard(verdict(["b"], "warn")), guard(verdict([1], "warn"))
    assert line_of(warns) == "n.x  warn  (list[int])  [0]: expected int, got str ('b')"
    assert line_of(passes) == "n.x  pass  (list[int])"
    assert only_warns(warns)
    assert not only_warns(passes)
    assert not only_warns(guard(verdict(["b"])))
    assert [*warnings(0), *warnings(1), *warnings(2)] == ["1 warning", "2 warnings"]


def test_what_was_withheld_and_skipped_is_named_and_bounded() -> None:
    nodes: dict[str, Event] = {
        "one": {"outcome": "ok", "withheld": ["result"]},
        "split": {"outcome": "ok", "withheld": ["good"]},
        "kept": {"outcome": "ok"},
        **{f"n{each}": {"outcome": "skipped"} for each in range(30)},
    }
    withheld, skipped = missing(nodes)
    assert withheld == "withheld: one, split.good"
    assert skipped.startswith("skipped: n0, n1, ")
    assert skipped.endswith(" and 10 more")
    assert missing({"kept": {"outcome": "ok"}}) == []


def test_that_there_was_no_worker_is_told_in_short() -> None:
    error = {"type": NO_WORKER, "message": "no worker that is left has GPU=1", "traceback": ""}
    event: Event = {"event": "failed", "node": "n", "error": error}
    assert line_of(event) == "n  failed  for want of a worker"


def test_what_a_node_says_is_told_with_who_said_it_a_line_each() -> None:
    printed: Event = {
        "event": "line",
        "node": "n",
        "worker": "10.0.0.1:80",
        "text": "a\nb\rc\ud800",
    }
    assert lines_of(printed) == ["n  10.0.0.1:80  a", r"n  10.0.0.1:80  b\rc\ud800"]
    logged = {**printed, "worker": "", "text": "a", "level": "INFO", "logger": "shop"}
    assert lines_of(logged) == ["n  INFO shop: a"]
    assert lines_of({**logged, "left_out": 3}) == ["n  (3 lines left out)", "n  INFO shop: a"]
    flood: Event = {"event": "line", "node": "n", "worker": "", "left_out": 1}
    assert lines_of(flood) == ["n  (1 line left out)"]


def test_who_wants_quiet_is_told_of_guards_that_fail(capsys: pytest.CaptureFixture[str]) -> None:
    failing_guards_sink({"event": "started", "node": "n", "attempt": 1})
    failing_guards_sink(guard(verdict([1])))
    failing_guards_sink(guard(verdict(["b"], "warn")))
    assert capsys.readouterr().err == ""
    failing_guards_sink(guard(verdict(["b"])))
    assert capsys.readouterr().err.startswith("n.x  fail  (list[int])  [0]: ")
