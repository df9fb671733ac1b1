"""Stretches of time, and which of them a run is of.

    daily = Daily()                                    # the last day that is over
    daily.before(tick, tz="America/New_York")          # date(2013, 1, 29) for 06:00 on the 30th
    Hourly(offset=2).before(tick, tz="UTC")            # datetime(2013, 1, 30, 4, 0, tzinfo=...)
    Monthly().named("2013-01-29")                      # date(2013, 1, 1)

A stretch is as long as the clocks of its zone say: a day has 23 hours where they are put forward.
"""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import ClassVar, TypeAlias
from zoneinfo import ZoneInfo

_MOMENT = timedelta(microseconds=1)
_DAY_ALONE = 10
_SHORT = {"month": re.compile(r"\d{4}-\d{2}"), "year": re.compile(r"\d{4}")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hourly:
    """Hours, each named by the moment at which it begins.

    Args:
        offset: how many hours before the one in which a run is due: 1 is the last that is over,
            0 the one that has begun.

    Raises:
        ValueError: it is no whole number, or negative.
    """

    noun: ClassVar[str] = "hour"
    offset: int = 1

    def __post_init__(self) -> None:
        _check(self)

    def before(self, tick: datetime, *, tz: str) -> datetime:
        """The start of the hour that a run of `tick`, on the clocks of zone `tz`, is of.

        It has the offset that the zone has then. An hour that clocks show twice is two.
        """
        zone = ZoneInfo(tz)
        start = _hour_of(tick, zone)
        for _ in range(self.offset):
            start = _hour_of(start - _MOMENT, zone)
        return _plain(start, zone)

    def named(self, text: str, *, tz: str | None = None) -> datetime:
        """The start of the hour of the moment that `text` is the ISO form of.

        Raises:
            ValueError: it is none, or has no offset where there is no zone.
        """
        moment = datetime.fromisoformat(text)
        zone: tzinfo | None = moment.tzinfo if tz is None else ZoneInfo(tz)
        if zone is None or len(text) <= _DAY_ALONE:
            raise ValueError(f"{text!r} is no hour")
        at = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
        return _plain(_hour_of(at, zone), zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days(ABC):
    """Days or more, each stretch named by its first day."""

    noun: ClassVar[str]
    offset: int = 1

    def __post_init__(self) -> None:
        _check(self)

    def before(self, tick: datetime, *, tz: str) -> date:
        """The first day of the stretch that a run of `tick`, on the clocks of zone `tz`, is of."""
        return self._first(tick.astimezone(ZoneInfo(tz)).date(), back=self.offset)

    def named(self, text: str, *, tz: str | None = None) -> date:
        """The first day of the stretch that holds the day or moment that `text` is the ISO form of.

        A month may be named as `2013-01` too, a year as `2013`.

        Raises:
            ValueError: it is none.
        """
        short = _SHORT.get(self.noun)
        if short is not None and short.fullmatch(text):
            text += "-01" if self.noun == "month" else "-01-01"
        return self._first(_day_in(text, tz), back=0)

    @abstractmethod
    def _first(self, day: date, *, back: int) -> date:
        """The first day of the stretch that is `back` before that of `day`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily(_Days):
    """Days.

    Args:
        offset: how many days before the one in which a run is due: 1 is the last that is over,
            0 the one that has begun.

    Raises:
        ValueError: it is no whole number, or negative.
    """

    noun: ClassVar[str] = "day"

    def _first(self, day: date, *, back: int) -> date:
        return day - timedelta(days=back)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly(_Days):
    """Weeks, each named by its Monday.

    Args:
        offset: how many weeks before the one in which a run is due: 1 is the last that is over,
            0 the one that has begun.

    Raises:
        ValueError: it is no whole number, or negative.
    """

    noun: ClassVar[str] = "week"

    def _first(self, day: date, *, back: int) -> date:
        return day - timedelta(days=day.weekday(), weeks=back)


@dataclass(frozen=True, slots=True, kw_only=True)
class Monthly(_Days):
    """Months, each named by its first day.

    Args:
        offset: how many months before the one in which a run is due: 1 is the last that is over,
            0 the one that has begun.

    Raises:
        ValueError: it is no whole number, or negative.
    """

    noun: ClassVar[str] = "month"

    def _first(self, day: date, *, back: int) -> date:
        years, month = divmod(day.year * 12 + day.month - 1 - back, 12)
        return date(years, month + 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly(_Days):
    """Years, each named by its first day.

    Args:
        offset: how many years before the one in which a run is due: 1 is the last that is over,
            0 the one that has begun.

    Raises:
        ValueError: it is no whole number, or negative.
    """

    noun: ClassVar[str] = "year"

    def _first(self, day: date, *, back: int) -> date:
        return date(day.year - back, 1, 1)


Period: TypeAlias = Hourly | Daily | Weekly | Monthly | Yearly
"""What `partition(...)` takes."""


def _check(period: "Hourly | _Days") -> None:
    offset: object = period.offset
    if type(offset) is not int or offset < 0:
        raise ValueError(f"offset is a whole number of {period.noun}s, 0 or more, not {offset!r}")


def _hour_of(moment: datetime, zone: tzinfo) -> datetime:
    """The start, in UTC, of the hour that clocks show at `moment`."""
    local = moment.astimezone(zone)
    # Where clocks are put forward by less than an hour, it may begin at a time that is none.
    return local.replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def _plain(moment: datetime, zone: tzinfo) -> datetime:
    """`moment` with the offset that `zone` has then, as one that was given would have it."""
    offset = moment.astimezone(zone).utcoffset()
    return moment.astimezone(timezone(timedelta() if offset is None else offset))


def _day_in(text: str, tz: str | None) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None and tz is not None:
        moment = moment.astimezone(ZoneInfo(tz))
    return moment.date()
