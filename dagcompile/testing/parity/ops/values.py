"""Ops that make and pass on values which a message between processes easily spoils."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from dagcompile import op
from dagcompile.testing.parity.ops.kinds import (
    Colour,
    Containers,
    Extremes,
    Leg,
    Level,
    Mood,
    Passenger,
    Point,
    Records,
    Scalars,
    Tree,
    Trip,
    Unions,
)
from dagcompile.testing.parity.shown import shown


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
def measure_all(tables: list[dict[int, str]]) -> int:
    """How many rows there are in all of them, and whether they are whole."""
    return sum(number == int(row) for rows in tables for number, row in rows.items())


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
