"""How it is wired."""

from datetime import date

from apart import work
from dagcompile import pipeline


@pipeline
def elsewhere(day: date) -> list[str]:
    """One step after the other, each somewhere else."""
    rows = work.keep(work.load(day))
    work.skipped(work.perhaps(rows))
    work.fails(rows)
    work.lies(rows)
    work.late(rows)
    work.total(work.large(rows))
    after = work.total.named("after")
    after(work.quits(rows))
    work.exits(rows)
    work.leaves(rows)
    return work.report(rows)
