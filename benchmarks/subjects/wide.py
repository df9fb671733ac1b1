"""A wide graph of steps that do nothing, in rows, so that a cluster has something to do at once.

Each step of a row takes what the one above it gave and what its neighbour did; the last step of all
takes the last row.
"""

from collections.abc import Iterator
from typing import Any

from dagcompile import Pipeline, op, pipeline

WIDTH = 100
"""Steps in a row."""


def tie(left: int, right: int) -> int:
    """As `tied`, for what is written by hand."""
    return left


def gather_row(values: list[int]) -> int:
    """As `gathered`."""
    return values[0]


@op
def tied(left: int, right: int) -> int:
    """What it was given first."""
    return left


@op
def gathered(values: list[int]) -> int:
    """The first of them."""
    return values[0]


def inputs(nodes: int) -> Iterator[tuple[int, int] | None]:
    """What each step takes, by number; None is the param."""
    for number in range(nodes - 1):
        row, column = divmod(number, WIDTH)
        above = (row - 1) * WIDTH
        yield (above + column, above + (column + 1) % WIDTH) if row else None


def last_row(nodes: int) -> range:
    """The steps that the last one takes: whatever no other is sure to take."""
    return range(max(nodes - 1 - WIDTH, 0), nodes - 1)


def wide(nodes: int) -> Pipeline[..., Any]:
    """The pipeline of so many steps."""

    def wide(start: int) -> int:
        made: list[int] = []
        for number, taken in enumerate(inputs(nodes)):
            step = tied.named(f"tied_{number}")
            left, right = (start, start) if taken is None else (made[taken[0]], made[taken[1]])
            made.append(step(left, right))
        return gathered([made[each] for each in last_row(nodes)])

    return pipeline(wide)
