"""What a person sees of a run while it goes, on a terminal and elsewhere."""

import io
from typing import Annotated, Any

import pytest
from laboured import lines_of
from rich.console import Console

from dagcompile.runtime.command.board import Board, Plain, Terminal
from dagcompile.runtime.command.progress import live
from dagcompile.runtime.events import Event
from dagcompile.runtime.run import execute
from dagcompile.runtime.v1 import Check, Retry
from dagcompile.runtime.wiring import wiring_of
from tests.runtime import bodies


class Clock:
    """A second passes each time it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def told(pipeline: Any, kind: type[Board] = Terminal, clock: Any = None) -> list[str]:
    board = kind(wiring_of(pipeline), clock=clock or Clock())
    lines: list[str] = []

    def sink(event: Event) -> None:
        lines.extend(words for words, _ in board.take(event))

    execute(pipeline, name="daily", run_id="r", sinks=(sink,))
    return lines


def test_each_step_is_told_when_it_has_ended() -> None:
    def pipeline(run: Any) -> None:
        run.step("one", bodies.same)(1)
        nothing = run.step("nothing", bodies.withhold)()
        run.step("[b]skipped[/]", bodies.same)(nothing)
        run.step("last", bodies.same)(2)

    last = ["  withheld: nothing", "  skipped: [b]skipped[/]", "daily  ok  3 of 4 steps  10.0 s"]
    assert told(pipeline) == [
        "daily  started  run r",
        "one  ok  1.0 s",
        "nothing  ok  1.0 s",
        "last  ok  1.0 s",
        *last,
    ]
    assert told(pipeline, Plain)[-3:] == [*last[:2], "daily  ok  3 of 4 steps  1.0 s"]


def test_a_step_whose_guard_fails_is_not_told_to_be_ok() -> None:
    def pipeline(run: Any) -> None:
        run.guard("judged", run.step("judged", bodies.same)("x"), int)
        warned = run.step("warned", bodies.same)(1)
        run.guard("warned", warned, Annotated[int, Check(bodies.crash)], severity="warn")
        run.step("after", bodies.same, after=["judged"])(1)
        run.step("tries", bodies.fail, retry=Retry(attempts=2))(1)

    lines = told(pipeline)
    assert [line.split("  ")[:2] for line in lines] == [
        ["daily", "started"],
        ["judged.result", "fail"],
        ["judged", "failed"],
        ["warned.result", "crashed"],
        ["warned", "failed"],
        ["tries", "retrying at once (attempt 1 of 2): ValueError: cannot take 1"],
        ["tries", "failed"],
        ["daily", "failed"],
    ]


def test_a_step_that_is_only_warned_of_is_ok_and_counted() -> None:
    def pipeline(run: Any) -> None:
        for name in ("one", "two"):
            run.guard(name, run.step(name, bodies.same)("x"), int, severity="warn")

    assert told(pipeline) == [
        "daily  started  run r",
        "one.result  warn  (int)  the value: expected int, got str ('x')",
        "one  ok  1.0 s",
        "two.result  warn  (int)  the value: expected int, got str ('x')",
        "two  ok  1.0 s",
        "daily  ok  2 of 2 steps  2 warnings  7.0 s",
    ]
    assert told(pipeline, Plain)[-1] == "daily  ok  2 of 2 steps  2 warnings  1.0 s"


def guarded(run: Any) -> None:
    for name in ("slow", "other"):
        run.guard(name, run.step(name, bodies.same)(1), int)
    run.step("last", bodies.same)(1)


def event(kind: str, node: str, **fields: object) -> Event:
    return {"event": kind, "node": node, **fields}


PASS = {"subject": "n.result", "type": "int", "outcome": "pass", "severity": "error",
        "violations": [], "more": 0}  # fmt: skip


def test_a_step_is_ok_once_its_guard_has_spoken_whatever_begins_before() -> None:
    board = Terminal(wiring_of(guarded), clock=Clock())
    lines = [
        words
        for each in (
            event("started", "slow", attempt=1),
            event("returned", "slow", withheld=[]),
            event("started", "last", attempt=1),
            event("started", "other", attempt=1),
            event("guard", "slow", verdict=PASS),
            event("returned", "other", withheld=["result"]),
            event("started", "last", attempt=2),
        )
        for words, _ in board.take(each)
    ]
    assert lines == ["slow  ok  1.0 s", "other  ok  1.0 s"]


def test_a_step_that_runs_anew_for_its_worker_was_lost_is_not_ok_meanwhile() -> None:
    board = Terminal(wiring_of(guarded), clock=Clock())
    for each in (
        event("started", "last", attempt=1),
        event("returned", "last", withheld=[]),
        event("started", "last", attempt=1),
    ):
        assert board.take(each) == []
    assert board.tally.ended == 0
    assert board.take(event("failed", "last", error={"type": "E", "message": "lost"})) != []
    assert board.tally.ended == 1


# --- of very many -------------------------------------------------------------------------------


def counted(number: int) -> Any:
    def pipeline(run: Any) -> None:
        run.step("load", bodies.process)()
        for each in range(number):
            name = f"score_{each}"
            retry = Retry(attempts=2) if each % 200 == 0 else None
            run.guard(name, run.step(name, bodies.fail if each % 100 == 0 else bodies.same,
                                     retry=retry)(each), int)  # fmt: skip

    return pipeline


@pytest.mark.parametrize("kind", [Plain, Terminal])
def test_of_very_many_nodes_what_went_wrong_is_told_and_the_rest_is_counted(
    kind: type[Board],
) -> None:
    lines = told(counted(3000), kind, clock=lambda: 0.0)
    failed = [line for line in lines if "  failed  ValueError" in line]
    assert len(failed) == 30
    assert sum("  retrying at once (attempt 1 of 2)" in line for line in lines) == 15
    assert sum("score_" in line for line in lines) == 45
    assert "same  2970/2970" in "\n".join(lines)
    assert len(lines) < 60


def test_counts_come_now_and_then_where_there_is_no_terminal() -> None:
    clock = Clock()  # 9,000 readings are two hours and a half
    lines = told(counted(3000), Plain, clock=clock)
    counts = [line for line in lines if " steps  " in line]
    assert counts[0].endswith(" of 3001 steps  5 s")
    assert 20 < len(counts) < 100
    assert "  same  2970/2970" in lines
    assert "  fail  30/30  30 failed  15 retries" in lines
    assert lines[-1].startswith("daily  failed  2971 of 3001 steps  ")


def test_ops_are_listed_below_one_that_is_counted() -> None:
    lines = told(counted(1000), Plain, clock=lambda: 0.0)
    assert [line for line in lines if line.startswith("load")] == [
        "load  started",
        "load  returned",
    ]


def test_a_pipeline_of_very_many_ops_is_bounded_too() -> None:
    def pipeline(run: Any) -> None:
        for each in range(500):
            fn = lambda value: value  # noqa: E731
            fn.__name__ = f"op{each}"
            run.step(f"n{each}", fn)(each)

    for kind in (Plain, Terminal):
        lines = told(pipeline, kind, clock=lambda: 0.0)
        assert len(lines) < 20
        assert "and 490 more ops  490/490" in "\n".join(lines)


@pytest.mark.parametrize("kind", [Plain, Terminal])
def test_the_board_costs_as_much_a_node_at_10000_nodes(kind: type[Board]) -> None:
    def all_take_place(board: Board, size: int) -> None:
        for each in range(size):
            for made in (
                event("started", f"score_{each}", attempt=1),
                event("returned", f"score_{each}", withheld=[]),
                event("guard", f"score_{each}", verdict=PASS),
            ):
                board.take(made)
        assert board.tally.ended == size

    def lines_a_node(size: int) -> float:
        board = kind(wiring_of(counted(size)), clock=lambda: 0.0)
        return lines_of(lambda: all_take_place(board, size)) / size

    small = lines_a_node(500)
    assert lines_a_node(10_000) < 1.2 * small
    assert small < 200


# --- on a terminal ------------------------------------------------------------------------------


def shown(pipeline: Any, *events: Event) -> str:
    out = io.StringIO()
    terminal: dict[str, Any] = {"force_terminal": True, "width": 80, "_environ": {"TERM": "xterm"}}
    console = Console(file=out, highlight=False, **terminal)
    with live(console, wiring_of(pipeline)) as sink:
        for each in events:
            if each["event"] in ("cluster", "line", "outcome"):
                sink.hear(each)
            else:
                sink(each)
    return out.getvalue()


def test_the_line_of_what_runs_and_names_that_look_like_markup() -> None:
    def pipeline(run: Any) -> None:
        for name in ("[b]load[/]", "two", "three"):
            run.step(name, bodies.same)(1)

    text = shown(pipeline, event("started", "[b]load[/]", attempt=1))
    assert "0 of 3  0 s  [b]load[/] 0 s" in text


def test_the_counts_of_an_op_and_where_the_run_is() -> None:
    link = "http://127.0.0.1:8787/status"
    text = shown(
        counted(1000),
        {"event": "cluster", "pipeline": "daily", "workers": 2, "threads": 1, "dashboard": link},
        *(event("started", f"score_{each}", attempt=1) for each in range(1, 9)),
        *(event("returned", f"score_{each}", withheld=[]) for each in range(1, 4)),
        event("retrying", "score_4", attempt=1, attempts=2, error={"type": "E", "message": ""}),
        event("failed", "score_4", error={"type": "E", "message": "", "traceback": ""}),
        event("outcome", "score_5", outcome="not_run"),
        event("line", "score_6", worker="gpu-1", stream="stdout", text="[b]hello[/]"),
    )
    assert f"daily  on 2 workers, 1 thread  {link}" in text
    assert "  same  5/990  3 running  1 failed  1 not run  1 retry" in text
    assert "5 of 1001  0 s" in text
    assert "score_6  gpu-1  [b]hello[/]" in text


def test_the_lines_on_the_screen_are_bounded() -> None:
    def pipeline(run: Any) -> None:
        for each in range(500):
            fn = lambda value: value  # noqa: E731
            fn.__name__ = f"op{each}"
            run.step(f"n{each}", fn)(each)

    board = Terminal(wiring_of(pipeline))
    for each in range(500):
        board.take(event("started", f"n{each}", attempt=1))
    text = str(board.now())
    assert len(text.splitlines()) == 12
    assert text.splitlines()[-1] == "  and 490 more ops  0/490"
