"""Ops that succeed, withhold or fail as they are told."""

import asyncio
import sys
from typing import Literal, NamedTuple, TypeAlias

from dagcompile import SKIP, Config, Maybe, op

How: TypeAlias = Literal["ok", "skip", "fail"]
"""What a node is told to do."""


class Broken(Exception):
    """An op was told to fail."""


class Demanding(Exception):
    """An error that cannot be made again from its args, so that it does not pickle."""

    def __init__(self, *, code: int) -> None:
        super().__init__(f"code {code}")
        self.handler = lambda: code


class Halves(NamedTuple):
    """Two outputs, both always given."""

    low: int
    high: int


class Sides(NamedTuple):
    """Two outputs, each of which may be withheld."""

    left: Maybe[int]
    right: Maybe[int]


class Numbers(NamedTuple):
    """What a pipeline with several outputs returns."""

    first: int
    second: int


class Scale(Config):
    """By how much a number grows."""

    factor: int = 2
    offset: int = 0


@op
def one() -> int:
    """The number 1."""
    return 1


@op
def inc(number: int) -> int:
    """The next number."""
    return number + 1


@op
def add(left: int, right: int) -> int:
    """A sum of two."""
    return left + right


@op
def total(numbers: list[int]) -> int:
    """A sum of many."""
    return sum(numbers)


@op
def scale(number: int, config: Scale = Scale()) -> int:  # noqa: B008  (a config is frozen)
    """A number grown by what the config says."""
    return number * config.factor + config.offset


@op
def halve(number: int) -> Halves:
    """A number in two parts."""
    return Halves(low=number // 2, high=number - number // 2)


@op
def divide(number: int, keep: Literal["left", "right", "both", "none"]) -> Sides:
    """A number on one side, on both or on none."""
    return Sides(
        left=number if keep in ("left", "both") else SKIP,
        right=-number if keep in ("right", "both") else SKIP,
    )


@op
def maybe(number: int, how: How) -> Maybe[int]:
    """A number, given, withheld or never come to."""
    if how == "fail":
        raise Broken(f"told to fail with {number}")
    return number if how == "ok" else SKIP


@op
def fail(number: int) -> int:
    """Never gives anything."""
    raise Broken(f"no use for {number}")


@op
def quiet() -> None:
    """Gives None, which is a value."""


@op
def is_none(value: int | None) -> bool:
    """Whether a value is None. Not asked where there is no value."""
    return value is None


@op
def maybe_none(how: How) -> Maybe[int | None]:
    """None, or nothing at all."""
    return None if how == "ok" else SKIP


@op
def undeclared() -> int:
    """Withholds an output that does not allow it."""
    return SKIP


@op
def wrong_ports(number: int) -> Halves:
    """A plain tuple in place of the declared outputs."""
    return (number, number)  # type: ignore[return-value]


@op
def other_ports(number: int) -> Halves:
    """The outputs of some other op."""
    return Sides(left=number, right=number)  # type: ignore[return-value]


@op
def raises(what: Literal["unpicklable", "text", "long", "group", "cancelled"]) -> int:
    """Raises what is hard to hand on."""
    match what:
        case "unpicklable":
            raise Demanding(code=7)
        case "text":
            raise Broken("a\nb \x00 \ud800 {{ ds }} %s 'é' \u2028")
        case "long":
            raise Broken("x" * 100_000)
        case "group":
            raise ExceptionGroup("several", [Broken("one"), ValueError("two")])
        case "cancelled":
            raise asyncio.CancelledError("by itself")


@op
def leaves(status: int | str | None) -> int:
    """Ends the process, if it may."""
    sys.exit(status)
