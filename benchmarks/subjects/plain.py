"""A plain typed pipeline of any size: `plain(1000)` is one of a thousand nodes and one to begin.

Every step takes what the two before it gave.
"""

from datetime import date
from typing import Any

from benchmarks.subjects import work
from dagcompile import Pipeline, op, pipeline


@op
def merged(left: list[work.Row], right: list[work.Row]) -> list[work.Row]:
    """The rows of both."""
    return [*left, *right]


def plain(nodes: int) -> Pipeline[..., Any]:
    """The pipeline of so many nodes."""

    def plain(day: date) -> list[work.Row]:
        before = rows = work.load.named("start")(day, 0)
        for number in range(nodes):
            rows, before = merged.named(f"merged_{number}")(rows, before), rows
        return rows

    return pipeline(plain)
