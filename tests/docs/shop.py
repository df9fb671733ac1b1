"""The classes, checks and values that the tables of docs/types.md speak of."""
# ruff: noqa: F401 - most imports are for the facts, which are read here

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from pathlib import Path, PurePath
from typing import Annotated, Any, Generic, Literal, NamedTuple, NewType, TypedDict, TypeVar, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from dagcompile import Bounds, Check, Named

T = TypeVar("T")


class Colour(Enum):
    """An enumeration."""

    RED = "red"


class Level(IntEnum):
    """One whose members are ints."""

    LOW = 1


@dataclass(frozen=True)
class Order:
    """A dataclass."""

    amount: Decimal


@dataclass(frozen=True)
class Gift(Order):
    """One that derives from it."""

    note: str = ""


@dataclass(frozen=True)
class Invoice:
    """One that has the same fields as an order, and is none."""

    amount: Decimal


class Point(NamedTuple):
    """A named tuple."""

    x: int
    y: int


class Entry(TypedDict):
    """A typed dict."""

    key: str


class Wide(TypedDict):
    """One with a key more."""

    key: str
    more: int


class Loose(TypedDict, total=False):
    """One that need not have its key."""

    key: str


class Item(BaseModel):
    """A model of pydantic."""

    number: int


class Box(Generic[T]):
    """A class with a parameter that its objects do not show."""


class Client:
    """A class of which no more is known."""


Cents = NewType("Cents", int)


def even(value: int) -> bool:
    """A check."""
    return value % 2 == 0


def multiple(value: int, *, of: int) -> bool:
    """A check with a parameter."""
    return value % of == 0


def whole(values: list[int]) -> bool:
    """A check of all elements together."""
    return all(value % 2 == 0 for value in values)


Pairs = Annotated[list[int], Check(whole), Named("Pairs")]

ints: list[int] = [1]
wide: Wide = {"key": "a", "more": 1}
