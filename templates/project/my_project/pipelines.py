"""The pipelines: how the steps hang together."""

from datetime import date

from dagcompile import pipeline

from my_project import ops
from my_project.contracts import Calendar, Summary


@pipeline
def release_cycles(since: date = date(2008, 1, 1)) -> Summary:
    """How regularly new versions of Python have come out since a day."""
    releases = ops.released_since(ops.load_releases(), since)
    cycles = ops.cycles_of(releases)
    regular = ops.regular(cycles, config=Calendar(tolerance=28))
    return ops.summary(cycles, regular)
