"""When a pipeline runs, as the IR has it; what is wrong with it is recorded."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dagcompile.authoring.awaited import NotAwaited, awaited, is_met, names_of
from dagcompile.authoring.crons import BadCron, canonical
from dagcompile.authoring.pipelines import Times
from dagcompile.authoring.schedules import Cron
from dagcompile.authoring.sites import Site
from dagcompile.authoring.sources import Decorated, Definition, Parameter
from dagcompile.authoring.zones import meant_zone, zones
from dagcompile.ir import records as ir
from dagcompile.ir.queries import written

_EXAMPLE = "0 6 * * *"
_PERIODS = {"date": "Daily", "datetime": "Hourly"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When a pipeline runs, in the fields of `ir.Meaning`."""

    schedule: ir.Schedule | None = None
    start: str = ""
    catchup: bool = False


def timing_of(
    site: Site, times: Times, definition: Definition, params: tuple[ir.Param, ...]
) -> Timing:
    """When the pipeline `site.id` runs, whose decorator says `times`; mistakes are recorded."""
    if times.schedule is None and times.start is None and times.catchup is False:
        return Timing()
    reader = _Reader(site, definition)
    schedule = reader.schedule(times.schedule)
    start = reader.start(times.start)
    catchup = reader.catchup(times.catchup)
    if not isinstance(times.schedule, Cron):
        reader.refuse_without_times(times)
    elif times.catchup is True and times.start is None:
        reader.refuse(
            "DC174",
            "catchup",
            f"pipeline `{site.id}` is to catch up, and does not say since when",
            fix="say from which day on it runs: start=date(2026, 1, 1)",
        )
    if times.schedule is not None:
        reader.refuse_ungiven(params)
    if isinstance(schedule, ir.AssetSchedule):
        reader.refuse_timeless(params)
    return Timing(schedule=schedule, start=start, catchup=catchup)


def refuse_endless(site: Site, schedule: ir.Schedule | None, definition: Definition) -> None:
    """Record that the pipeline, all of whose nodes are known, starts itself by what it writes."""
    if not isinstance(schedule, ir.AssetSchedule):
        return
    nodes = [each for each in site.tracer.nodes if isinstance(each, ir.OpNode)]
    writers = {asset: node.id for node in nodes for asset in written(node)}
    if is_met(schedule, by=writers.keys()):
        asset = next(each for each in names_of(schedule) if each in writers)
        _Reader(site, definition).refuse(
            "DC184",
            "schedule",
            f"pipeline `{site.id}` runs once {asset} is written, and `{writers[asset]}` writes it",
            fix="wait for what others write, or let another pipeline write this one",
        )


