"""When DAGs run and which stretch of time their runs are of, by a real Airflow."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from times import pipelines
from times.tried import Asked, Told, tried

from dagcompile import native, op, partition, pipeline, stage
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.runtime.partitions import Daily, Hourly
from dagcompile.target import find_target
from dagcompile.targets.airflow.options import AirflowOptions

AIRFLOW = Chosen(target=find_target("airflow"), options=AirflowOptions())
NOTHING = object()
FIVE = "2013-01-30T05:00:00-05:00"

RUNS: list[tuple[str, dict[str, Any], str | None, str, Any]] = [
    ("days", {"day": "2013-01-30"}, None, "shown", "2013-01-30"),
    ("days", {"day": "2013-01-30"}, "2013-03-01T12:00:00-05:00", "shown", "2013-01-30"),
    # By hand, a run is of what was over at the last tick before its logical date.
    ("days", {}, "2013-01-30T12:00:00-05:00", "shown", "2013-01-29"),
    ("days", {}, "2013-01-30T05:00:00-05:00", "shown", "2013-01-28"),
    ("days", {}, "2013-01-30T06:00:00-05:00", "shown", "2013-01-29"),
    ("days", {}, "2013-01-30T10:59:00Z", "shown", "2013-01-28"),
    # Clocks are put forward on the 10th of March, and back on the 3rd of November.
    ("days", {}, "2013-03-10T12:00:00-04:00", "shown", "2013-03-09"),
    ("days", {}, "2013-03-11T10:00:00Z", "shown", "2013-03-10"),
    ("days", {}, "2013-03-11T09:59:00Z", "shown", "2013-03-09"),
    ("days", {}, "2013-11-03T11:00:00Z", "shown", "2013-11-02"),
    ("days", {}, "2013-11-03T10:59:00Z", "shown", "2013-11-01"),
    ("two_days", {}, "2013-01-30T12:00:00-05:00", "both", ["2013-01-30", "2013-01-28"]),
    (
        "two_days",
        {"day": "2013-02-01"},
        "2013-01-30T12:00:00Z",
        "both",
        ["2013-02-01", "2013-01-28"],
    ),
    ("weeks", {}, "2013-01-30T12:00:00Z", "shown", "2013-01-21"),
    ("weeks", {}, "2013-01-28T05:00:00Z", "shown", "2013-01-21"),
    ("weeks", {}, "2013-01-28T04:59:00Z", "shown", "2013-01-14"),
    # It is the first of February already.
    ("months", {}, "2013-01-31T10:30:00Z", "shown", "2013-01-01"),
    ("months", {}, "2013-01-31T10:29:00Z", "shown", "2012-12-01"),
    ("years", {}, "2024-06-01T00:00:00Z", "shown", "2023-01-01"),
    ("hours", {}, "2013-01-30T06:20:00-05:00", "shown_hour", FIVE),
    ("hours", {"hour": FIVE}, None, "shown_hour", FIVE),
    ("hours", {}, "2013-11-03T06:20:00Z", "shown_hour", "2013-11-03T01:00:00-04:00"),
    ("hours", {}, "2013-11-03T07:20:00Z", "shown_hour", "2013-11-03T01:00:00-05:00"),
    ("hours", {}, "2013-03-10T07:20:00Z", "shown_hour", "2013-03-10T01:00:00-05:00"),
    ("unscheduled", {"day": "2013-01-30"}, None, "shown", "2013-01-30"),
    # Who names a day within a month, or a moment within an hour, may mean either.
    ("weeks", {"week": "2013-01-30"}, None, "shown", None),
    ("months", {"month": "2013-01-15"}, None, "shown", None),
    ("hours", {"hour": "2013-01-30T05:30:00-05:00"}, None, "shown_hour", None),
    # Before the start there is nothing to run, and such a run is over at once.
    ("days", {}, "2012-12-31T12:00:00-05:00", "shown", NOTHING),
    ("unpartitioned", {}, None, "shown", "2013-01-30"),
    # Nothing says of which day they are, or one says a day that the type of the param refuses.
    ("days", {}, None, "shown", None),
    ("hours", {}, None, "shown_hour", None),
    ("unscheduled", {}, "2013-01-30T12:00:00Z", "shown", None),
    ("two_days", {"day": "2013-02-01"}, None, "shown", None),  # it could, but another step cannot
    ("days", {}, "2024-03-01T12:00:00Z", "shown", None),
]
TICKS = [
    # Logical dates from here to there, as a backfill would have them.
    ("days", "2024-03-08T00:00:00-05:00", "2024-03-13T00:00:00-05:00"),
    ("days", "2024-11-01T00:00:00-05:00", "2024-11-06T00:00:00-05:00"),
    ("hours", "2024-03-10T04:00:00Z", "2024-03-10T09:00:00Z"),
    ("hours", "2024-11-03T03:00:00Z", "2024-11-03T08:00:00Z"),
    ("unpartitioned", "2024-03-09T00:00:00-05:00", "2024-03-11T00:00:00-04:00"),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    home = tmp_path_factory.mktemp("airflow")
    (home / "dags").mkdir()
    for each in pipelines.ALL:
        (artifact,) = emitted(compile_loaded(each), AIRFLOW)
        (home / "dags" / f"{each.name}.py").write_text(artifact.text)
    asked = Asked(runs=[run[:4] for run in RUNS], ticks=TICKS)
    return tried(home / "dags", asked, home=home)


def test_a_run_is_of_what_it_was_given_or_of_its_time(told: Told) -> None:
    wrong = []
    for run, found in zip(RUNS, told.runs, strict=True):
        expected = ["failed" if run[4] is None else "success", run[4]]
        expected = ["success", None] if run[4] is NOTHING else expected
        if list(found) != expected:
            wrong.append((*run[:3], found))
    assert not wrong


def days(ticks: list[str]) -> list[str]:
    found = [Daily().before(datetime.fromisoformat(each), tz=pipelines.NEW_YORK) for each in ticks]
    return [each.isoformat() for each in found]


@pytest.mark.parametrize("number", [0, 1])
def test_days_are_run_once_each_whatever_clocks_do(told: Told, number: int) -> None:
    first = date.fromisoformat(TICKS[number][1][:10])
    found = days(told.ticks[number])
    assert found == [(first + timedelta(days=each)).isoformat() for each in range(len(found))]
    assert len(found) == 5


@pytest.mark.parametrize("number", [2, 3])
def test_hours_are_run_once_each_whatever_clocks_do(told: Told, number: int) -> None:
    ticks = [datetime.fromisoformat(each) for each in told.ticks[number]]
    found = [Hourly().before(each, tz=pipelines.NEW_YORK) for each in ticks]
    first = datetime.fromisoformat(TICKS[number][1])
    assert found == [first + timedelta(hours=each) for each in range(6)]


def test_without_partitions_a_run_is_at_its_tick(told: Told) -> None:
    assert told.ticks[4] == ["2024-03-09T11:00:00+00:00", "2024-03-10T10:00:00+00:00"]


def test_what_the_author_said_of_time_is_what_a_dag_has(told: Told) -> None:
    said = {
        id: (dag["timetable"], dag["zone"], dag["start"], dag["catchup"])
        for id, dag in told.dags.items()
    }
    of_intervals = "CronDataIntervalTimetable"
    new_york = "America/New_York", "2013-01-01T05:00:00+00:00", False
    assert said == {
        "days": (of_intervals, *new_york),
        "hours": (of_intervals, "America/New_York", "2000-01-01T05:00:00+00:00", False),
        "two_days": (of_intervals, "America/New_York", "2000-01-01T05:00:00+00:00", False),
        "weeks": (of_intervals, "Europe/Berlin", "1999-12-31T23:00:00+00:00", False),
        "months": (of_intervals, "Pacific/Kiritimati", "1999-12-31T10:00:00+00:00", False),
        "years": (of_intervals, "UTC", "2022-01-01T00:00:00+00:00", True),
        "unscheduled": ("PartitionedAtRuntime", "UTC", "2000-01-01T00:00:00+00:00", False),
        "unpartitioned": ("CronTriggerTimetable", *new_york),
        "after_raw": ("AssetTriggeredTimetable", "UTC", "2000-01-01T00:00:00+00:00", False),
        "after_both": ("AssetTriggeredTimetable", "UTC", "2000-01-01T00:00:00+00:00", False),
        "after_some": ("AssetTriggeredTimetable", "UTC", "2000-01-01T00:00:00+00:00", False),
    }


def test_partitions_need_not_be_filled_in(told: Told) -> None:
    params = {id: dag["params"] for id, dag in told.dags.items()}
    assert params["two_days"] == {"day": None, "before": None}
    assert params["unpartitioned"] == {"day": "2013-01-30"}


@op
def given(value: Any) -> None:
    """Is given anything."""


def looks(pipeline: Pipeline[..., Any]) -> list[str]:
    """What the first task looks at; nothing where there is none."""
    (artifact,) = emitted(compile_loaded(pipeline), AIRFLOW)
    return re.findall(r'given\.(?:param|partition)\(\s*"([^"]+)"', artifact.text)


def test_a_partition_is_looked_at_first_where_a_step_may_run_that_does_not_read_it() -> None:
    @pipeline
    def read(day: date = partition(Daily())) -> None:
        given.named("next").after(given.named("first")(day))(1)
        given(day)

    @pipeline
    def staged(day: date = partition(Daily())) -> None:
        with stage("prepare"):
            given(1)
            given.named("next")(day)

    @pipeline
    def unread(day: date = partition(Daily())) -> None:
        given(1)

    @pipeline
    def alone(day: date = partition(Daily())) -> None:
        given.named("next").after(given.named("first")(1))(day)

    @pipeline
    def beside(
        day: date = partition(Daily()), before: date = partition(Daily(offset=2)), top: int = 1
    ) -> None:
        given([day, before])
        given.named("other")([before, top])

    @pipeline
    def operated(day: date = partition(Daily())) -> None:
        native("one.operators:Operator").named("first")()
        given(day)

    assert [looks(each) for each in (read, staged, unread)] == [[], [], []]
    assert looks(alone) == looks(operated) == ["day"]
    assert looks(beside) == ["day", "before", "top"]
