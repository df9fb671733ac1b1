"""Ops that turn the flights of one day into figures: plain functions that read nothing."""

from datetime import date
from decimal import Decimal

import polars as pl
from pandera.typing.polars import DataFrame

from dagcompile import SKIP, op
from flights.contracts import (
    Carrier,
    CarrierDelay,
    CarrierLine,
    Cleaned,
    Cutoff,
    Departed,
    Flight,
    Flights,
    HourDelay,
    HourLine,
    Landed,
    Landings,
    Left,
    LongestWait,
    Observed,
    Outliers,
    Plane,
    Ranking,
    Report,
    Top,
    Weather,
)
from flights.frames import framed, mean


@op
def clean(flights: Flights, config: Cutoff = Cutoff()) -> Cleaned:
    """Tell apart the flights that landed, were diverted or cancelled, and the outliers.

    A flight that left later than the cutoff is an outlier, whether or not it was diverted.
    """
    left, landed = pl.col("dep_delay").is_not_null(), pl.col("arr_delay").is_not_null()
    late = pl.col("dep_delay") > config.max_delay
    outliers = flights.filter(late)
    return Cleaned(
        scheduled=len(flights),
        landed=framed(flights.filter(~late, landed), Landed),
        diverted=framed(flights.filter(~late, ~landed), Departed),
        cancelled=framed(flights.filter(~left), Flight),
        outliers=framed(outliers, Departed) if len(outliers) else SKIP,
    )


@op
def with_weather(groups: list[Left], weather: DataFrame[Weather]) -> DataFrame[Observed]:
    """The flights of all groups, each with what was observed in its hour."""
    flights = pl.concat(groups).join(weather, on=["origin", "hour"], how="left")
    return framed(flights.select("hour", "visibility", delay="dep_delay"), Observed)


@op
def by_carrier(flights: Landings, names: DataFrame[Carrier]) -> DataFrame[CarrierDelay]:
    """Mean delay on arrival of each carrier, in the order of their codes."""
    delays = flights.group_by("carrier").agg(
        flights=pl.len().cast(int), mean_delay=mean("arr_delay")
    )
    named = delays.join(names, on="carrier", how="left")
    return framed(named.select(*CarrierDelay.to_schema().columns).sort("carrier"), CarrierDelay)


@op
def by_hour(departures: DataFrame[Observed]) -> DataFrame[HourDelay]:
    """Mean delay on departure and lowest visibility of each scheduled hour."""
    hours = departures.group_by("hour").agg(
        departures=pl.len().cast(int),
        mean_delay=mean("delay"),
        visibility=pl.col("visibility").min(),
    )
    return framed(hours.sort("hour"), HourDelay)


@op
def rank(carriers: DataFrame[CarrierDelay], top: Top) -> Ranking:
    """The `top` latest carriers, worst first; equally late ones in the order of their codes."""
    ranked = carriers.sort("mean_delay", "carrier", descending=[True, False])
    return framed(ranked.head(top), CarrierDelay)


@op
def longest_wait(flights: Outliers | Landings) -> LongestWait:
    """The flight that left latest; of equally late ones the first by carrier and number."""
    by = flights.sort("dep_delay", "carrier", "number", descending=[True, False, False])
    wait = by.select("carrier", "number", "origin", delay="dep_delay").row(0, named=True)
    return LongestWait(**wait)


@op
def report(
    day: date,
    *,
    scheduled: int,
    cancelled: DataFrame[Flight],
    seats: DataFrame[Plane],
    longest: LongestWait,
    carriers: Ranking,
    hours: DataFrame[HourDelay],
) -> Report:
    """Put the figures of the day together."""
    return Report(
        day=day,
        scheduled=scheduled,
        cancelled=len(cancelled),
        seats_lost=int(cancelled.join(seats, on="tail")["seats"].sum()),
        longest=longest,
        carriers=[
            CarrierLine(
                carrier=row["carrier"],
                name=row["name"],
                flights=row["flights"],
                mean_delay=exact(row["mean_delay"]),
            )
            for row in carriers.rows(named=True)
        ],
        hours={
            row["hour"]: HourLine(
                departures=row["departures"],
                mean_delay=exact(row["mean_delay"]),
                visibility=None if row["visibility"] is None else exact(row["visibility"]),
            )
            for row in hours.rows(named=True)
        },
    )


def exact(value: float) -> Decimal:
    """The decimal that a person would write for `value`."""
    return Decimal(str(value))
