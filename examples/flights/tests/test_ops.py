"""Every op is a function: call it."""

from decimal import Decimal

import pytest

from dagcompile import SKIP
from flights import ops
from flights.contracts import (
    CarrierDelay,
    Cutoff,
    Departure,
    Flight,
    HourDelay,
    LongestWait,
    Weather,
    worst_first,
)


def flight(
    dep: int | None = 0, arr: int | None = 0, *, carrier: str = "UA", number: int = 1, hour: int = 8
) -> Flight:
    return Flight(
        carrier=carrier,
        number=number,
        tail="N1",
        origin="JFK",
        hour=hour,
        dep_delay=dep,
        arr_delay=arr,
    )


def delay(carrier: str, minutes: str) -> CarrierDelay:
    return CarrierDelay(carrier=carrier, name=carrier, flights=1, mean_delay=Decimal(minutes))


def test_clean_puts_every_flight_in_one_list() -> None:
    landed, diverted, cancelled = flight(300, 290), flight(5, None), flight(None, None)
    late, late_diverted = flight(301, 290), flight(400, None)
    cleaned = ops.clean([late, cancelled, landed, late_diverted, diverted])
    assert cleaned == (5, [landed], [diverted], [cancelled], [late, late_diverted])


def test_clean_withholds_outliers_on_a_day_without_any() -> None:
    assert ops.clean([flight(300)]).outliers is SKIP
    assert ops.clean([flight(300)], config=Cutoff(max_delay=299)).outliers == [flight(300)]


def test_a_cutoff_is_not_negative() -> None:
    with pytest.raises(ValueError, match="max_delay"):
        Cutoff(max_delay=-1)


def test_weather_is_found_by_airport_and_hour() -> None:
    weather = [
        Weather(origin="EWR", hour=8, visibility=Decimal(1)),
        Weather(origin="JFK", hour=8, visibility=Decimal("0.25")),
    ]
    departures = ops.with_weather([[flight(5)], [flight(7, None, hour=9)]], weather)
    assert departures == [
        Departure(hour=8, delay=5, visibility=Decimal("0.25")),
        Departure(hour=9, delay=7, visibility=None),
    ]


def test_carriers_are_told_by_their_names() -> None:
    flights = [flight(arr=10), flight(arr=-5, carrier="AA"), flight(arr=20)]
    assert ops.by_carrier(flights, {"AA": "American", "UA": "United"}) == [
        CarrierDelay(carrier="AA", name="American", flights=1, mean_delay=Decimal("-5.0")),
        CarrierDelay(carrier="UA", name="United", flights=2, mean_delay=Decimal("15.0")),
    ]


def test_an_hour_has_the_lowest_visibility_that_was_observed() -> None:
    hours = ops.by_hour(
        [
            Departure(hour=9, delay=1, visibility=None),
            Departure(hour=8, delay=10, visibility=Decimal(6)),
            Departure(hour=8, delay=20, visibility=Decimal("0.5")),
            Departure(hour=8, delay=30, visibility=None),
        ]
    )
    assert hours == {
        8: HourDelay(departures=3, mean_delay=Decimal("20.0"), visibility=Decimal("0.5")),
        9: HourDelay(departures=1, mean_delay=Decimal("1.0"), visibility=None),
    }
    assert list(hours) == [8, 9]


def test_ranking_is_worst_first_and_breaks_ties_by_code() -> None:
    rows = [delay("B6", "2.0"), delay("AA", "2.0"), delay("UA", "-1.0"), delay("DL", "3.5")]
    ranked = ops.rank(rows, 3)
    assert [row.carrier for row in ranked] == ["DL", "AA", "B6"]
    assert worst_first(ranked)
    assert not worst_first(ranked[::-1])


def test_the_longest_wait_breaks_ties_by_carrier_and_number() -> None:
    flights = [flight(9, number=7), flight(9, number=3), flight(None), flight(4, carrier="AA")]
    assert ops.longest_wait(flights) == LongestWait(carrier="UA", number=3, origin="JFK", delay=9)


@pytest.mark.parametrize(
    ("values", "mean"),
    [([1, 2], "1.5"), ([0, 0, 0, 1], "0.3"), ([0, 0, 0, -1], "-0.3"), ([1, 1, 2], "1.3")],
)
def test_a_mean_rounds_halves_away_from_zero(values: list[int], mean: str) -> None:
    assert str(ops.mean(values)) == mean
