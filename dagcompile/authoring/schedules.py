"""When a pipeline runs, as its author writes it.

@pipeline(schedule=Cron("0 6 * * *", tz="America/New_York"), start=date(2013, 1, 1))
def daily_delays(day: date = partition(Daily())) -> Report: ...
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias, overload

from dagcompile.runtime.assets import Asset, Condition
from dagcompile.runtime.partitions import Daily, Hourly, Monthly, Period, Weekly, Yearly


@dataclass(frozen=True, slots=True)
class Cron:
    """The times at which a pipeline runs. They are looked at when it is compiled.

        Cron("0 6 * * MON-FRI", tz="America/New_York")
        Cron("@daily")

    Args:
        expression: minute, hour, day of the month, month and day of the week, as cron has them;
            or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@quarterly`, `@yearly`.
        tz: the IANA zone whose clocks are meant.
    """

    expression: str
    tz: str = "UTC"


Schedule: TypeAlias = Cron | Asset | Condition | Sequence[Asset | Condition]
"""When a pipeline runs without being asked."""


class Partitioned:
    """In the place of a default: the param is the partition that a run is of. No literal."""

    __slots__ = ("period",)

    def __init__(self, period: object) -> None:
        self.period = period


@overload
def partition(period: Hourly, /) -> datetime: ...
@overload
def partition(period: Daily | Weekly | Monthly | Yearly, /) -> date: ...
def partition(period: Period, /) -> Any:
    """The default of a param that says which stretch of time a run is of.

        def hourly(hour: datetime = partition(Hourly())) -> Report: ...
        def monthly(month: date = partition(Monthly(offset=2))) -> Report: ...

    An engine with a schedule gives it the last one that was over when the run was due. A script is
    told it.
    """
    return Partitioned(period)
