"""Ops that show what they were given."""

from datetime import date, datetime
from typing import Annotated

from dagcompile import Check, op


def is_common(day: date) -> bool:
    """Whether every year has it."""
    return (day.month, day.day) != (2, 29)


Common = Annotated[date, Check(is_common)]


@op
def shown(day: date) -> str:
    return day.isoformat()


@op
def shown_hour(hour: datetime) -> str:
    return hour.isoformat()


@op
def both(left: str, right: str) -> list[str]:
    return [left, right]


@op
def now() -> str:
    return "now"
