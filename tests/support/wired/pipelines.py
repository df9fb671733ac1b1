"""Pipelines to be loaded by reference."""

from datetime import date

from dagcompile import pipeline
from wired import ops
from wired.contracts import Row


@pipeline
def daily(day: date) -> list[Row]:
    """Rows of a day."""
    return ops.clean(ops.load(day))


@pipeline(name="other id")
def named() -> int:
    return ops.start()


not_one = 3
