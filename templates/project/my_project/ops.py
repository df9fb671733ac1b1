"""The steps: plain functions, to be called in tests like any other."""

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

from dagcompile import Retry, op

from my_project.contracts import Calendar, Cycle, Release, Summary

DATA = Path(__file__).parent / "data"


@op(retry=Retry(attempts=3, delay=1, on=OSError))
def load_releases() -> list[Release]:
    """The releases, oldest first. Tried again where the file system fails."""
    with (DATA / "releases.csv").open(newline="") as file:
        return [
            Release(row["version"], date.fromisoformat(row["released"]))
            for row in csv.DictReader(file)
        ]


@op
def released_since(releases: list[Release], since: date) -> list[Release]:
    """Those that came out on that day or later."""
    return [each for each in releases if each.released >= since]


@op
def cycles_of(releases: list[Release]) -> list[Cycle]:
    """The time from each release to the next."""
    return [
        Cycle(after.version, (after.released - before.released).days)
        for before, after in pairwise(releases)
    ]


@op
def regular(cycles: list[Cycle], config: Calendar = Calendar()) -> list[Cycle]:
    """The cycles that are about as long as the calendar has it."""
    return [each for each in cycles if abs(each.days - config.days) <= config.tolerance]


@op
def summary(cycles: list[Cycle], regular: list[Cycle]) -> Summary:
    """How many there are, how many are regular, and which is the longest."""
    longest = max(cycles, key=lambda each: each.days, default=None)
    return Summary(cycles=len(cycles), regular=len(regular), longest=longest)
