"""A project's functions and classes, which know nothing of dagcompile."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial, singledispatch, wraps
from typing import Any, NamedTuple, ParamSpec, Self, TypeVar, overload

from pydantic import BaseModel

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
Number = TypeVar("Number", int, float)
Bound = TypeVar("Bound", bound="Point")


def plain(number: int) -> int:
    return number + 1


def pair(number: int) -> tuple[int, int]:
    return number, number


def kinds_of_parameters(first: int, /, second: int, *, third: int = 3) -> int:
    return first + second + third


def many(*numbers: int) -> int:
    return sum(numbers)


def options(**numbers: int) -> int:
    return sum(numbers.values())


async def later(number: int) -> int:
    await asyncio.sleep(0)
    return number + 1


def promised(number: int) -> Coroutine[Any, Any, int]:
    return later(number)


def yielding(number: int) -> Iterator[int]:
    yield number


async def yielding_later(number: int) -> AsyncIterator[int]:
    yield number


def iterating(number: int) -> Iterator[int]:
    return iter([number])


@contextmanager
def opened(number: int) -> Iterator[int]:
    yield number


@overload
def either(value: int) -> int: ...
@overload
def either(value: str) -> str: ...
def either(value: int | str) -> int | str:
    return value


def same(value: T) -> T:
    return value


def twice(number: Number) -> Number:
    return number * 2


def moved(point: Bound) -> Bound:
    return point


def called_with(fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    return fn(*args, **kwargs)


def logged(fn: Callable[P, R]) -> Callable[P, R]:
    """A decorator that hands on what it wraps."""

    @wraps(fn)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        return fn(*args, **kwargs)

    return inner


def anonymous(fn: Callable[..., R]) -> Callable[..., R]:
    """A decorator that says nothing of what it wraps."""

    def inner(*args: Any, **kwargs: Any) -> R:
        return fn(*args, **kwargs)

    return inner


def typed(fn: Callable[[int], int]) -> Callable[[int], int]:
    """A decorator with a signature of its own."""

    def inner(number: int) -> int:
        return fn(number)

    return inner


def gathered(fn: Callable[[int], Iterator[int]]) -> Callable[[int], list[int]]:
    """A decorator that makes a list of what a generator yields."""

    @wraps(fn)
    def inner(number: int) -> list[int]:
        return list(fn(number))

    inner.__annotations__["return"] = list[int]
    del inner.__wrapped__
    return inner


@gathered
def collected(number: int) -> Iterator[int]:
    yield number


@lru_cache
def cached(number: int) -> int:
    return number + 1


@singledispatch
def shown(value: object) -> str:
    return str(value)


@shown.register
def _(value: int) -> str:
    return f"int {value}"


class Point(NamedTuple):
    """Two outputs."""

    x: int
    y: int


@dataclass(frozen=True)
class Row:
    """A row."""

    number: int


class Model(BaseModel):
    """A model."""

    number: int


class Maker:
    """Functions of a class."""

    def __init__(self, step: int) -> None:
        self.step = step

    @staticmethod
    def halved(number: int) -> int:
        return number // 2

    @classmethod
    def doubled(cls, number: int) -> int:
        return cls(number).ahead(number)

    @classmethod
    def made(cls, number: int) -> Self:
        return cls(number)

    def ahead(self, number: int) -> int:
        return number + self.step

    def __call__(self, number: int) -> int:
        return number + self.step


class Special(Maker):
    """A class that inherits its class method."""


maker = Maker(2)
quick = partial(plain)
negated = lambda number: -number  # noqa: E731
original = plain_copy = lambda number: number


def nest() -> Callable[[int], int]:
    def nested(number: int) -> int:
        return number

    return nested


def renamed(number: int) -> int:
    return number


other_name = renamed
del renamed


def shadowed(number: int) -> int:
    return number


first_shadowed = shadowed


def shadowed(number: int) -> int:  # type: ignore[no-redef]
    return number + 1
