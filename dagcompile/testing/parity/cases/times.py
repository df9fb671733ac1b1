"""Schedules and partitions: what a run is given, it has, whatever its schedule would say."""

from datetime import UTC, date, datetime, timedelta, timezone

from dagcompile import (
    Asset,
    Cron,
    Daily,
    Hourly,
    Monthly,
    Weekly,
    Yearly,
    first_of,
    partition,
    pipeline,
)
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import flow, times
from dagcompile.testing.parity.ops.times import Modern

RAW, OTHER = Asset("parity/awaited"), Asset("parity/other")


@pipeline(schedule=Cron("@hourly", tz="America/New_York"))
def partition_hour(hour: datetime = partition(Hourly())) -> datetime:
    """An hour, and the one after it."""
    return times.hour_after.named("later")(times.hour_after(hour))


@pipeline(schedule=Cron("0 6 * * MON-FRI", tz="Europe/Berlin"), start=date(2013, 1, 1))
def partition_day(day: date = partition(Daily()), count: int = 2) -> list[date]:
    """A day, and another param beside it."""
    return times.days_of(day, count)


@pipeline(schedule=Cron("0 6 * * *"), start=date(2013, 1, 1), catchup=True)
def partition_week(week: date = partition(Weekly(offset=0))) -> list[date]:
    """A week by its Monday."""
    return times.days_of(week, 7)


@pipeline(schedule=Cron("0 6 1 * *"))
def partition_month(month: Modern = partition(Monthly(offset=2))) -> Modern:
    """A month of a type with a bound."""
    return times.month_after(month)


@pipeline
def partition_year(year: date = partition(Yearly()), day: date = partition(Daily())) -> list[date]:
    """Two of them, without a schedule."""
    return times.days_of(times.later_of([year, day]))


@pipeline(schedule=RAW & OTHER)
def after_assets(start: int = 1) -> int:
    """Nothing of a schedule by assets is in what a run does."""
    return first_of(flow.inc(start), 7)


CASES: tuple[Case, ...] = (
    case(
        partition_hour,
        "an hour has the offset that it was given",
        hour=datetime(2024, 11, 3, 1, tzinfo=timezone(timedelta(hours=-4))),
    ),
    case(
        partition_hour,
        "an hour in UTC",
        name="partition_hour_utc",
        hour=datetime(2024, 11, 3, 1, tzinfo=UTC),
    ),
    case(partition_day, "a day that a run is given", day=date(2024, 2, 28)),
    case(partition_week, "a week that a run is given", week=date(2024, 2, 26)),
    case(partition_month, "a month of a type with a bound", month=date(2024, 1, 1)),
    case(
        partition_year,
        "two partitions of a run",
        year=date(2024, 1, 1),
        day=date(2024, 12, 31),
    ),
    case(after_assets, "a pipeline that waits for assets"),
)
