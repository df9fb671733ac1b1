"""Async ops, and functions that make ops only where they are used."""

import asyncio
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar

from dagcompile import SKIP, Maybe, op
from dagcompile.testing.parity.ops.flow import Broken, How

T = TypeVar("T")


class Ends(NamedTuple):
    """Two outputs, of which one may be withheld."""

    first: int
    last: Maybe[int]


@op
async def soon(number: int, how: How = "ok") -> int:
    """The next number, or a failure, or nothing; other coroutines have their turn before."""
    both = await asyncio.gather(_next(number), asyncio.sleep(0))
    if how == "fail":
        raise Broken("soon")
    return SKIP if how == "skip" else both[0]


async def _next(number: int) -> int:
    await asyncio.sleep(0.001)
    return number + 1


@op
async def cancelled(number: int) -> int:
    """Is cancelled."""
    raise asyncio.CancelledError(f"number {number}")


@op
async def ends(numbers: list[int]) -> Ends:
    """The first number, and the last one if it is another."""
    await asyncio.sleep(0)
    return Ends(first=numbers[0], last=numbers[-1] if len(numbers) > 1 else SKIP)


async def fetched(number: int) -> int:
    """No op: a coroutine comes out when it is called."""
    await asyncio.sleep(0)
    return number * 10


class Meter:
    """Counts in steps of a size."""

    def __init__(self, step: int) -> None:
        self.step = step

    @classmethod
    def doubled(cls, number: int) -> int:
        """Twice the number."""
        return cls(number).ahead(number)

    @staticmethod
    def halved(number: int) -> int:
        """Half of the number."""
        return number // 2

    def ahead(self, number: int) -> int:
        """The number after the next step."""
        return number + self.step

    def __call__(self, number: int) -> int:
        """The number before the last step."""
        return number - self.step


def scaled(number: int, factor: int) -> int:
    """The product."""
    return number * factor


tripled = op(partial(scaled, factor=3))
ahead = op(Meter(5).ahead)
behind = op(Meter(2))
negated = op(lambda number: -number)


@op
@lru_cache
def cached(number: int) -> int:
    """The square, worked out once in a process."""
    return number**2


@op
def same(value: T) -> T:
    """The value itself, of whatever type it is."""
    return value
