"""Warn of a schedule whose runs leave out stretches of time, or are of one more than once.

DC178: the schedule 0 6 * * MON-FRI of pipeline `entries` does not fit its partition `day`: no run
       is of a Friday or Saturday

What a schedule comes to is counted over some years, or hours of one, on clocks that are never
changed: what a zone does to an hour is no matter of the schedule.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from dagcompile.authoring.crons import BadCron, Times, times_of
from dagcompile.diagnostics import Diagnostic, Label, Place
from dagcompile.ir.records import CronSchedule, Length, Param, Partition, Pipeline
from dagcompile.runtime import partitions

_PERIODS: Final = {
    "day": partitions.Daily(offset=0),
    "week": partitions.Weekly(offset=0),
    "month": partitions.Monthly(offset=0),
    "year": partitions.Yearly(offset=0),
}
_NAMES: Final[Mapping[Length, str]] = {
    "hour": "Hourly",
    "day": "Daily",
    "week": "Weekly",
    "month": "Monthly",
    "year": "Yearly",
}
_FROM: Final = date(2024, 1, 1)
_DAYS: Final[Mapping[Length, int]] = {
    "hour": 366,
    "day": 1461,
    "week": 1461,
    "month": 1461,
    "year": 12 * 365 + 3,
}
"""How many days are looked at: all days that a year may have, and its last of February."""
_WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SHOWN: Final = 3

_Stretch = date | datetime


def uneven_partitions(
    pipeline: Pipeline, *, places: Mapping[str, Place] | None = None
) -> tuple[Diagnostic, ...]:
    """A warning for each partition some of which no run is of, or several are."""
    meaning = pipeline.meaning
    if not isinstance(meaning.schedule, CronSchedule):
        return ()
    try:
        times = times_of(meaning.schedule.expression)
    except BadCron:  # in an IR that was not written by us
        return ()
    schedule = f"the schedule {meaning.schedule.expression} of pipeline `{meaning.name}`"
    return tuple(
        Diagnostic(
            code="DC178",
            severity="warning",
            message=f"{schedule} does not fit its partition `{param.name}`: {what}",
            labels=(Label(place=(places or {}).get(f"param:{param.name}"), text="the param"),),
            fix=_fix(times, param.partition),
        )
        for param, what in _uneven(meaning.params, times)
        if param.partition is not None
    )


def _uneven(params: Sequence[Param], times: Times) -> Iterator[tuple[Param, str]]:
    for param in params:
        if param.partition is not None and (what := _said(times, param.partition)):
            yield param, what


def _said(times: Times, partition: Partition) -> str:
    """What is wrong with what runs are of; empty where nothing is."""
    found = _counted(times, partition)
    missing = [each for each, count in found.items() if not count]
    again = [each for each, count in found.items() if count > 1]
    parts = []
    if missing:
        parts.append(f"no run is of {_which(missing, len(found), partition.length)}")
    if again:
        times_each = {found[each] for each in again}
        often = f"{max(times_each)} runs are" if len(times_each) == 1 else "several runs are"
        parts.append(f"{often} of {_which(again, len(found), partition.length)}")
    return ", and ".join(parts)


def _counted(times: Times, partition: Partition) -> dict[_Stretch, int]:
    """How many runs are of each stretch. Those at the ends, which may be cut off, are left out."""
    due: Counter[_Stretch] = Counter()
    order: dict[_Stretch, None] = {}
    for number in range(_DAYS[partition.length]):
        day = _FROM + timedelta(days=number)
        on = times.on(day)
        for stretch, count in _within(day, times, partition.length):
            order[stretch] = None
            due[stretch] += count if on else 0
    stretches, back = list(order), partition.offset
    return {
        each: due[later]
        for each, later in zip(stretches[1:], stretches[back + 1 : -1], strict=False)
    }


def _within(day: date, times: Times, length: Length) -> Iterator[tuple[_Stretch, int]]:
    """The stretches of which some is on `day`, and how often a run is due there if it is then."""
    if length != "hour":
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        first = _PERIODS[length].before(midnight, tz="UTC")
        yield first, len(times.hours) * len(times.minutes)
        return
    for hour in range(24):
        moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        yield moment, len(times.minutes) if hour in times.hours else 0


def _which(those: Sequence[_Stretch], of: int, length: Length) -> str:
    """Some stretches in words: `a Friday or Saturday`, `23 of 24 hours`."""
    if len(those) == of:
        return f"each {length}"
    if length == "day" and (named := _weekdays(those, of)):
        return f"a {named}"
    if length == "hour":
        hours = sorted({each.hour for each in those if isinstance(each, datetime)})
        if len(hours) < 24 and len(those) >= len(hours) * (of // 24 - 1):
            shown = ", ".join(f"{each:02}:00" for each in hours[:_SHOWN])
            more = ", ..." if len(hours) > _SHOWN else ""
            return f"{len(hours)} of the 24 hours of a day ({shown}{more})"
    shown = ", ".join(each.isoformat()[:16] for each in those[:_SHOWN])
    share = min(max(round(100 * len(those) / of), 1), 99)
    return f"{share}% of all {length}s, such as {shown}"


def _weekdays(those: Sequence[_Stretch], of: int) -> str:
    """The days of the week that `those` are all of; empty if there is no such rule."""
    found = sorted({each.weekday() for each in those})
    if len(found) == 7 or len(those) < len(found) * (of // 7 - 1):
        return ""
    names = [_WEEKDAYS[each] for each in found]
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _fix(times: Times, partition: Partition) -> str:
    length = partition.length
    fix = f'let it run once for each {length}, as by Cron("{_even(times, length)}")'
    others = (each for each in _NAMES if each != length)
    fitting = [each for each in others if not _said(times, Partition(length=each))]
    if fitting:
        fix += f"; or let a run be of a {fitting[0]}, partition({_NAMES[fitting[0]]}())"
    if length == "day" and partition.offset:
        now = _counted(times, Partition(length="day", offset=0))
        left = [each for each, count in now.items() if not count]
        if left and (named := _weekdays(left, len(now))):
            fix += f"; with Daily(offset=0) a run is of its own day, and none of a {named}"
    return fix


def _even(times: Times, length: Length) -> str:
    """An expression of one tick in each stretch, at a time of those that there are."""
    minute, hour = min(times.minutes), min(times.hours)
    at = f"{minute} {hour}"
    return {
        "hour": f"{minute} * * * *",
        "day": f"{at} * * *",
        "week": f"{at} * * MON",
        "month": f"{at} 1 * *",
        "year": f"{at} 1 1 *",
    }[length]
