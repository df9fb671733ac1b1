"""A schedule is told of that leaves out what its runs are to be of, or is of it again."""

from dataclasses import replace

import pytest
from irs import node, op, pipeline

from dagcompile.diagnostics import Place
from dagcompile.ir.records import CronSchedule, Length, Partition, Pipeline
from dagcompile.passes import warnings_of

PLACE = Place(file="flow.py", line=3, column=11)


def scheduled(expression: str, length: Length, offset: int) -> Pipeline:
    given = pipeline(
        op("load", {"at": "str"}), nodes=[node("load", {"at": "$at"})], params={"at": "str"}
    )
    (param,) = given.meaning.params
    param = replace(param, partition=Partition(length=length, offset=offset))
    schedule = CronSchedule(expression=expression)
    return replace(given, meaning=replace(given.meaning, params=(param,), schedule=schedule))


@pytest.mark.parametrize(
    ("expression", "length", "offset"),
    [
        ("0 6 * * *", "day", 1),
        ("0 6 * * *", "day", 0),
        ("15 * * * *", "hour", 1),
        ("0 6 * * MON", "week", 1),
        ("0 6 * * 7", "week", 2),
        ("0 6 1 * *", "month", 2),
        ("0 0 28 * *", "month", 0),
        ("0 0 1 1 *", "year", 1),
    ],
)
def test_one_run_for_each_is_told_nothing_of(expression: str, length: Length, offset: int) -> None:
    assert warnings_of(scheduled(expression, length, offset)) == ()


@pytest.mark.parametrize(
    ("expression", "length", "offset", "said", "fix"),
    [
        (
            "0 6 * * MON-FRI",
            "day",
            1,
            "no run is of a Friday or Saturday",
            "with Daily(offset=0) a run is of its own day, and none of a Saturday or Sunday",
        ),
        ("0 6 * * MON-FRI", "day", 0, "no run is of a Saturday or Sunday", 'Cron("0 6 * * *")'),
        ("0 6 * * TUE-SAT", "day", 1, "no run is of a Saturday or Sunday", 'Cron("0 6 * * *")'),
        (
            "30 6 * * *",
            "hour",
            1,
            "no run is of 23 of the 24 hours of a day (00:00, 01:00, 02:00, ...)",
            'Cron("30 * * * *"); or let a run be of a day, partition(Daily())',
        ),
        ("*/10 * * * *", "day", 1, "144 runs are of each day", 'Cron("0 0 * * *")'),
        ("0 6 * * *", "week", 1, "7 runs are of each week", "partition(Daily())"),
        ("0 0 31 * *", "month", 1, "no run is of 42% of all months, such as 20", "0 0 1 * *"),
        ("0 0 1,15 * *", "month", 1, "2 runs are of each month", 'Cron("0 0 1 * *")'),
        # Of days of the month and of the week it is either.
        ("0 0 1 * MON", "month", 1, "several runs are of each month", 'Cron("0 0 1 * *")'),
        ("0 0 29 2 *", "year", 1, "no run is of 78% of all years", 'Cron("0 0 1 1 *")'),
    ],
)
def test_what_is_left_out_or_run_again_is_told(
    expression: str, length: Length, offset: int, said: str, fix: str
) -> None:
    given = scheduled(expression, length, offset)
    (told,) = warnings_of(given, {"param:at": PLACE})
    assert (told.code, told.severity, told.labels[0].place) == ("DC178", "warning", PLACE)
    assert said in told.message
    assert told.message.startswith(f"the schedule {expression} of pipeline")
    assert fix in told.fix
