"""Ops that make and pass on values which a message between processes easily spoils."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from pathlib import Path
from typing import Any, Literal, NamedTuple, NotRequired, TypedDict
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from dagcompile import op
from dagcompile.testing.parity.shown import shown


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


@op
def scalars() -> Scalars:
    """One value of each scalar."""
    return Scalars(
        none=None,
        truth=True,
        big=-(10**40) - 1,
        real=0.1,
        text="a 'quoted' \"text\" \\ {{ ds }} {% raw %} \u2028 \U0001f600 \x00 é",
        data=bytes(range(256)),
        day=date(2024, 2, 29),
        moment=datetime(2024, 2, 29, 23, 59, 59, 999999),  # noqa: DTZ001  (naive on purpose)
        clock=time(6, 30),
        span=timedelta(days=-1, microseconds=1),
        money=Decimal("0.12345678901234567890123456789012345"),
        uid=UUID(int=1),
        path=Path("data/with space.csv"),
    )


@op
def keep_scalars(  # noqa: PLR0917  (one input a scalar)
    none: None,
    truth: bool,  # noqa: FBT001  (a value, not a switch)
    big: int,
    real: float,
    text: str,
    data: bytes,
    day: date,
    moment: datetime,
    clock: time,
    span: timedelta,
    money: Decimal,
    uid: UUID,
    path: Path,
) -> Scalars:
    """The same, once more."""
    return Scalars(none, truth, big, real, text, data, day, moment, clock, span, money, uid, path)


@op
def extremes() -> Extremes:
    """Values at the ends of their types."""
    berlin = ZoneInfo("Europe/Berlin")
    return Extremes(
        numbers=[float("nan"), float("inf"), -float("inf"), -0.0, 5e-324, 1e308],
        whole=1,
        decimals=[Decimal("NaN"), Decimal("-0"), Decimal("1E+5"), Decimal("1.10")],
        texts=["", "\ud800", "null", "0"],
        moments=[
            datetime(2024, 10, 27, 2, 30, tzinfo=berlin, fold=1),
            datetime(2024, 1, 1, tzinfo=UTC),
            datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
        ],
        empty={"": []},
    )


@op
def containers() -> Containers:
    """Containers in containers."""
    return Containers(
        numbered={2: "two", 1: "one"},
        dated={date(2024, 1, 2): Decimal("1.0")},
        paired={(1, "a"): True, (1, "b"): False},
        unique={3, 1, 2},
        frozen=frozenset({("b", 2), ("a", 1)}),
        pair=(1, "one"),
        run=(Decimal("1.0"), Decimal("1.00")),
        nothing=(),
        deep=[{1: {UUID(int=2)}}, {}],
    )


@op
def records() -> Records:
    """Values of the authors' own classes."""
    leg = Leg(start="JFK", price=Decimal("10.50"), flown=date(2013, 1, 1))
    return Records(
        trip=Trip(legs=(leg,), by_day={date(2013, 1, 1): [leg]}, tags=frozenset({"b", "a"})),
        tree=Tree(
            name="top", below=[Tree(name="left", below=[Tree(name="leaf")]), Tree(name="right")]
        ),
        point=Point(x=1, y=2),
        passenger=Passenger(name="Ada", seat=(12, "A"), moods={Mood.GOOD: 1}),
        settings={"name": "x", "depth": 2},
        colour=Colour.BLUE,
        mood=Mood.BAD,
        level=Level.HIGH,
        word=1,
    )


@op
def unions() -> Unions:
    """Alternatives, of which the likely one is not taken."""
    return Unions(
        number=1.0,
        real=1,
        id="00000000-0000-0000-0000-000000000001",
        when=datetime(2024, 1, 1),  # noqa: DTZ001  (naive on purpose)
        leg=Point(x=1, y=0.5),
        rows=[1, "1", None],
    )


@op
def keep_trip(trip: Trip) -> Trip:
    """The same trip."""
    return trip


@op
def open_value() -> Any:
    """Builtins of which nothing is declared."""
    return {"rows": [1, 2.5, True, None, ("a", b"b")], 3: {"x"}, "at": date(2024, 1, 1)}


@op
def large(size: int) -> dict[int, str]:
    """More than a message between processes should carry: about `size` bytes."""
    return {number: f"{number:095}" for number in range(size // 100)}


@op
def measure(rows: dict[int, str]) -> int:
    """How many rows there are, and whether they are whole."""
    return sum(number == int(row) for number, row in rows.items())


@op
def describe(values: dict[str, Any]) -> str:
    """Values as text in which nothing is lost, written by the process that received them."""
    return shown(values)


class Opaque:
    """A class of which nothing is known but its name."""

    def __init__(self, number: int) -> None:
        self.number = number


@op
def opaque(number: int) -> Opaque:
    """An object that only pickle can carry."""
    return Opaque(number)


@op
def reveal(value: Opaque) -> int:
    """What is in it."""
    return value.number
