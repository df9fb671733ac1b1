"""Ops that turn the flights of one day into figures: plain functions that read nothing.

by_hour([Departure(hour=5, delay=2, visibility=None)])
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dagcompile import SKIP, op
from flights.contracts import (
    CarrierDelay,
    Cleaned,
    Cutoff,
    Departure,
    Flight,
    Flights,
    HourDelay,
    LongestWait,
    Ranking,
    Report,
    Top,
    Weather,
)


@op
def clean(flights: Flights, config: Cutoff = Cutoff()) -> Cleaned:
    """Tell apart the flights that landed, were diverted or cancelled, and the outliers.

    A flight that left later than the cutoff is an outlier, whether or not it was diverted.
    """
    landed: list[Flight] = []
    diverted: list[Flight] = []
    cancelled: list[Flight] = []
    outliers: list[Flight] = []
    for flight in flights:
        if flight.dep_delay is None:
            cancelled.append(flight)
        elif flight.dep_delay > config.max_delay:
            outliers.append(flight)
        elif flight.arr_delay is None:
            diverted.append(flight)
        else:
            landed.append(flight)
    return Cleaned(len(flights), landed, diverted, cancelled, outliers or SKIP)


@op
def with_weather(groups: list[list[Flight]], weather: list[Weather]) -> list[Departure]:
    """The flights of all groups that left, each with what was observed in its hour."""
    seen = {(row.origin, row.hour): row.visibility for row in weather}
    return [
        Departure(
            hour=flight.hour,
            delay=flight.dep_delay,
            visibility=seen.get((flight.origin, flight.hour)),
        )
        for flights in groups
        for flight in flights
        if flight.dep_delay is not None
    ]


@op
def by_carrier(flights: Flights, names: dict[str, str]) -> list[CarrierDelay]:
    """Mean delay on arrival of each carrier, in the order of their codes."""
    delays: defaultdict[str, list[int]] = defaultdict(list)
    for flight in flights:
        if flight.arr_delay is not None:
            delays[flight.carrier].append(flight.arr_delay)
    return [
        CarrierDelay(carrier=code, name=names[code], flights=len(late), mean_delay=mean(late))
        for code, late in sorted(delays.items())
    ]


@op
def by_hour(departures: list[Departure]) -> dict[int, HourDelay]:
    """Mean delay on departure and lowest visibility of each scheduled hour."""
    hours: defaultdict[int, list[Departure]] = defaultdict(list)
    for departure in departures:
        hours[departure.hour].append(departure)
    return {hour: summary(group) for hour, group in sorted(hours.items())}


@op
def rank(carriers: list[CarrierDelay], top: Top) -> Ranking:
    """The `top` latest carriers, worst first; equally late ones in the order of their codes."""
    return sorted(carriers, key=lambda row: (-row.mean_delay, row.carrier))[:top]


@op
def longest_wait(flights: Flights) -> LongestWait:
    """The flight that left latest; of equally late ones the first by carrier and number."""
    waits = [
        LongestWait(
            carrier=flight.carrier,
            number=flight.number,
            origin=flight.origin,
            delay=flight.dep_delay,
        )
        for flight in flights
        if flight.dep_delay is not None
    ]
    return min(waits, key=lambda wait: (-wait.delay, wait.carrier, wait.number))


@op
def report(
    day: date,
    *,
    scheduled: int,
    cancelled: list[Flight],
    seats: dict[str, int],
    longest: LongestWait,
    carriers: Ranking,
    hours: dict[int, HourDelay],
) -> Report:
    """Put the figures of the day together."""
    return Report(
        day=day,
        scheduled=scheduled,
        cancelled=len(cancelled),
        seats_lost=sum(seats.get(flight.tail, 0) for flight in cancelled if flight.tail),
        longest=longest,
        carriers=carriers,
        hours=hours,
    )


def summary(departures: Sequence[Departure]) -> HourDelay:
    """The figures of one hour."""
    observed = [row.visibility for row in departures if row.visibility is not None]
    return HourDelay(
        departures=len(departures),
        mean_delay=mean([row.delay for row in departures]),
        visibility=min(observed, default=None),
    )


def mean(values: Sequence[int]) -> Decimal:
    """The mean to one decimal, halves away from zero."""
    return (Decimal(sum(values)) / len(values)).quantize(Decimal("0.1"), ROUND_HALF_UP)
