"""Every op is a function: call it."""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from pandera.typing.polars import DataFrame

from dagcompile import SKIP
from flights import ops
from flights.contracts import (
    Carrier,
    CarrierDelay,
    Cutoff,
    Departed,
    Flight,
    Landed,
    LongestWait,
    Observed,
    Plane,
    Weather,
    worst_first,
)
from flights.frames import M, framed, mean

COLUMNS = {
    "hour": pl.Int64,
    "origin": pl.String,
    "carrier": pl.String,
    "number": pl.Int64,
    "tail": pl.String,
    "dep_delay": pl.Int64,
    "arr_delay": pl.Int64,
}

OBSERVED = {
    "hour": [9, 8, 8, 8],
    "delay": [1, 10, 20, 30],
    "visibility": [None, 6.0, 0.5, None],
}


def flight(
    dep: int | None = 0, arr: int | None = 0, *, carrier: str = "UA", number: int = 1, hour: int = 8
) -> tuple[object, ...]:
    return (hour, "JFK", carrier, number, "N1", dep, arr)


def flights(*rows: tuple[object, ...], model: type[M]) -> DataFrame[M]:
    return framed(pl.DataFrame(rows, schema=COLUMNS, orient="row"), model)


def delays(**minutes: float) -> DataFrame[CarrierDelay]:
    names = list(minutes)
    columns = {"carrier": names, "name": names, "flights": 1, "mean_delay": minutes.values()}
    return framed(pl.DataFrame(columns), CarrierDelay)


def rows(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    return frame.rows()


def test_clean_puts_every_flight_in_one_frame() -> None:
    landed, diverted, cancelled = flight(300, 290), flight(5, None), flight(None, None)
    late, late_diverted = flight(301, 290), flight(400, None)
    every = flights(late, cancelled, landed, late_diverted, diverted, model=Flight)
    cleaned = ops.clean(every)
    assert cleaned.scheduled == 5
    assert [rows(frame) for frame in cleaned[1:]] == [
        [landed], [diverted], [cancelled], [late, late_diverted],
    ]  # fmt: skip


def test_clean_withholds_outliers_on_a_day_without_any() -> None:
    one = flights(flight(300), model=Flight)
    assert ops.clean(one).outliers is SKIP
    assert rows(ops.clean(one, config=Cutoff(max_delay=299)).outliers) == [flight(300)]


def test_a_cutoff_is_not_negative() -> None:
    with pytest.raises(ValueError, match="max_delay"):
        Cutoff(max_delay=-1)


def test_weather_is_found_by_airport_and_hour() -> None:
    columns = {"origin": ["EWR", "JFK"], "hour": 8, "visibility": [1.0, 0.25]}
    weather = framed(pl.DataFrame(columns), Weather)
    first, second = (
        flights(flight(5), model=Landed),
        flights(flight(7, None, hour=9), model=Departed),
    )
    observed = ops.with_weather([first, second], weather)
    assert observed.rows(named=True) == [
        {"hour": 8, "visibility": 0.25, "delay": 5},
        {"hour": 9, "visibility": None, "delay": 7},
    ]


def test_carriers_are_told_by_their_names() -> None:
    three = flights(flight(arr=10), flight(arr=-5, carrier="AA"), flight(arr=20), model=Landed)
    names = framed(pl.DataFrame({"carrier": ["AA", "UA"], "name": ["American", "United"]}), Carrier)
    assert rows(ops.by_carrier(three, names)) == [
        ("AA", "American", 1, -5.0), ("UA", "United", 2, 15.0),
    ]  # fmt: skip


def test_an_hour_has_the_lowest_visibility_that_was_observed() -> None:
    hours = ops.by_hour(framed(pl.DataFrame(OBSERVED), Observed))
    assert rows(hours) == [(8, 3, 20.0, 0.5), (9, 1, 1.0, None)]


def test_ranking_is_worst_first_and_breaks_ties_by_code() -> None:
    ranked = ops.rank(delays(B6=2.0, AA=2.0, UA=-1.0, DL=3.5), 3)
    assert ranked["carrier"].to_list() == ["DL", "AA", "B6"]
    assert worst_first(ranked)
    assert not worst_first(ranked[::-1])


def test_the_longest_wait_breaks_ties_by_carrier_and_number() -> None:
    four = flights(
        flight(9, number=7), flight(9, number=3), flight(8), flight(4, carrier="AA"), model=Landed
    )
    assert ops.longest_wait(four) == LongestWait(carrier="UA", number=3, origin="JFK", delay=9)


def test_seats_of_cancelled_flights_count_once_a_flight() -> None:
    two = flights(flight(None, None), flight(None, None, number=2), model=Flight)
    made = ops.report(
        date(2013, 1, 1),
        scheduled=2,
        cancelled=two,
        seats=framed(pl.DataFrame({"tail": ["N1"], "seats": [20]}), Plane),
        longest=LongestWait(carrier="UA", number=3, origin="JFK", delay=9),
        carriers=delays(UA=37.6),
        hours=ops.by_hour(framed(pl.DataFrame(OBSERVED), Observed)),
    )
    assert (made.cancelled, made.seats_lost) == (2, 40)
    assert [line.mean_delay for line in made.carriers] == [Decimal("37.6")]
    assert {hour: line.mean_delay for hour, line in made.hours.items()} == {
        8: Decimal("20.0"),
        9: Decimal("1.0"),
    }


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 2], 1.5), ([0, 0, 0, 1], 0.3), ([0, 0, 0, -1], -0.3), ([1, 1, 2], 1.3), ([0], 0.0)],
)
def test_a_mean_rounds_halves_away_from_zero(values: list[int], expected: float) -> None:
    assert pl.DataFrame({"n": values}).select(mean("n")).item() == expected
