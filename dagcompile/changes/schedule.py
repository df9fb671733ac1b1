"""When a pipeline runs without being asked, and which stretch of time its runs are of."""

from collections.abc import Iterator
from typing import assert_never

from dagcompile.changes.records import Change, Sides, Subject, Verb, Weight
from dagcompile.changes.same import same
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
    verb: Verb = "changed"
    weight: Weight = "risky"
    match old.schedule, new.schedule:
        case None, _:
            verb, reason = "added", "it starts by itself from now on, beside those who start it"
        case _, None:
            verb, reason = "removed", "it no longer starts by itself, and nothing says so when due"
        case CronSchedule() as was, CronSchedule() as now:
            reason = _clocks(was, now, new)
        case AssetSchedule() as was, AssetSchedule() as now if _settled(was) == _settled(now):
            weight, reason = "cosmetic", "it waits for the same assets"
        case AssetSchedule(), AssetSchedule():
            reason = "it starts once other assets are written"
        case _:
            reason = "what starts it is of another kind, so its runs come at other times"
    return Change(
        subject=Subject(part="schedule"),
        verb=verb,
        weight=weight,
        reason=reason,
        before=None if old.schedule is None else schedule_text(old.schedule),
        after=None if new.schedule is None else schedule_text(new.schedule),
    )


def _clocks(old: CronSchedule, new: CronSchedule, meaning: Meaning) -> str:
    """Why another cron expression or zone matters."""
    reason = "its runs are due at other times"
    if old.tz == new.tz:
        return reason
    if old.expression == new.expression:
        reason += f": at the same hours on the clocks of {new.tz}"
    counted = [each.name for each in meaning.params if each.partition is not None]
    if counted:
        are = "is" if len(counted) == 1 else "are"
        reason += f", and {listed(counted)} {are} counted there"
    return reason


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
    if new.start == "":
        verb: Verb = "removed"
        reason = "no day is its first any longer"
    elif old.start == "":
        verb, reason = "added", f"it is scheduled from {new.start} on, and not before"
    elif new.start > old.start:
        verb, reason = "changed", f"what is due before {new.start} is not run"
    else:
        verb, reason = "changed", f"what was due since {new.start} counts as its runs"
    if new.catchup and (old.start == "" or new.start < old.start):
        reason += ", and what did not run is caught up"
    return Change(
        subject=Subject(part="schedule", detail="start"),
        verb=verb,
        weight="risky",
        reason=reason,
        before=old.start or None,
        after=new.start or None,
    )


def _catchup(new: Meaning) -> Change:
    words = ("missed runs are left out", "missed runs are caught up")
    since = f" since {new.start}" if new.start else ""
    return Change(
        subject=Subject(part="schedule", detail="catchup"),
        verb="changed",
        weight="risky",
        reason=(
            f"every run that was due{since} and is missing is started"
            if new.catchup
            else "runs that are missed while it is off are never made up for"
        ),
        before=words[not new.catchup],
        after=words[new.catchup],
    )


def _partitions(sides: Sides) -> Iterator[Change]:
    for param in sides.new.meaning.params:
        old = sides.old.params.get(param.name)
        if old is None or same(old.partition, param.partition):
            continue
        if old.partition is None or param.partition is None:
            verb: Verb = "added" if old.partition is None else "removed"
            how = "follows from" if old.partition is None else "no longer follows from"
            reason = f"`{param.name}` {how} when a run is due"
        else:
            verb = "changed"
            reason = f"a run that is not given `{param.name}` is of another stretch of time"
        yield Change(
            subject=Subject(part="param", name=param.name, detail="partition"),
            verb=verb,
            weight="risky",
            reason=reason,
            before=None if old.partition is None else partition_text(old.partition),
            after=None if param.partition is None else partition_text(param.partition),
        )
