"""Which runs a scheduler makes by itself, and makes up for.

A run is made from where the last scheduled one ended, never before it. With `catchup` there is one
for each time that has been due since; without, one for the latest.
"""

from collections.abc import Iterator
from typing import assert_never

from dagcompile.ir.records import AssetName, AssetSchedule, CronSchedule, Meaning, Schedule
from dagcompile.target import Impact
from dagcompile.targets.airflow.impact.sides import Side, listed, told


def first_runs(new: Side) -> Iterator[Impact]:
    """Of a DAG that Airflow has not seen before."""
    id, paused = new.file.id, new.options.is_paused_upon_creation
    first = {
        True: "it is paused until somebody switches it on",
        False: "it is switched on at once",
        None: "it is paused until somebody switches it on, unless the deployment says otherwise",
    }[paused]
    yield told("dag_added", f"DAG `{id}` is new: {first}", "safe", id)
    meaning = new.pipeline.meaning
    if meaning.catchup and isinstance(meaning.schedule, CronSchedule):
        since = meaning.start or "its start"
        text = f"once `{id}` is switched on, a run is made for each time due since {since}"
        yield told("catchup", text, "risky", id)


def runs(old: Side, new: Side) -> Iterator[Impact]:
    """Of a DAG that keeps its id."""
    before, now = old.pipeline.meaning, new.pipeline.meaning
    if before.schedule != now.schedule or _timetable(old) != _timetable(new):
        yield told("schedule", _schedule(old, new), "risky", new.file.id)
    if not isinstance(now.schedule, CronSchedule):
        return
    timed = isinstance(before.schedule, CronSchedule)
    if timed and before.start != now.start:
        yield told("start", _start(before, now, new.file.id), "risky", new.file.id)
    if not timed and now.catchup:
        since = now.start or "its start"
        text = f"a run is made for each time due since {since}, but none from before the last run"
        yield told("catchup", text, "risky", new.file.id)
    elif timed and before.catchup != now.catchup:
        text = (
            "of the runs that were due, those since the last scheduled one are made, one by one;"
            f" earlier ones `airflow backfill create --dag-id {new.file.id}` makes"
            if now.catchup
            else "of the runs that are due and not begun, all but the latest are left out"
        )
        yield told("catchup", text, "risky", new.file.id)


def _timetable(side: Side) -> str:
    """The class of the timetable, which says what a run is of."""
    return side.file.settings.get("schedule", "").partition("(")[0]


def _schedule(old: Side, new: Side) -> str:
    before, now = old.pipeline.meaning.schedule, new.pipeline.meaning.schedule
    match now:
        case None if before is None:
            return "runs that somebody asks for may have a partition key, or have none any more"
        case None:
            return "no run is made by the scheduler any more; those that are under way end"
        case AssetSchedule():
            return (
                f"a run is made once {_events(now)} written; what was written before does not count"
            )
        case CronSchedule() if not isinstance(before, CronSchedule):
            return "runs are made by the clock from now on, the first for the latest time due"
        case CronSchedule():
            return _times(old, new)
        case _:
            assert_never(now)


def _times(old: Side, new: Side) -> str:
    if _timetable(old) != _timetable(new):
        return (
            "the logical date of a run is another moment from now on: the one at which it is due"
            " where no param is a partition, the beginning of its data interval where one is"
        )
    lengths = [each.partition.length for each in new.pipeline.meaning.params if each.partition]
    again = f"of a {lengths[0]} of which there was a run" if lengths else ""
    if new.pipeline.meaning.catchup:
        told = "runs by the new times take up where the last one ended, and make up for all since"
        return f"{told}; the first may be {again}" if again else told
    told = "the first run by the new times is the latest that is due then"
    return f"{told}, and may be {again}" if again else told


def _start(before: Meaning, now: Meaning, id: str) -> str:
    if now.start and (not before.start or before.start < now.start):
        return (
            f"runs begin on {now.start}: of a run with an earlier date, cleared or asked for,"
            " Airflow runs no task and calls it a success"
        )
    since = now.start or "the beginning of time"
    return (
        f"what was due from {since} on, before the first run, is not made up for by itself:"
        f" `airflow backfill create --dag-id {id}` does"
    )


def _events(schedule: Schedule) -> str:
    names = list(dict.fromkeys(_names(schedule)))
    kind = schedule.type if isinstance(schedule, AssetSchedule) else "all"
    if len(names) == 1:
        return f"asset {listed(names)} is"
    return f"{'all' if kind == 'all' else 'any'} of assets {listed(names)} are"


def _names(schedule: "Schedule | AssetName") -> Iterator[str]:
    match schedule:
        case AssetName():
            yield schedule.name
        case AssetSchedule():
            for each in schedule.items:
                yield from _names(each)
        case CronSchedule():
            return
        case _:
            assert_never(schedule)
