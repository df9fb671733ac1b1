"""Ops that cannot stand in a pipeline, each for its own reason."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Annotated, NamedTuple

from dagcompile import Check, Config, Maybe, Op, op
from wired import vendor
from wired.contracts import Row

if TYPE_CHECKING:
    from decimal import Decimal


@op(retry=3, timeout="5s")  # type: ignore[call-overload, untyped-decorator]
def hurried(number: int) -> int:
    return number


@op
def many(*numbers: int) -> int:
    return sum(numbers)


@op
def named(**numbers: int) -> int:
    return sum(numbers.values())


@op
def each(number: int) -> Iterator[int]:
    yield number


@op
async def each_later(number: int) -> AsyncIterator[int]:
    yield number


@op
def stream(numbers: Iterator[int]) -> int:
    return sum(numbers)


@op
def unseen(number: int, rate: Decimal) -> int:
    return int(number * rate)


class Sides(NamedTuple):
    """One field of which the type is not there."""

    left: int
    right: Decimal


@op
def sides(number: int) -> Sides:
    raise NotImplementedError


@op
def withheld(number: Maybe[int]) -> int:
    return number


@op
def wrong_default(number: int = "one") -> int:  # type: ignore[assignment]
    return number


class Inner(Config):
    """A config."""

    text: str = "a"


class Opaque(Config):
    """A config that takes anything."""

    it: object = None


@op
def opaque(rows: list[Row], config: Opaque = Opaque(it=object())) -> int:
    return len(rows)


class Holder:
    """A class with a function that was made an op."""

    @op
    def method(self, number: int) -> int:
        return number

    @staticmethod
    @op
    def without(number: int) -> int:
        return number


@op
def no_default(number: int, config: Inner = None) -> int:  # type: ignore[assignment]
    return number


def make_local() -> Op[..., int]:
    class Local:
        """A class that no import reaches."""

    def local(value: int) -> int:
        return value

    local.__annotations__["value"] = Local
    return op(local)


def broken(text: str) -> bool:
    return len(text) / 0 > 1


@op
def picky(text: Annotated[str, Check(broken)]) -> int:
    return len(text)


Elsewhere = type("Elsewhere", (), {"__module__": __name__})
Elsewhere.__qualname__ = "NotHere"


@op
def elsewhere(value: Elsewhere) -> int:  # type: ignore[valid-type]
    return 1


nameless: dict[str, Op[..., object]] = {
    "object": op(vendor.Callables()),
    "lambda": op(lambda number: number),  # type: ignore[misc]
    "inside": op(vendor.make()),
    "renamed": op(vendor.other_name),
    "lost": op(vendor.kept),
}
"""Ops that no name at module level leads to."""
