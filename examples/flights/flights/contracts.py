"""What flows between the steps: records, checks laid over them, and settings.

    Flights = Annotated[list[Flight], Check(not_empty)]

Delays are whole minutes, negative when early; means of them have one decimal.
"""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from dagcompile import Bounds, Check, Config, Maybe

Airport = Literal["EWR", "JFK", "LGA"]
Hour = Annotated[int, Bounds(ge=0, le=23)]
Top = Annotated[int, Bounds(ge=1, le=20)]


def not_empty(values: Sized) -> bool:
    """Whether there is at least one value."""
    return len(values) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """A scheduled flight.

    `hour` is the scheduled hour of departure, New York time. A cancelled flight has no
    `dep_delay`, a diverted one no `arr_delay`; some cancelled flights have no `tail` number.
    """

    carrier: str
    number: int
    tail: str | None
    origin: Airport
    hour: Hour
    dep_delay: int | None
    arr_delay: int | None


Flights = Annotated[list[Flight], Check(not_empty)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """An observation at an airport, at a full hour New York time; `visibility` in miles."""

    origin: Airport
    hour: Hour
    visibility: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A flight that left, with the visibility in miles at its airport if it was observed."""

    hour: Hour
    delay: int
    visibility: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierDelay:
    """How late a carrier's flights landed; `mean_delay` in minutes."""

    carrier: str
    name: str
    flights: int
    mean_delay: Decimal


def worst_first(rows: Sequence[CarrierDelay]) -> bool:
    """Whether no carrier is followed by one with a higher mean delay."""
    return all(row.mean_delay >= after.mean_delay for row, after in pairwise(rows))


Ranking = Annotated[list[CarrierDelay], Check(not_empty), Check(worst_first)]


@dataclass(frozen=True, slots=True, kw_only=True)
class HourDelay:
    """How late the flights of an hour left; `mean_delay` in minutes.

    `visibility` is the lowest that any of them had, in miles; None where none was observed.
    """

    departures: int
    mean_delay: Decimal
    visibility: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LongestWait:
    """The flight that left latest; `delay` in minutes."""

    carrier: str
    number: int
    origin: Airport
    delay: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One day in figures. `seats_lost` counts cancelled flights whose plane is known."""

    day: date
    scheduled: int
    cancelled: int
    seats_lost: int
    longest: LongestWait
    carriers: Ranking
    hours: dict[int, HourDelay]


class Cutoff(Config):
    """Which delays are outliers, and kept out of the means."""

    max_delay: int = Field(default=300, ge=0, description="longest usual delay, in minutes")


class Cleaned(NamedTuple):
    """A day's flights, each in one of four lists, and how many there are.

    `outliers` is withheld on a day without any.
    """

    scheduled: int
    landed: Flights
    diverted: list[Flight]
    cancelled: list[Flight]
    outliers: Maybe[Flights]