class _Reader:
    def __init__(self, site: Site, definition: Definition) -> None:
        self.site = site
        self.definition = definition
        self.what = f"pipeline `{site.id}`"

    def refuse(self, code: str, argument: str, message: str, *, fix: str) -> None:
        self.site.refuse(code, message, fix=fix, at=self._at(argument), here="said here")

    def _at(self, argument: str) -> Decorated:
        return Decorated(self.definition.code, argument, otherwise=self.definition)

    def schedule(self, given: Any) -> ir.Schedule | None:
        if given is None:
            return None
        if not isinstance(given, Cron):
            try:
                return awaited(self.site, given, at=self._at("schedule"))
            except NotAwaited as error:
                if error.what is given or error.what == []:
                    self._refuse_schedule(error.what)
                else:
                    self._refuse_among(error.what)
                return None
        expression, tz = self._expression(given.expression), self._zone(given.tz)
        if expression is None or tz is None:
            return None
        return ir.CronSchedule(expression=expression, tz=tz)

    def _refuse_schedule(self, given: Any) -> None:
        kind = _said(given)
        wanted = f"schedule=Cron({_quoted(_EXAMPLE)}, tz=...)"
        if isinstance(given, str):
            wanted = f'schedule=Cron({_quoted(given)}, tz="...")' if _reads(given) else wanted
        elif isinstance(given, timedelta):
            wanted = 'schedule=Cron("*/15 * * * *"), by the times at which it runs'
        elif given == []:
            kind, wanted = "an empty list of assets", "schedule=[Asset(...)], or leave it out"
        message = f"the schedule of {self.what} is {kind}, and neither a Cron nor assets"
        self.refuse("DC170", "schedule", message, fix=f"write {wanted}")

    def _refuse_among(self, given: Any) -> None:
        if isinstance(given, Cron):
            message = f"the schedule of {self.what} has a Cron in a list or among assets"
            fix = f"give one Cron alone: schedule=Cron({_quoted(given.expression)})"
            self.refuse("DC170", "schedule", message, fix=f"{fix}, whose fields may be lists")
            return
        fix = f"write Asset({_quoted(given)})" if isinstance(given, str) else "write Asset(...)"
        message = f"{self.what} waits for assets, and among them is {_said(given)}, which is none"
        self.refuse("DC170", "schedule", message, fix=fix)

    def _expression(self, given: Any) -> str | None:
        if not isinstance(given, str):
            message = f"the expression of the schedule of {self.what} is {_kind(given)}, not text"
            self.refuse("DC171", "schedule", message, fix=f"write Cron({_quoted(_EXAMPLE)})")
            return None
        try:
            return canonical(given)
        except BadCron as error:
            message = f"the cron expression {given!r} of {self.what} {error.reason}"
            self.refuse("DC171", "schedule", message, fix=error.fix)
            return None

    def _zone(self, given: Any) -> str | None:
        if isinstance(given, str) and given in zones():
            return given
        if isinstance(given, ZoneInfo):
            message = f"the time zone of the schedule of {self.what} is an object, not its name"
            fix = f"write tz={_quoted(str(given.key))}"
        elif isinstance(given, str):
            near = meant_zone(given)
            message = f"there is no time zone {given!r}, which the schedule of {self.what} names"
            fix = f"write tz={_quoted(near)}" if near else _ZONE
        else:
            kind = _kind(given)
            message = f"the time zone of the schedule of {self.what} is {kind}, not a name"
            fix = _ZONE
        self.refuse("DC172", "schedule", message, fix=fix)
        return None

    def start(self, given: Any) -> str:
        if given is None:
            return ""
        if isinstance(given, date) and not isinstance(given, datetime):
            return given.isoformat()
        day = _day_in(given)
        message = f"the start of {self.what} is {_kind(given)}, and not a day"
        fix = "write start=date(2026, 1, 1), a day in the zone of the schedule"
        if day is not None:
            fix = f"write start=date({day.year}, {day.month}, {day.day})"
        self.refuse("DC173", "start", message, fix=fix)
        return ""

    def catchup(self, given: Any) -> bool:
        if type(given) is bool:
            return given
        message = f"catchup of {self.what} is {given!r}"
        self.refuse("DC174", "catchup", message, fix="give True or False")
        return False

    def refuse_without_times(self, times: Times) -> None:
        without = "has no schedule" if times.schedule is None else "runs at no times of a Cron"
        for name, said in (("start", times.start is not None), ("catchup", times.catchup is True)):
            if said:
                message = f"{self.what} says {name}, and {without}"
                fix = f"give it schedule=Cron({_quoted(_EXAMPLE)}), or leave out {name}"
                self.refuse("DC174", name, message, fix=fix)

    def refuse_ungiven(self, params: tuple[ir.Param, ...]) -> None:
        for param in params:
            if param.default is None and param.partition is None:
                at = Parameter(self.definition.code, param.name)
                message = f"param `{param.name}` of {self.what} has no default, and nobody gives "
                message += "it where the schedule starts a run"
                fix = "give it a default"
                if period := _PERIODS.get(param.type):
                    fix += f", or let it follow from the time: partition({period}())"
                self.site.refuse("DC176", message, fix=fix, at=at, here="the param")

    def refuse_timeless(self, params: tuple[ir.Param, ...]) -> None:
        for param in params:
            if param.partition is not None:
                self.site.refuse(
                    "DC176",
                    f"param `{param.name}` of {self.what} follows from the time of a run, and one"
                    " that is started by assets has none",
                    fix="schedule it by a Cron, or give the param a default and no partition",
                    at=Parameter(self.definition.code, param.name),
                    here="the param",
                )


_ZONE = 'write the name of a zone, tz="Europe/Berlin", or leave it out for "UTC"'


def _kind(value: object) -> str:
    return (
        f"class {value.__qualname__}"
        if isinstance(value, type)
        else f"of class {type(value).__qualname__}"
    )


def _said(value: object) -> str:
    return f"the text {value!r}" if isinstance(value, str) else _kind(value)


def _quoted(text: str) -> str:
    from json import dumps

    return dumps(text, ensure_ascii=False)


def _reads(text: str) -> bool:
    try:
        canonical(text)
    except BadCron:
        return False
    return True


def _day_in(given: Any) -> date | None:
    if isinstance(given, datetime):
        return given.date()
    try:
        return datetime.fromisoformat(given).date()
    except (TypeError, ValueError):
        return None
