"""When a pipeline runs without being asked, and which stretch of time its runs are of."""

from collections.abc import Iterator
from typing import assert_never

from dagcompile.changes.records import Change, Sides, Subject, Verb
from dagcompile.changes.same import same
from dagcompile.changes.set_rules import (
    CATCHUP_OFF,
    CATCHUP_ON,
    PARTITION,
    SCHEDULE_ADDED,
    SCHEDULE_ASSETS,
    SCHEDULE_CLOCK,
    SCHEDULE_KIND,
    SCHEDULE_ORDER,
    SCHEDULE_REMOVED,
    START_ADDED,
    START_EARLIER,
    START_LATER,
    START_REMOVED,
)
from dagcompile.changes.texts import listed
from dagcompile.ir.records import AssetName, AssetSchedule, CronSchedule, Meaning, Schedule
from dagcompile.ir.text import partition_text


def schedules(sides: Sides) -> Iterator[Change]:
    """The schedule, its first day, whether it catches up, and the partitions of params."""
    old, new = sides.old.meaning, sides.new.meaning
    if not same(old.schedule, new.schedule):
        yield _schedule(old, new)
    if old.start != new.start:
        yield _start(old, new)
    if old.catchup != new.catchup:
        yield _catchup(new)
    yield from _partitions(sides)


def _schedule(old: Meaning, new: Meaning) -> Change:
    subject, how = Subject(part="schedule"), ""
    verb: Verb = "changed"
    match old.schedule, new.schedule:
        case None, _:
            verb, rule = "added", SCHEDULE_ADDED
        case _, None:
            verb, rule = "removed", SCHEDULE_REMOVED
        case CronSchedule() as was, CronSchedule() as now:
            rule, how = SCHEDULE_CLOCK, _clocks(was, now, new)
        case AssetSchedule() as was, AssetSchedule() as now:
            rule = SCHEDULE_ORDER if _settled(was) == _settled(now) else SCHEDULE_ASSETS
        case _:
            rule = SCHEDULE_KIND
    return rule.change(
        subject,
        verb,
        before=None if old.schedule is None else schedule_text(old.schedule),
        after=None if new.schedule is None else schedule_text(new.schedule),
        how=how,
    )


def _clocks(old: CronSchedule, new: CronSchedule, meaning: Meaning) -> str:
    """What another zone comes to; nothing where it is the same."""
    if old.tz == new.tz:
        return ""
    same_hours = f": at the same hours on the clocks of {new.tz}"
    told = same_hours if old.expression == new.expression else ""
    counted = [each.name for each in meaning.params if each.partition is not None]
    if counted:
        told += f", and {listed(counted)} {'is' if len(counted) == 1 else 'are'} counted there"
    return told


def schedule_text(schedule: Schedule) -> str:
    """`0 6 * * * America/New_York`, `once flights and (weather or radar) are written`."""
    match schedule:
        case CronSchedule():
            return f"{schedule.expression} {schedule.tz}"
        case AssetSchedule():
            one = len(schedule.items) == 1 or schedule.type == "any"
            return f"once {_awaited(schedule)} {'is' if one else 'are'} written"
        case _:
            assert_never(schedule)


def _awaited(schedule: AssetSchedule) -> str:
    word = " and " if schedule.type == "all" else " or "
    return word.join(
        each.name if isinstance(each, AssetName) else f"({_awaited(each)})"
        for each in schedule.items
    )


def _settled(schedule: AssetName | AssetSchedule) -> str:
    """The same text for schedules that are met by the same assets, whatever their order."""
    if isinstance(schedule, AssetName):
        return repr(schedule.name)
    items = sorted({_settled(each) for each in schedule.items})
    return items[0] if len(items) == 1 else f"{schedule.type}({', '.join(items)})"


def _start(old: Meaning, new: Meaning) -> Change:
    verb: Verb = "changed"
    if not new.start:
        verb, rule = "removed", START_REMOVED
    elif not old.start:
        verb, rule = "added", START_ADDED
    else:
        rule = START_LATER if new.start > old.start else START_EARLIER
    return rule.change(
        Subject(part="schedule", detail="start"),
        verb,
        before=old.start or None,
        after=new.start or None,
        start=new.start,
        made_up=", and what did not run is caught up" if new.catchup else "",
    )


def _catchup(new: Meaning) -> Change:
    words = ("missed runs are left out", "missed runs are caught up")
    rule = CATCHUP_ON if new.catchup else CATCHUP_OFF
    return rule.change(
        Subject(part="schedule", detail="catchup"),
        "changed",
        before=words[not new.catchup],
        after=words[new.catchup],
        since=f" since {new.start}" if new.start else "",
    )


def _partitions(sides: Sides) -> Iterator[Change]:
    for param in sides.new.meaning.params:
        old = sides.old.params.get(param.name)
        if old is None or old.partition is None or param.partition is None:
            continue  # one that has to be given by now, or had to, is told of the interface
        if not same(old.partition, param.partition):
            yield PARTITION.change(
                Subject(part="param", name=param.name, detail="partition"),
                "changed",
                before=partition_text(old.partition),
                after=partition_text(param.partition),
                name=param.name,
            )
