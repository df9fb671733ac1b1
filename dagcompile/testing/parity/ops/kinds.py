"""Types of values: of every scalar, container and kind of record that may flow."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from pathlib import Path
from typing import Any, Literal, NamedTuple, NotRequired, TypedDict
from uuid import UUID

from pydantic import BaseModel


class Colour(Enum):
    """An enumeration whose values are no JSON."""

    RED = (255, 0, 0)
    BLUE = (0, 0, 255)


class Mood(StrEnum):
    """An enumeration whose members are texts."""

    GOOD = "good"
    BAD = "bad"


class Level(IntEnum):
    """An enumeration whose members are numbers."""

    LOW = 1
    HIGH = 2


@dataclass(frozen=True)
class Leg:
    """Part of a trip."""

    start: str
    price: Decimal
    flown: date | None = None


@dataclass(frozen=True)
class Trip:
    """A record of records."""

    legs: tuple[Leg, ...]
    by_day: dict[date, list[Leg]]
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tree:
    """A record that holds its like."""

    name: str
    below: "list[Tree]" = field(default_factory=list)


class Point(NamedTuple):
    """A tuple with names, used as a value."""

    x: int
    y: float


class Passenger(BaseModel):
    """A pydantic model."""

    name: str
    seat: tuple[int, Literal["A", "B"]]
    moods: dict[Mood, int] = {}


class Settings(TypedDict):
    """A dict with known keys."""

    name: str
    depth: int
    extra: NotRequired[Decimal]


class Scalars(NamedTuple):
    """One value of each scalar."""

    none: None
    truth: bool
    big: int
    real: float
    text: str
    data: bytes
    day: date
    moment: datetime
    clock: time
    span: timedelta
    money: Decimal
    uid: UUID
    path: Path


class Extremes(NamedTuple):
    """Values that JSON has no word for, or that are lost on the way by the careless."""

    numbers: list[float]
    whole: float
    decimals: list[Decimal]
    texts: list[str]
    moments: list[datetime]
    empty: dict[str, list[int]]


class Containers(NamedTuple):
    """Containers in containers."""

    numbered: dict[int, str]
    dated: dict[date, Decimal]
    paired: dict[tuple[int, str], bool]
    unique: set[int]
    frozen: frozenset[tuple[str, int]]
    pair: tuple[int, str]
    run: tuple[Decimal, ...]
    nothing: tuple[()]
    deep: list[dict[int, set[UUID]]]


class Records(NamedTuple):
    """Values of the authors' own classes."""

    trip: Trip
    tree: Tree
    point: Point
    passenger: Passenger
    settings: Settings
    colour: Colour
    mood: Mood
    level: Level
    word: Literal["yes", 1] | None


class Unions(NamedTuple):
    """Values of which only alternatives are known."""

    number: int | float
    real: float | int
    id: UUID | str
    when: date | datetime | None
    leg: Leg | Point
    rows: list[int | str | None]


class Seen(NamedTuple):
    """What a pipeline of values returns: the values, and how they looked to the last op."""

    text: str
    values: dict[str, Any]
