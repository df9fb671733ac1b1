"""Schedules: their zones above all, and which stretch of time a run is of."""

from typing import Any

import pytest
from changed import reasons, told, with_meaning
from irs import node, op, pipeline

from dagcompile.ir.records import (
    Asset,
    AssetName,
    AssetSchedule,
    CronSchedule,
    Param,
    Partition,
    Pipeline,
)

SIX = CronSchedule(expression="0 6 * * *", tz="America/New_York")
FLIGHTS, WEATHER, RADAR = AssetName(name="flights"), AssetName(name="weather"), AssetName(name="x")
TABLE = tuple(Asset(name=name) for name in ("flights", "weather", "x"))


def given(**meaning: Any) -> Pipeline:
    made = pipeline(op("load"), nodes=[node("load")], outputs={"result": ("load", "int")})
    return with_meaning(made, **meaning)


def of_days(partition: Partition | None, **meaning: Any) -> Pipeline:
    made = pipeline(
        op("load", {"day": "str"}), nodes=[node("load", {"day": "$day"})], params={"day": "str"}
    )
    param = Param(name="day", type="str", partition=partition)
    return with_meaning(made, params=(param,), **meaning)


def waiting(schedule: AssetSchedule) -> Pipeline:
    return given(schedule=schedule, assets=TABLE)


def test_another_zone_is_told_by_its_clocks_and_by_what_is_counted_there() -> None:
    utc = CronSchedule(expression="0 6 * * *", tz="UTC")
    line = "risky schedule changed: 0 6 * * * America/New_York -> 0 6 * * * UTC"
    assert told(given(schedule=SIX), given(schedule=utc)) == [line]
    assert reasons(given(schedule=SIX), given(schedule=utc)) == [
        "its runs are due at other times: at the same hours on the clocks of UTC"
    ]
    daily = Partition(length="day")
    assert reasons(of_days(daily, schedule=SIX), of_days(daily, schedule=utc)) == [
        (
            "its runs are due at other times: at the same hours on the clocks of UTC,"
            " and `day` is counted there"
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (None, SIX, "risky schedule added: 0 6 * * * America/New_York"),
        (SIX, None, "risky schedule removed: 0 6 * * * America/New_York ->"),
        (
            SIX,
            CronSchedule(expression="0 7 * * *", tz="America/New_York"),
            "risky schedule changed: 0 6 * * * America/New_York -> 0 7 * * * America/New_York",
        ),
    ],
)
def test_a_schedule_is_risky(old: CronSchedule | None, new: CronSchedule | None, line: str) -> None:
    assert told(given(schedule=old), given(schedule=new)) == [line]


def test_assets_that_are_waited_for_are_named() -> None:
    both = AssetSchedule(items=(FLIGHTS, AssetSchedule(type="any", items=(WEATHER, RADAR))))
    one = AssetSchedule(items=(FLIGHTS,))
    assert told(waiting(both), waiting(one)) == [
        (
            "risky schedule changed: once flights and (weather or x) are written"
            " -> once flights is written"
        )
    ]
    assert told(given(schedule=SIX, assets=TABLE), waiting(one)) == [
        "risky schedule changed: 0 6 * * * America/New_York -> once flights is written"
    ]


def test_assets_in_another_order_start_the_same_runs() -> None:
    old = AssetSchedule(items=(FLIGHTS, AssetSchedule(type="any", items=(WEATHER, RADAR))))
    new = AssetSchedule(items=(AssetSchedule(type="any", items=(RADAR, WEATHER)), FLIGHTS, FLIGHTS))
    assert [each.split(":")[0] for each in told(waiting(old), waiting(new))] == [
        "cosmetic schedule changed"
    ]
    any_of = AssetSchedule(type="any", items=(FLIGHTS, WEATHER))
    all_of = AssetSchedule(items=(FLIGHTS, WEATHER))
    assert [each.split(":")[0] for each in told(waiting(any_of), waiting(all_of))] == [
        "risky schedule changed"
    ]


def test_a_first_day_and_catching_up_say_which_runs_there_will_be() -> None:
    old = given(schedule=SIX, start="2013-01-01")
    assert told(old, given(schedule=SIX, start="2013-02-01")) == [
        "risky schedule changed start: 2013-01-01 -> 2013-02-01"
    ]
    assert reasons(old, given(schedule=SIX, start="2013-02-01")) == [
        "what is due before 2013-02-01 is not run"
    ]
    assert told(old, given(schedule=SIX, start="2012-01-01", catchup=True)) == [
        "risky schedule changed catchup: missed runs are left out -> missed runs are caught up",
        "risky schedule changed start: 2013-01-01 -> 2012-01-01",
    ]
    assert reasons(old, given(schedule=SIX, start="2012-01-01", catchup=True)) == [
        "every run that was due since 2012-01-01 and is missing is started",
        "what was due since 2012-01-01 counts as its runs, and what did not run is caught up",
    ]


def test_a_first_day_that_is_new_or_gone() -> None:
    without, since = given(schedule=SIX), given(schedule=SIX, start="2013-01-01", catchup=True)
    assert told(without, since) == [
        "risky schedule changed catchup: missed runs are left out -> missed runs are caught up",
        "risky schedule added start: 2013-01-01",
    ]
    assert told(since, without) == [
        "risky schedule changed catchup: missed runs are caught up -> missed runs are left out",
        "risky schedule removed start: 2013-01-01 ->",
    ]
    assert reasons(since, without) == [
        "runs that are missed while it is off are never made up for",
        "no day is its first any longer",
    ]


def test_a_param_that_follows_from_the_schedule_or_no_longer_does() -> None:
    day = Partition(length="day")
    assert "safe param added day.partition: the last day that is over" in told(
        of_days(None), of_days(day)
    )
    assert "breaking param removed day.partition: the last day that is over ->" in told(
        of_days(day), of_days(None)
    )


def test_a_partition_says_which_day_a_run_is_of() -> None:
    old, new = of_days(Partition(length="day")), of_days(Partition(length="day", offset=0))
    assert told(old, new) == [
        "risky param changed day.partition: the last day that is over -> the day that has begun"
    ]
    assert reasons(old, new) == ["a run that is not given `day` is of another stretch of time"]
