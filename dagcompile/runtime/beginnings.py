"""That a value names a stretch of time by its beginning, and none by a day or moment within it.

    Annotated[date, begins("month")]                         # 2026-03-01, and not 2026-03-15
    Annotated[datetime, begins("hour", tz="Asia/Kolkata")]   # 05:30 in UTC, and not 05:00

Who says `2026-03-15` may mean the month or the day, so it is refused and not made to fit.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from dagcompile.runtime.partitions import Hourly, Monthly, Weekly, Yearly
from dagcompile.runtime.types.answers import Verdict
from dagcompile.runtime.types.markers import Check


def begins(length: str, *, tz: str | None = None) -> Check:
    """The check that a value is the beginning of such a stretch, on the clocks of zone `tz`.

    Args:
        length: `hour`, `week`, `month` or `year`.
        tz: of hours; None where they are those of the offset that the value has.
    """
    if length == "hour":
        name = "the moment at which an hour begins, with its offset from UTC"
        return Check(hour_begins, name) if tz is None else Check(hour_begins, name, tz=tz)
    return _DAYS[length]


def hour_begins(value: datetime, *, tz: str | None = None) -> Verdict:
    """Whether an hour begins at `value`, which has an offset."""
    zone = ZoneInfo(tz) if tz is not None else value.tzinfo or UTC
    at = value if value.tzinfo is not None else value.replace(tzinfo=zone)
    first = Hourly().named(at.isoformat(), tz=tz)
    if value.tzinfo is not None:
        if first == value:
            return Verdict.passed()
        near = first.astimezone(timezone(value.utcoffset() or timedelta())).isoformat()
        return Verdict.failed(f"{value.isoformat()} is in the hour of {near}: say {near}")
    near = first.isoformat()
    return Verdict.failed(f"{value.isoformat()} has no offset from UTC: say {near}, if it is meant")


def week_begins(value: date) -> Verdict:
    """Whether `value` is a Monday."""
    return _whether(value, Weekly().named(value.isoformat()), "week")


def month_begins(value: date) -> Verdict:
    """Whether `value` is the first day of a month."""
    return _whether(value, Monthly().named(value.isoformat()), "month")


def year_begins(value: date) -> Verdict:
    """Whether `value` is the first day of a year."""
    return _whether(value, Yearly().named(value.isoformat()), "year")


def _whether(value: date, first: date, noun: str) -> Verdict:
    if value == first:
        return Verdict.passed()
    return Verdict.failed(f"{value} is in the {noun} of {first}: say {first}")


_DAYS: dict[str, Check] = {
    "week": Check(week_begins, "the Monday of a week"),
    "month": Check(month_begins, "the first day of a month"),
    "year": Check(year_begins, "the first day of a year"),
}
