"""When a DAG runs, and which stretch of time a run is of, as a DAG file says it.

schedule=CronDataIntervalTimetable("0 6 * * *", timezone="America/New_York"),
start_date=datetime(2013, 1, 1, tzinfo=ZoneInfo("America/New_York")),

day = step.partition("day", date, Daily(), tz="America/New_York")
"""

from collections.abc import Mapping
from typing import Final, assert_never

from dagcompile.codegen.calls import V1
from dagcompile.codegen.expr import Atom, Call, Expr, Imported, ListOf, call, name
from dagcompile.codegen.literals import literal
from dagcompile.codegen.strings import quote
from dagcompile.ir.clocks import zone_of
from dagcompile.ir.records import (
    AssetName,
    AssetSchedule,
    CronSchedule,
    Length,
    Meaning,
    Param,
    Partition,
    Text,
)
from dagcompile.ir.text import partition_text
from dagcompile.targets.airflow.aspects import SDK
from dagcompile.targets.airflow.assets import Assets
from dagcompile.targets.airflow.versions import number

OF_INTERVALS: Final = "CronDataIntervalTimetable"
OF_TICKS: Final = "CronTriggerTimetable"
OF_KEYS: Final = "PartitionedAtRuntime"
OF_ALL: Final = "AssetAll"
OF_ANY: Final = "AssetAny"
KEYS_SINCE: Final = (3, 3)
"""The Airflow whose runs may be given a partition key by hand; before, they are given the param."""

_PERIODS: Final[Mapping[Length, str]] = {
    "hour": "Hourly",
    "day": "Daily",
    "week": "Weekly",
    "month": "Monthly",
    "year": "Yearly",
}

TIME_NAMES: Final = (OF_INTERVALS, OF_TICKS, OF_KEYS, OF_ALL, OF_ANY)
"""Names that a DAG file uses for what is said here of a DAG."""

STEP_NAMES: Final = frozenset(_PERIODS.values())
"""Names that it uses for what is said here in its tasks."""

_ALWAYS = "2000-01-01"
"""The start of what says none: a DAG has to have one, and runs before it do nothing."""


def schedule_of(meaning: Meaning, assets: Assets, *, version: str) -> Expr:
    """The timetable of a pipeline.

    A cron expression as a text means what the settings of a deployment say, so it is never one. A
    run that is of a stretch of time gets an interval, for then a backfill from a day begins with
    the stretch of that day; without a schedule, it may be given a partition key.
    """
    partitioned = any(each.partition is not None for each in meaning.params)
    match meaning.schedule:
        case CronSchedule(expression=expression, tz=tz):
            cls = Imported(SDK, OF_INTERVALS if partitioned else OF_TICKS)
            return Call(cls, (Atom(quote(expression)),), (("timezone", Atom(quote(tz))),))
        case AssetSchedule(type="all", items=items):
            return ListOf(tuple(_awaited(each, assets) for each in items))
        case AssetSchedule():
            return _awaited(meaning.schedule, assets)
        case None:
            keyed = partitioned and number(version) >= KEYS_SINCE
            return call(Imported(SDK, OF_KEYS)) if keyed else name("None")
        case _:
            assert_never(meaning.schedule)


def _awaited(item: AssetName | AssetSchedule, assets: Assets) -> Expr:
    match item:
        case AssetName():
            return assets.constant(item.name)
        case AssetSchedule(type=type_, items=items):
            cls = Imported(SDK, OF_ALL if type_ == "all" else OF_ANY)
            return Call(cls, tuple(_awaited(each, assets) for each in items))
        case _:
            assert_never(item)


def start_of(meaning: Meaning) -> Expr:
    """The moment before which a DAG does not run: midnight of a day in its own zone."""
    tz = zone_of(meaning)
    zone = "+00:00" if tz in (None, "UTC") else f"[{tz}]"
    return literal(Text(type="datetime", text=f"{meaning.start or _ALWAYS}T00:00:00 {zone}"))


def settled(param: Param, meaning: Meaning) -> str:
    """What a param is where a run is not given it: `the last day that is over`."""
    assert param.partition is not None, f"{param.name} is no partition"
    if zone_of(meaning) is None:
        return f"the {param.partition.length} that the partition key names"
    return partition_text(param.partition)


def described(param: Param, text: str, meaning: Meaning) -> str:
    """What the form says of a param: what its author did, and what it is if it is left empty."""
    if param.partition is None:
        return text
    said = text.strip()
    stop = "." if said and not said.endswith((".", "!", "?")) else ""
    return f"{said}{stop} If empty, {settled(param, meaning)}.".strip()


def period_of(partition: Partition) -> Call:
    """`Daily(offset=2)`."""
    offset = () if partition.offset == 1 else (("offset", literal(partition.offset)),)
    return Call(Imported(V1, _PERIODS[partition.length]), (), offset)
