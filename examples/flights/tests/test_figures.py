"""The pipeline's figures against SQL over the same files, and against numbers worked out once."""

from dataclasses import asdict
from datetime import date

import polars as pl
import pytest
from figures import WORKED_OUT, expected

from flights import ops, sources
from flights.contracts import Cutoff, Departed, Report
from flights.frames import framed

JANUARY = [date(2013, 1, day) for day in range(1, 32)]


def evaluated(day: date, *, top: int = 5) -> Report:
    """The report of a day, by calling the ops one after another."""
    loaded = sources.load_flights(day)
    flights = ops.clean(loaded, config=Cutoff(max_delay=300))
    carriers = ops.by_carrier(flights.landed, sources.carrier_names())
    weather = sources.load_weather(day)
    late = framed(loaded.filter(pl.col("dep_delay") > 300), Departed)
    return ops.report(
        day,
        scheduled=flights.scheduled,
        cancelled=flights.cancelled,
        seats=sources.load_seats(flights.cancelled),
        longest=ops.longest_wait(late if len(late) else flights.landed),
        carriers=ops.rank(carriers, top),
        hours=ops.by_hour(ops.with_weather([flights.landed, flights.diverted], weather)),
    )


@pytest.mark.parametrize("day", JANUARY, ids=str)
def test_the_ops_come_to_what_sql_comes_to(day: date) -> None:
    assert asdict(evaluated(day)) == expected(day)


def test_top_is_how_many_carriers_are_listed() -> None:
    report = evaluated(JANUARY[0], top=2)
    assert [row.carrier for row in report.carriers] == ["EV", "MQ"]
    assert asdict(report) == expected(JANUARY[0], top=2)


@pytest.mark.parametrize("day", WORKED_OUT, ids=str)
def test_the_ops_come_to_what_was_worked_out(day: date) -> None:
    assert digest(evaluated(day)) == WORKED_OUT[day]


def digest(report: Report) -> dict[str, object]:
    """A report in the form of `WORKED_OUT`."""
    longest, worst, hour = report.longest, report.carriers[0], report.hours[17]
    return {
        "scheduled": report.scheduled,
        "cancelled": report.cancelled,
        "seats_lost": report.seats_lost,
        "longest": (longest.carrier, longest.number, longest.origin, longest.delay),
        "departures": sum(hour.departures for hour in report.hours.values()),
        "worst": (worst.carrier, worst.flights, worst.mean_delay),
        "17h": (hour.departures, hour.mean_delay, hour.visibility),
    }
