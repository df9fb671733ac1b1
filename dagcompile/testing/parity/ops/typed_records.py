"""Small ops on classes of the author's own, of which random graphs are made."""

# ruff: noqa: FBT001  (booleans are values here, not switches)

from datetime import date
from decimal import Decimal
from typing import Literal

from dagcompile import op
from dagcompile.testing.parity.ops.kinds import Leg, Level, Mood, Passenger, Settings, Trip


@op
def leg(start: str, price: Decimal, flown: date | None = None) -> Leg:
    """A dataclass."""
    return Leg(start=start, price=price, flown=flown)


@op
def price_of(leg: Leg) -> Decimal:
    """A field of one."""
    return leg.price


@op
def flown_on(leg: Leg) -> date | None:
    """A field that may be None."""
    return leg.flown


@op
def trip(legs: list[Leg], tags: frozenset[str]) -> Trip:
    """A dataclass of dataclasses."""
    dated = {each.flown: [each] for each in legs if each.flown is not None}
    return Trip(legs=tuple(legs), by_day=dated, tags=tags)


@op
def legs_of(trip: Trip) -> list[Leg]:
    """What it is made of."""
    return list(trip.legs)


@op
def passenger(name: str, row: int, side: Literal["A", "B"], mood: Mood) -> Passenger:
    """A pydantic model."""
    return Passenger(name=name, seat=(row, side), moods={mood: 1})


@op
def seat_of(passenger: Passenger) -> tuple[int, Literal["A", "B"]]:
    """A field of one."""
    return passenger.seat


@op
def settings(name: str, depth: int) -> Settings:
    """A dict with known keys."""
    return {"name": name, "depth": depth}


@op
def depth_of(settings: Settings) -> int:
    """The value at one."""
    return settings["depth"]


@op
def mood(happy: bool) -> Mood:
    """A member of an enumeration."""
    return Mood.GOOD if happy else Mood.BAD


@op
def level(mood: Mood) -> Level:
    """A member of another."""
    return Level.HIGH if mood is Mood.GOOD else Level.LOW


@op
def is_high(level: Level) -> bool:
    """Which one it is."""
    return level is Level.HIGH
