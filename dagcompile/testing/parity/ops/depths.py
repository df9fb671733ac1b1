"""Ops whose large values are wrong in places, and ops that are right only at a later call."""

from typing import Annotated, Any, NamedTuple

from dagcompile import SKIP, Bounds, Maybe, op
from dagcompile.testing.parity.ops.unsteady import count_call

Small = Annotated[int, Bounds(ge=0, lt=100)]


class Halves(NamedTuple):
    """Two outputs, one of which may be withheld."""

    left: Small
    right: Maybe[list[Small]]


@op
def numbers(size: int, wrong: int) -> list[Small]:
    """So many small numbers, but for the one at that place."""
    return [1000 if at == wrong else at % 100 for at in range(size)]


@op
def table(size: int, wrong: int) -> dict[str, Small]:
    """The same by name."""
    return {f"n{at}": 1000 if at == wrong else at % 100 for at in range(size)}


@op
def total(numbers: list[Small]) -> int:
    """The sum of small numbers."""
    return sum(numbers)


@op
def length(numbers: list[Any]) -> int:
    """How many there are, whatever they are."""
    return len(numbers)


@op
def entries(table: dict[str, Small]) -> int:
    """How many entries a table has."""
    return len(table)


@op
def no_list(size: int) -> list[int]:
    """Something that is not even a list."""
    return {"size": size}  # type: ignore[return-value]


@op
def small_at_last(scratch: str, name: str, wrong: int) -> Small:
    """A number that is too large for as many calls."""
    return 1000 if count_call(scratch, name) <= wrong else 7


@op
def halves_at_last(scratch: str, name: str) -> Halves:
    """Wrong at first, then without one of its outputs."""
    if count_call(scratch, name) == 1:
        return Halves(left=1000, right=[1000])
    return Halves(left=1, right=SKIP)
