"""Ops that show what they were given."""

from datetime import date, datetime
from typing import Annotated

from dagcompile import Check, op


def in_this_century(day: date) -> bool:
    """Whether it is not of the last one."""
    return day.year >= 2000


Recent = Annotated[date, Check(in_this_century)]


@op
def shown(day: date) -> str:
    return day.isoformat()


@op
def shown_hour(hour: datetime) -> str:
    return hour.isoformat()


@op
def both(left: str, right: str) -> list[str]:
    return [left, right]
