"""One pipeline a kind of partition, and of what starts its runs."""

from datetime import date, datetime

from dagcompile import Asset, Cron, Daily, Hourly, Monthly, Weekly, Yearly, partition, pipeline
from times.ops import Common, both, now, shown, shown_hour

NEW_YORK = "America/New_York"
SIX = Cron("0 6 * * *", tz=NEW_YORK)


@pipeline(schedule=Cron("@hourly", tz=NEW_YORK))
def hours(hour: datetime = partition(Hourly())) -> str:
    return shown_hour(hour)


@pipeline(schedule=SIX, start=date(2013, 1, 1))
def days(day: Common = partition(Daily())) -> str:
    return shown(day)


@pipeline(schedule=SIX)
def two_days(
    day: date = partition(Daily(offset=0)), before: date = partition(Daily(offset=2))
) -> list[str]:
    return both(shown(day), shown.named("before")(before))


@pipeline(schedule=Cron("0 6 * * MON", tz="Europe/Berlin"))
def weeks(week: date = partition(Weekly())) -> str:
    return shown(week)


@pipeline(schedule=Cron("30 0 1 * *", tz="Pacific/Kiritimati"))
def months(month: date = partition(Monthly())) -> str:
    return shown(month)


@pipeline(schedule=Cron("@yearly"), start=date(2022, 1, 1), catchup=True)
def years(year: date = partition(Yearly())) -> str:
    return shown(year)


@pipeline
def unscheduled(day: date = partition(Daily())) -> str:
    return shown(day)


@pipeline(schedule=SIX, start=date(2013, 1, 1))
def unpartitioned(day: date = date(2013, 1, 30)) -> str:
    return shown(day)


RAW, REFERENCE, SPARE = Asset("times/raw", uri="s3://raw"), Asset("reference"), Asset("spare")


@pipeline(schedule=RAW)
def after_raw() -> str:
    return now()


@pipeline(schedule=[RAW, REFERENCE])
def after_both() -> str:
    return now()


@pipeline(schedule=RAW & (REFERENCE | SPARE))
def after_some() -> str:
    return now()


BY_TIME = (hours, days, two_days, weeks, months, years, unscheduled, unpartitioned)
ALL = (*BY_TIME, after_raw, after_both, after_some)
