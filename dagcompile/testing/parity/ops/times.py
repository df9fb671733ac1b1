"""Ops that take the stretch of time that a run is of."""

from datetime import date, datetime, timedelta
from typing import Annotated

from dagcompile import Bounds, op

Modern = Annotated[date, Bounds(ge=date(2000, 1, 1))]


@op
def days_of(first: date, count: int = 1) -> list[date]:
    """So many days from the first on."""
    return [first + timedelta(days=each) for each in range(count)]


@op
def later_of(days: list[date]) -> date:
    """The last of some days."""
    return max(days)


@op
def month_after(first: Modern) -> Modern:
    """The first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)


@op
def hour_after(hour: datetime) -> datetime:
    """The moment an hour later."""
    return hour + timedelta(hours=1)
