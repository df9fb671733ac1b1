"""What a terminal is told of each step."""

import io
from typing import Annotated, Any

from rich.console import Console

from dagcompile.runtime.command.progress import Board, live
from dagcompile.runtime.events import Log
from dagcompile.runtime.lines import counting
from dagcompile.runtime.v1 import Check, Retry, Run
from tests.runtime import bodies


class Clock:
    """A second passes each time it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def told(pipeline: Any, *, total: int) -> list[str]:
    board = Board(total=total, clock=Clock())
    lines: list[str] = []

    def sink(event: dict[str, Any]) -> None:
        lines.extend(words for words, _ in board.take(event))

    log = Log(run="r", pipeline="daily", sinks=(counting(sink),))
    run = Run(log)
    pipeline(run)
    outcomes = {name: node.record() for name, node in run.nodes.items()}
    failed = any(each["outcome"] == "failed" for each in outcomes.values())
    log.emit("run_finished", {"outcome": "failed" if failed else "ok", "nodes": outcomes})
    return lines


def test_each_step_is_told_when_it_has_ended() -> None:
    def pipeline(run: Any) -> None:
        run.step("one", bodies.same)(1)
        nothing = run.step("nothing", bodies.withhold)()
        run.step("[b]skipped[/]", bodies.same)(nothing)
        run.step("last", bodies.same)(2)

    assert told(pipeline, total=4) == [
        "one  ok  1.0 s",
        "nothing  ok  1.0 s",
        "last  ok  1.0 s",
        "[b]skipped[/]  skipped",
        "daily  ok  3 of 4 steps  10.0 s",
    ]


def test_a_step_whose_guard_fails_is_not_told_to_be_ok() -> None:
    def pipeline(run: Any) -> None:
        run.guard("judged", run.step("judged", bodies.same)("x"), int)
        warned = run.step("warned", bodies.same)(1)
        run.guard("warned", warned, Annotated[int, Check(bodies.crash)], severity="warn")
        run.step("after", bodies.same, after=["judged"])(1)
        run.step("tries", bodies.fail, retry=Retry(attempts=2))(1)

    lines = told(pipeline, total=4)
    assert [line.split("  ")[:2] for line in lines] == [
        ["judged.result", "fail"],
        ["judged", "failed"],
        ["warned.result", "crashed"],
        ["warned", "failed"],
        ["tries", "retrying at once (attempt 1 of 2): ValueError: cannot take 1"],
        ["tries", "failed"],
        ["after", "not run"],
        ["daily", "failed"],
    ]


def test_a_step_that_is_only_warned_of_is_ok_and_counted() -> None:
    def pipeline(run: Any) -> None:
        for name in ("one", "two"):
            run.guard(name, run.step(name, bodies.same)("x"), int, severity="warn")

    assert told(pipeline, total=2) == [
        "one.result  warn  (int)  the value: expected int, got str ('x')",
        "one  ok  1.0 s",
        "two.result  warn  (int)  the value: expected int, got str ('x')",
        "two  ok  1.0 s",
        "daily  ok  2 of 2 steps  2 warnings  7.0 s",
    ]


def test_the_line_of_what_runs_and_names_that_look_like_markup() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=80, _environ={"TERM": "xterm"})
    with live(console, total=3) as sink:
        sink({"event": "started", "node": "[b]load[/]", "attempt": 1})
    assert "0 of 3  0 s  [b]load[/] 0 s" in out.getvalue()
