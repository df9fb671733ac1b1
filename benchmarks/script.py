"""A generated script beside calls by hand."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.clock import in_turns
from benchmarks.records import Budget, Effort, Section
from benchmarks.subjects.generated import function_of
from benchmarks.subjects.idle import by_hand, idle, same
from dagcompile.runtime.events import file_sink
from dagcompile.runtime.types import shape_of
from dagcompile.runtime.v1 import execute

STEPS = 1_000
REPEATED = 20
"""Runs that are measured together."""


def measure(effort: Effort) -> Section:
    """Microseconds a step."""
    plain: dict[str, Any] = {}
    exec(by_hand(STEPS), plain)
    body = same.__wrapped__
    off = function_of(idle(STEPS), target="python", guards="off")
    on = function_of(idle(STEPS), target="python")
    check = shape_of(int).accepts
    with TemporaryDirectory() as folder:
        events = str(Path(folder) / "events.jsonl")
        things: dict[str, Callable[[], object]] = {
            "calls by hand": lambda: plain["by_hand"](body, 1),
            "script, guards off": lambda: execute(off, sinks=(), start=1),
            "script, guards on": lambda: execute(on, sinks=(), start=1),
            "the bare checks": lambda: [check(each) for each in range(STEPS)],
            "script, guards on, events to a file": lambda: execute(
                on, sinks=(file_sink(events),), start=1
            ),
        }
        repeated = {name: _repeated(thing) for name, thing in things.items()}
        taken = in_turns(repeated, rounds=effort.rounds)
    per = {name: each.per(STEPS * REPEATED / 1e6) for name, each in taken.items()}
    step = per["script, guards off"].less(per["calls by hand"])
    guard = per["script, guards on"].less(per["script, guards off"]).less(per["the bare checks"])
    return Section(
        title="A script",
        about=(
            f"{STEPS:,} steps that do nothing, each of two inputs, in one process: what is around"
            " a step, in µs a step, against the same calls as straight-line code. A guard looks at"
            " an `int`; its own check is measured apart."
        ),
        head=("", "µs a step"),
        rows=(
            *((name, str(each)) for name, each in per.items()),
            ("a step over a call by hand", str(step)),
            ("a guard over its check", str(guard)),
        ),
        budgets=(
            Budget(
                what="a step over a call by hand, guards and events off",
                limit=2.0,
                got=step.median,
                unit="µs",
            ),
            Budget(what="a guard over its check", limit=1.0, got=guard.median, unit="µs"),
        ),
    )


def _repeated(thing: Callable[[], object]) -> Callable[[], object]:
    def repeated() -> None:
        for _ in range(REPEATED):
            thing()

    return repeated
