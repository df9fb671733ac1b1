"""The pipelines."""

from typing import Any, NamedTuple

from dagcompile import pipeline
from faulty import ops


class Ends(NamedTuple):
    """What several branches come to."""

    fatal: int
    aside: int


@pipeline
def steady(folder: str) -> int:
    """Two branches that wait to be let go, and what is written of both: 12."""
    one = ops.second(ops.first(folder), folder)
    return ops.write.writing(ops.LOG)(ops.both(one, ops.beside(folder)), folder)


@pipeline
def fatal(folder: str, how: str) -> Ends:
    """A step that ends its worker, one that is needed beside it, and one that stands alone."""
    number = ops.quick(folder)
    lost = ops.die(number, folder, how)
    needed = ops.beside(folder)
    return Ends(ops.both(lost, needed), ops.both.named("aside")(number, 2))


@pipeline
def closed() -> Any:
    """A result that cannot be read everywhere."""
    return ops.unreadable()


@pipeline
def quick(folder: str) -> int:
    """One step that needs nobody."""
    return ops.quick(folder)


@pipeline
def counted(folder: str, number: int) -> int:
    """A number more than one, once it may go on."""
    return ops.both(ops.first(folder), number)


@pipeline
def greedy(folder: str) -> Ends:
    """A step that takes all memory, and one that stands alone."""
    number = ops.quick(folder)
    return Ends(ops.die(number, folder, "memory"), ops.both.named("aside")(number, 2))
