"""When a pipeline runs, and which stretch of time a run is of."""

from typing import Literal, TypeAlias

from dagcompile.ir.records.base import record


@record
class CronSchedule:
    """At the times of a cron expression of five fields, on the clocks of the IANA zone `tz`."""

    kind: Literal["cron"] = "cron"
    expression: str
    tz: str = "UTC"


@record
class AssetName:
    """An asset of the pipeline's table, in a schedule."""

    kind: Literal["asset"] = "asset"
    name: str


@record
class AssetSchedule:
    """Once all of `items`, or any of them, have been written."""

    kind: Literal["assets"] = "assets"
    type: Literal["all", "any"] = "all"
    items: "tuple[AssetName | AssetSchedule, ...]"


Schedule: TypeAlias = CronSchedule | AssetSchedule
"""When a pipeline runs without being asked."""

Length: TypeAlias = Literal["hour", "day", "week", "month", "year"]


@record
class Partition:
    """Which stretch of time a param names by its first day, or by the start of its hour.

    It is the one `offset` before that in which the run is due; with 1, the last that is over.
    Weeks begin on Mondays.
    """

    length: Length
    offset: int = 1
