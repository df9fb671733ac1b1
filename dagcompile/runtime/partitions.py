"""Stretches of time, and which of them a run is of.

    daily = Daily()                                    # the last day that is over
    daily.before(tick, tz="America/New_York")          # date(2013, 1, 29) for 06:00 on the 30th
    Hourly(offset=2).before(tick, tz="UTC")            # datetime(2013, 1, 30, 4, 0, tzinfo=...)

A stretch is as long as the clocks of its zone say: a day has 23 hours where they are put forward.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeAlias
from zoneinfo import ZoneInfo

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hourly:
    """Hours, each named by the moment at which it begins.

    Args:
        offset: how many hours before the one in which a run is due: 1 is the last that is over,
            0 the one that has begun.

    Raises:
        ValueError: it is no whole number, or negative.
    """

    offset: int = 1

    def __post_init__(self) -> None:
        _check(self.offset, unit="hours")

    def before(self, tick: datetime, *, tz: str) -> datetime:
        """The start of the hour that a run of `tick`, on the clocks of zone `tz`, is of.

        It has the offset that the zone has then. An hour that clocks show twice is two.
        """
        zone = ZoneInfo(tz)
        start = _hour_of(tick, zone)
        for _ in range(self.offset):
            start = _hour_of(start - _MOMENT, zone)
        offset = start.astimezone(zone).utcoffset()
        return start.astimezone(timezone(timedelta() if offset is None else offset))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days(ABC):
    """Days or more, each stretch named by its first day.

    Args:
        offset: how many stretches before the one in which a run is due: 1 is the last that is
            over, 0 the one that has begun.

    Raises:
        ValueError: it is no whole number, or negative.
    """

    offset: int = 1

    def __post_init__(self) -> None:
        _check(self.offset, unit="stretches of time")

    def before(self, tick: datetime, *, tz: str) -> date:
        """The first day of the stretch that a run of `tick`, on the clocks of zone `tz`, is of."""
        return self._back(tick.astimezone(ZoneInfo(tz)).date())

    @abstractmethod
    def _back(self, day: date) -> date:
        """The first day of the stretch `offset` before that of `day`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily(_Days):
    """Days."""

    def _back(self, day: date) -> date:
        return day - timedelta(days=self.offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly(_Days):
    """Weeks, each named by its Monday."""

    def _back(self, day: date) -> date:
        return day - timedelta(days=day.weekday(), weeks=self.offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Monthly(_Days):
    """Months, each named by its first day."""

    def _back(self, day: date) -> date:
        years, month = divmod(day.year * 12 + day.month - 1 - self.offset, 12)
        return date(years, month + 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly(_Days):
    """Years, each named by its first day."""

    def _back(self, day: date) -> date:
        return date(day.year - self.offset, 1, 1)


Period: TypeAlias = Hourly | Daily | Weekly | Monthly | Yearly
"""What `partition(...)` takes."""


def _hour_of(moment: datetime, zone: ZoneInfo) -> datetime:
    """The start, in UTC, of the hour that clocks show at `moment`."""
    local = moment.astimezone(zone)
    # Where clocks are put forward by less than an hour, it may begin at a time that is none.
    return local.replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def _check(offset: object, *, unit: str) -> None:
    if type(offset) is not int or offset < 0:
        raise ValueError(f"offset is a whole number of {unit}, 0 or more, not {offset!r}")
