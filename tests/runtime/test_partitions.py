"""Which stretch of time a run is of, on clocks that are put forward and back."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.runtime.params import ParamError, complete
from dagcompile.runtime.partitions import Daily, Hourly, Monthly, Weekly, Yearly
from dagcompile.runtime.run import Run
from dagcompile.runtime.v1 import begins

NEW_YORK = "America/New_York"
LORD_HOWE = "Australia/Lord_Howe"  # whose clocks change by half an hour
SAO_PAULO = "America/Sao_Paulo"  # where midnight was left out in spring


def at(text: str, tz: str = NEW_YORK, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz), fold=fold)


@pytest.mark.parametrize(
    ("period", "tick", "first"),
    [
        (Daily(), "2013-01-30T06:00", "2013-01-29"),
        (Daily(), "2013-01-30T00:00", "2013-01-29"),
        (Daily(), "2013-01-29T23:59:59.999999", "2013-01-28"),
        (Daily(offset=0), "2013-01-30T06:00", "2013-01-30"),
        (Daily(offset=2), "2013-01-01T06:00", "2012-12-30"),
        (Daily(), "2013-03-11T06:00", "2013-03-10"),  # after a day of 23 hours
        (Daily(), "2013-11-04T06:00", "2013-11-03"),  # after a day of 25
        (Weekly(), "2013-01-30T06:00", "2013-01-21"),
        (Weekly(), "2013-01-28T00:00", "2013-01-21"),
        (Weekly(offset=0), "2013-01-27T23:00", "2013-01-21"),
        (Weekly(offset=2), "2013-01-02T06:00", "2012-12-17"),
        (Monthly(), "2013-03-31T06:00", "2013-02-01"),
        (Monthly(), "2013-01-01T00:00", "2012-12-01"),
        (Monthly(offset=0), "2013-01-31T23:00", "2013-01-01"),
        (Monthly(offset=14), "2013-02-01T06:00", "2011-12-01"),
        (Yearly(), "2013-01-01T00:00", "2012-01-01"),
        (Yearly(offset=0), "2013-12-31T23:59", "2013-01-01"),
        (Yearly(offset=2), "2013-06-01T06:00", "2011-01-01"),
    ],
    ids=str,
)
def test_the_stretch_before_a_tick(
    period: Daily | Weekly | Monthly | Yearly, tick: str, first: str
) -> None:
    expected = date.fromisoformat(first)
    assert period.before(at(tick), tz=NEW_YORK) == expected
    assert period.before(at(tick).astimezone(UTC), tz=NEW_YORK) == expected


def test_the_zone_says_which_day_it_is() -> None:
    tick = datetime(2013, 1, 30, 3, tzinfo=UTC)
    assert Daily(offset=0).before(tick, tz="UTC") == date(2013, 1, 30)
    assert Daily(offset=0).before(tick, tz=NEW_YORK) == date(2013, 1, 29)
    assert Daily(offset=0).before(tick, tz="Pacific/Kiritimati") == date(2013, 1, 30)


@pytest.mark.parametrize(
    ("offset", "tick", "fold", "start"),
    [
        (1, "2013-01-30T06:00", 0, "2013-01-30T05:00-05:00"),
        (1, "2013-01-30T06:59", 0, "2013-01-30T05:00-05:00"),
        (0, "2013-01-30T06:59", 0, "2013-01-30T06:00-05:00"),
        (2, "2013-01-30T01:00", 0, "2013-01-29T23:00-05:00"),
        # From 02:00 clocks are put to 03:00.
        (0, "2013-03-10T03:00", 0, "2013-03-10T03:00-04:00"),
        (1, "2013-03-10T03:00", 0, "2013-03-10T01:00-05:00"),
        (2, "2013-03-10T03:00", 0, "2013-03-10T00:00-05:00"),
        # From 02:00 they are put back to 01:00.
        (0, "2013-11-03T01:30", 0, "2013-11-03T01:00-04:00"),
        (0, "2013-11-03T01:30", 1, "2013-11-03T01:00-05:00"),
        (1, "2013-11-03T01:00", 1, "2013-11-03T01:00-04:00"),
        (1, "2013-11-03T02:00", 0, "2013-11-03T01:00-05:00"),
        (2, "2013-11-03T02:00", 0, "2013-11-03T01:00-04:00"),
        (3, "2013-11-03T02:00", 0, "2013-11-03T00:00-04:00"),
    ],
)
def test_the_hour_before_a_tick(offset: int, tick: str, fold: int, start: str) -> None:
    found = Hourly(offset=offset).before(at(tick, fold=fold), tz=NEW_YORK)
    assert found.isoformat() == f"{start[:16]}:00{start[16:]}"


@pytest.mark.parametrize(
    ("offset", "tick", "start"),
    [
        # From 02:00 clocks are put to 02:30, and the hour has half of its minutes.
        (0, "2024-10-06T02:40", "2024-10-06T02:30:00+11:00"),
        (1, "2024-10-06T02:40", "2024-10-06T01:00:00+10:30"),
        (1, "2024-10-06T03:10", "2024-10-06T02:30:00+11:00"),
        # From 02:00 they are put back to 01:30, and the hour has half as many again.
        (1, "2024-04-07T02:10", "2024-04-07T01:00:00+11:00"),
        (2, "2024-04-07T02:10", "2024-04-07T00:00:00+11:00"),
    ],
)
def test_the_hour_where_clocks_change_by_half_of_one(offset: int, tick: str, start: str) -> None:
    assert Hourly(offset=offset).before(at(tick, LORD_HOWE), tz=LORD_HOWE).isoformat() == start


def test_a_day_without_a_midnight() -> None:
    tick = at("2017-10-15T01:00", SAO_PAULO)
    assert Daily(offset=0).before(tick, tz=SAO_PAULO) == date(2017, 10, 15)
    assert Hourly().before(tick, tz=SAO_PAULO).isoformat() == "2017-10-14T23:00:00-03:00"


BEGIN = datetime(1990, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 60 * 365 * 24 * 3600).map(lambda each: BEGIN + timedelta(seconds=each))
ZONES = st.sampled_from([NEW_YORK, LORD_HOWE, SAO_PAULO, "UTC", "Asia/Kathmandu", "Europe/Dublin"])


@given(MOMENTS, ZONES, st.integers(0, 30))
def test_hours_follow_one_another_without_a_gap(tick: datetime, tz: str, offset: int) -> None:
    start, after = (
        Hourly(offset=offset + more).before(tick, tz=tz).astimezone(UTC) for more in (1, 0)
    )
    assert start < after <= tick
    assert after - start <= timedelta(hours=1.5)
    last = Hourly(offset=0).before(after - timedelta(microseconds=1), tz=tz)
    assert last == start


@given(MOMENTS, ZONES, st.sampled_from([Daily, Weekly, Monthly, Yearly]), st.integers(0, 30))
def test_days_and_more_follow_one_another(
    tick: datetime, tz: str, kind: type[Daily] | type[Monthly], offset: int
) -> None:
    start, after = (kind(offset=offset + more).before(tick, tz=tz) for more in (1, 0))
    assert kind().named(start.isoformat()) == start
    assert kind().named((after - timedelta(days=1)).isoformat()) == start
    assert kind().named(after.isoformat()) == after


@pytest.mark.parametrize(
    ("period", "text", "tz", "named"),
    [
        (Daily(), "2013-01-29", None, "2013-01-29"),
        (Daily(offset=5), "2013-01-29T06:00:00", NEW_YORK, "2013-01-29"),
        (Daily(), "2013-01-29T03:00:00+00:00", NEW_YORK, "2013-01-28"),
        (Daily(), "2013-01-29T03:00:00+00:00", None, "2013-01-29"),
        (Weekly(), "2013-01-29", None, "2013-01-28"),
        (Weekly(), "2013-W05", None, "2013-01-28"),
        (Monthly(), "2013-01", None, "2013-01-01"),
        (Monthly(), "2013-01-29T00:00:00", "UTC", "2013-01-01"),
        (Yearly(), "2013", None, "2013-01-01"),
        (Yearly(), "2013-06-30", None, "2013-01-01"),
        (Hourly(), "2013-01-29T06:30:00", NEW_YORK, "2013-01-29T06:00:00-05:00"),
        (Hourly(), "2013-01-29T11:30:00Z", NEW_YORK, "2013-01-29T06:00:00-05:00"),
        (Hourly(), "2013-01-29T06:30:00+01:00", None, "2013-01-29T06:00:00+01:00"),
    ],
)
def test_a_text_names_a_stretch(
    period: Daily | Hourly, text: str, tz: str | None, named: str
) -> None:
    assert period.named(text, tz=tz).isoformat() == named


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Daily(), "2013-01"),
        (Daily(), "yesterday"),
        (Daily(), "us|2013-01-29"),
        (Daily(), "2013-02-30"),
        (Weekly(), ""),
        (Monthly(), "2013"),
        (Yearly(), "13"),
        (Hourly(), "2013-01-29"),
        (Hourly(), "2013-01-29T06:00:00"),
    ],
)
def test_a_text_that_names_none(period: Daily | Hourly, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (its words are the caller's)
        period.named(text)


@pytest.mark.parametrize("offset", [-1, 1.0, True, "1", None])
@pytest.mark.parametrize("kind", [Hourly, Daily, Weekly, Monthly, Yearly])
def test_an_offset_is_a_whole_number(kind: type[Daily], offset: int) -> None:
    with pytest.raises(ValueError, match=r"offset is a whole number of \w+s, 0 or more, not"):
        kind(offset=offset)


@pytest.mark.parametrize(
    ("length", "tz", "given", "said"),
    [
        ("month", None, "2026-03-15", "2026-03-15 is in the month of 2026-03-01: say 2026-03-01"),
        ("month", None, "2026-03-01", ""),
        ("week", None, "2026-03-18", "2026-03-18 is in the week of 2026-03-16: say 2026-03-16"),
        ("week", None, "2026-03-16", ""),
        ("year", None, "2026-03-01", "2026-03-01 is in the year of 2026-01-01: say 2026-01-01"),
        ("year", None, "2026-01-01", ""),
        (
            "hour",
            "America/New_York",
            "2026-03-15T10:30:00+00:00",
            "is in the hour of 2026-03-15T10:00:00+00:00: say 2026-03-15T10:00:00+00:00",
        ),
        ("hour", "America/New_York", "2026-03-15T10:00:00+00:00", ""),
        ("hour", None, "2026-03-15T10:00:00.000001+00:00", "say 2026-03-15T10:00:00+00:00"),
        ("hour", "Asia/Kolkata", "2026-03-15T10:00:00+00:00", "say 2026-03-15T09:30:00+00:00"),
        ("hour", "Asia/Kolkata", "2026-03-15T10:30:00+00:00", ""),
        (
            "hour",
            "America/New_York",
            "2026-03-15T10:00:00",
            "has no offset from UTC: say 2026-03-15T10:00:00-04:00, if it is meant",
        ),
        # Clocks show no such time: they are put forward from two to three.
        ("hour", "America/New_York", "2026-03-08T02:00:00", "say 2026-03-08T03:00:00-04:00"),
        ("hour", None, "2026-03-15T10:00:00", "say 2026-03-15T10:00:00+00:00, if it is meant"),
    ],
)
def test_what_is_said_to_begin_a_stretch_does(
    length: Any, tz: str | None, given: str, said: str
) -> None:
    kind = datetime if length == "hour" else date

    def pipeline(run: Run, *, at: object) -> object:
        return at

    pipeline.__annotations__["at"] = Annotated[kind, begins(length, tz=tz)]
    value = kind.fromisoformat(given)
    if not said:
        assert complete(pipeline, {"at": value}) == {"at": value}
        return
    with pytest.raises(ParamError, match=re.escape(said)):
        complete(pipeline, {"at": value})
