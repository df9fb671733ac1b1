"""Whose clocks say when a pipeline runs, and where the hours begin that its runs are of."""

from dagcompile.ir.records import CronSchedule, Meaning


def zone_of(meaning: Meaning) -> str | None:
    """The IANA zone of the schedule of a pipeline; None where no clock says when it runs."""
    return meaning.schedule.tz if isinstance(meaning.schedule, CronSchedule) else None
