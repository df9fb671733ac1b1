"""Pipelines of large values."""

from typing import Any

from carried import ops
from dagcompile import pipeline


@pipeline
def carried(size: int, notes: str) -> int:
    """A large value through ports, guards, an order and two consumers; a small one is returned."""
    made = ops.make(size, notes)
    parts = ops.halves(made)
    again = ops.same(parts.large)
    late = ops.size_of.named("late").after(again)(made)
    return ops.add(ops.size_of(again), late)


@pipeline
def released(size: int, notes: str, gate: str) -> int:
    """Large values, one after another and by name, and a step that waits, also for the first."""
    first = value = ops.make(size, notes)
    for number in range(3):
        parts = ops.halves.named(f"halves_{number}")(value)
        value = ops.same.named(f"same_{number}")(parts.large)
    return ops.wait.after(first)(gate, ops.size_of(value))


@pipeline
def too_large(size: int) -> str:
    """A large result."""
    return ops.text(size)


@pipeline
def unreadable() -> ops.Shy:
    """A result that this process cannot read."""
    return ops.shy()


@pipeline
def anything(value: Any) -> str:
    """A param of any class."""
    return ops.shown(value)


@pipeline
def counted(rows: list[int]) -> int:
    """A param that many steps take."""
    found = [ops.count.named(f"count_{number}")(rows) for number in range(4)]
    return ops.total(found)


@pipeline
def kept(number: int, notes: str) -> int:
    """What is kept on a worker that is lost later."""
    return ops.dies_once(ops.count(ops.rows(number, notes)), notes)
