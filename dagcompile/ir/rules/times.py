"""Schedules and partitions make sense by themselves."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import assert_never

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.records import (
    AssetName,
    AssetSchedule,
    CronSchedule,
    Partition,
    Refined,
    Scalar,
    Type,
    TypeKey,
)
from dagcompile.ir.rules.tables import Tables, broken

_FIELDS = 5


def schedules_are_whole(tables: Tables) -> Iterator[Diagnostic]:
    """A cron expression has its fields; assets are some; what is said of a schedule has one."""
    meaning = tables.meaning
    match meaning.schedule:
        case CronSchedule(expression=expression, tz=tz):
            if expression != " ".join(expression.split()) or len(expression.split()) != _FIELDS:
                yield broken(f"the schedule {expression!r} is not of five fields")
            if not tz:
                yield broken("the schedule has no time zone")
        case AssetSchedule() as schedule:
            yield from _asset_faults(schedule, {each.name for each in meaning.assets})
        case None:
            pass
        case _:
            assert_never(meaning.schedule)
    if meaning.start and not isinstance(meaning.schedule, CronSchedule):
        yield broken("the pipeline has a start, and no times at which it runs")
    if meaning.start and not _is_day(meaning.start):
        yield broken(f"the start {meaning.start!r} is not a day")
    if meaning.catchup and not meaning.start:
        yield broken("the pipeline is to catch up, and has no start")


def _asset_faults(schedule: AssetSchedule, known: AbstractSet[str]) -> Iterator[Diagnostic]:
    if not schedule.items:
        yield broken("the schedule waits for no asset")
    for item in schedule.items:
        match item:
            case AssetName(name=name):
                if name not in known:
                    yield broken(f"the schedule waits for asset `{name}`: it is not in the table")
            case AssetSchedule():
                yield from _asset_faults(item, known)
            case _:
                assert_never(item)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def partitions_fit(tables: Tables) -> Iterator[Diagnostic]:
    """A partition is in the past or has begun, of a fitting type, and no default besides."""
    for param in tables.meaning.params:
        if param.partition is None:
            continue
        if param.default is not None:
            yield broken(f"param `{param.name}` has a default and is a partition")
        if param.partition.offset < 0:
            yield broken(f"param `{param.name}` is a partition that is yet to come")
        if not _fits(param.partition, param.type, tables.types):
            yield broken(f"param `{param.name}` is a partition and of type `{param.type}`")


def _fits(partition: Partition, key: TypeKey, types: Mapping[TypeKey, Type]) -> bool:
    type_, around = types.get(key), 0
    while isinstance(type_, Refined) and around < len(types):
        type_, around = types.get(type_.base), around + 1
    if type_ is None or isinstance(type_, Refined):
        return True  # which another rule reports
    wanted = "datetime" if partition.length == "hour" else "date"
    return isinstance(type_, Scalar) and type_.name == wanted
