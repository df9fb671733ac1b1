"""What flows between the steps: frames by their columns, records, checks and settings.

    Flights = Annotated[DataFrame[Flight], Check(not_empty), Named("Flights")]

Delays are whole minutes, negative when early; means of them have one decimal.
"""

from collections.abc import Sized
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, NamedTuple

import pandera.polars as pa
import polars as pl
from pandera.api.polars.model_config import BaseConfig
from pandera.typing.polars import DataFrame
from pydantic import Field

from dagcompile import Bounds, Check, Config, Maybe, Named, Verdict

AIRPORTS = ["EWR", "JFK", "LGA"]
Top = Annotated[int, Bounds(ge=1, le=20)]


def not_empty(values: Sized) -> Verdict:
    """Whether there is at least one row."""
    return Verdict.passed() if len(values) else Verdict.failed("there is not one row")


class Flight(pa.DataFrameModel):
    """The scheduled flights of a day.

    `hour` is the scheduled hour of departure, New York time. A cancelled flight has no
    `dep_delay`, a diverted one no `arr_delay`; some cancelled flights have no `tail` number.
    """

    hour: int = pa.Field(ge=0, le=23)
    origin: str = pa.Field(isin=AIRPORTS)
    carrier: str
    number: int = pa.Field(ge=1)
    tail: str = pa.Field(nullable=True)
    dep_delay: int = pa.Field(nullable=True, ge=-120)
    arr_delay: int = pa.Field(nullable=True, ge=-120)

    class Config(BaseConfig):
        strict = True
        unique = ["carrier", "number"]  # noqa: RUF012  (pandera reads it)


class Departed(Flight):
    """Those that left."""

    dep_delay: int = pa.Field(ge=-120)


class Landed(Departed):
    """Those that landed where they were to."""

    arr_delay: int = pa.Field(ge=-120)


Left = DataFrame[Departed] | DataFrame[Landed]
"""The compiler knows that all who landed have departed; to a type checker these are two classes."""

Flights = Annotated[DataFrame[Flight], Check(not_empty), Named("Flights")]
Landings = Annotated[DataFrame[Landed], Check(not_empty), Named("Landings")]
Outliers = Annotated[DataFrame[Departed], Check(not_empty), Named("Outliers")]


class Weather(pa.DataFrameModel):
    """Observations at an airport, at a full hour New York time; `visibility` in miles."""

    origin: str = pa.Field(isin=AIRPORTS)
    hour: int = pa.Field(ge=0, le=23)
    visibility: float = pa.Field(ge=0)

    class Config(BaseConfig):
        strict = True
        unique = ["origin", "hour"]  # noqa: RUF012


class Observed(pa.DataFrameModel):
    """Departures, with the visibility in miles at their airport where it was observed."""

    hour: int = pa.Field(ge=0, le=23)
    delay: int = pa.Field(ge=-120)
    visibility: float = pa.Field(nullable=True, ge=0)


class Carrier(pa.DataFrameModel):
    """Names of carriers by their two-letter codes."""

    carrier: str = pa.Field(unique=True, str_length={"min_value": 2, "max_value": 2})
    name: str


class Plane(pa.DataFrameModel):
    """Seats of registered planes."""

    tail: str = pa.Field(unique=True)
    seats: int = pa.Field(ge=1)


class CarrierDelay(pa.DataFrameModel):
    """How late the flights of carriers landed; `mean_delay` in minutes."""

    carrier: str = pa.Field(unique=True)
    name: str
    flights: int = pa.Field(ge=1)
    mean_delay: float


def worst_first(carriers: pl.DataFrame) -> bool:
    """Whether no carrier is followed by one with a higher mean delay."""
    return carriers["mean_delay"].is_sorted(descending=True)


Ranking = Annotated[DataFrame[CarrierDelay], Check(not_empty), Check(worst_first), Named("Ranking")]


class HourDelay(pa.DataFrameModel):
    """How late the flights of each hour left; `mean_delay` in minutes.

    `visibility` is the lowest that any of them had, in miles; null where none was observed.
    """

    hour: int = pa.Field(unique=True, ge=0, le=23)
    departures: int = pa.Field(ge=1)
    mean_delay: float
    visibility: float = pa.Field(nullable=True, ge=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongestWait:
    """The flight that left latest; `delay` in minutes."""

    carrier: str
    number: int
    origin: str
    delay: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierLine:
    """A carrier in the report."""

    carrier: str
    name: str
    flights: int
    mean_delay: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class HourLine:
    """An hour in the report."""

    departures: int
    mean_delay: Decimal
    visibility: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One day in figures. `seats_lost` counts cancelled flights whose plane is known."""

    day: date
    scheduled: int
    cancelled: int
    seats_lost: int
    longest: LongestWait
    carriers: list[CarrierLine]
    hours: dict[int, HourLine]


class Cutoff(Config):
    """Which delays are outliers, and kept out of the means."""

    max_delay: int = Field(default=300, ge=0, description="longest usual delay, in minutes")


class Cleaned(NamedTuple):
    """A day's flights, each in one of four frames, and how many there are.

    `outliers` is withheld on a day without any.
    """

    scheduled: int
    landed: Landings
    diverted: DataFrame[Departed]
    cancelled: DataFrame[Flight]
    outliers: Maybe[Outliers]
