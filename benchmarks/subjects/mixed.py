"""A typed pipeline of any size: `mixed(1000)` is one of a thousand nodes.

Every ten nodes hold a retry, a config, literals, several outputs, a value of unknown type that has
to be guarded at its consumer, and a fan-in by a list and by a dict. They hang on the ten before.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from benchmarks.subjects import work
from dagcompile import Pipeline, Retry, pipeline

BLOCK = 10
"""Nodes of one repetition."""

AGAIN = Retry(attempts=5, delay=1, backoff=2.0, on=(OSError, TimeoutError))


def mixed(nodes: int) -> Pipeline[..., Any]:
    """The pipeline of so many nodes, rounded up to whole blocks."""
    blocks = -(-nodes // BLOCK)

    def mixed(day: date) -> list[work.Row]:
        rows = work.load.named("start")(day, 0)
        for number in range(blocks):
            rows = _block(f"b{number}", day, number, rows)
        return rows

    return pipeline(mixed)


def _block(name: str, day: date, number: int, before: list[work.Row]) -> list[work.Row]:
    rows = work.load.named(f"{name}_load")(day, number)
    kept = work.clean.named(f"{name}_clean")(rows, config=work.Cutoff(high=Decimal(number)))
    halves = work.split.named(f"{name}_split")(kept, share=0.5)
    left = work.totals.named(f"{name}_left")(halves.left, label="left")
    right = work.totals.named(f"{name}_right")(halves.right, label="right")
    odd = work.foreign.with_policy(retry=AGAIN).named(f"{name}_foreign")(halves.left)
    score = work.score.named(f"{name}_score")(left, right)
    again = work.clean.named(f"{name}_again")(odd)
    both = work.joined.named(f"{name}_joined")([before, again, halves.right])
    work.report.named(f"{name}_report")({"now": score}, both)
    return both
