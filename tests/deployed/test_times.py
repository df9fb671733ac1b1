"""Which stretch of time runs are of under a real scheduler, whatever started them."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from deployment import Deployment, Run
from times import pipelines

from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.target import find_target
from dagcompile.targets.airflow.options import AirflowOptions

AIRFLOW = Chosen(target=find_target("airflow"), options=AirflowOptions())


DAYS = ["2024-03-09", "2024-03-10", "2024-03-11"]  # clocks are put forward on the second
HOURS = [  # and put back in these
    "2024-11-03T00:00:00-04:00",
    "2024-11-03T01:00:00-04:00",
    "2024-11-03T01:00:00-05:00",
    "2024-11-03T02:00:00-05:00",
]
BACKFILLS = {
    "days": ("2024-03-09T00:00:00-05:00", "2024-03-12T00:00:00-04:00"),
    "hours": ("2024-11-03T04:00:00Z", "2024-11-03T07:00:00Z"),
}
KEPT = ("days", "hours", "years", "unscheduled", "after_raw")


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """One in which nothing but the clock and these tests start runs."""
    made = Deployment(tmp_path_factory.mktemp("airflow"))
    for each in pipelines.ALL:
        if each.name in KEPT:
            (artifact,) = emitted(compile_loaded(each), AIRFLOW)
            made.write(f"{each.name}.py", artifact.text)
    scheduler = made.servers.pop("scheduler")
    with made:
        # SQLite makes backfills only while nobody else writes.
        for dag, (first, last) in BACKFILLS.items():
            made.api.post(
                "backfills",
                {"dag_id": dag, "from_date": first, "to_date": last, "max_active_runs": 5},
            )
        made.servers["scheduler"] = scheduler
        scheduler.start()
        made.healthy()
        yield made


def values(runs: list[Run], task: str = "shown") -> list[str]:
    assert [run.ended() for run in runs] == ["success"] * len(runs)
    return [run.xcom(task)["result"]["value"] for run in runs]


def of_type(airflow: Deployment, dag: str, kind: str, *, number: int) -> list[Run]:
    """The runs of a DAG that something has started, once there are so many; by their dates."""
    until = time.monotonic() + 60
    while True:
        told = [(each.told(), each) for each in airflow.runs(dag)]
        found = [(of["logical_date"], each) for of, each in told if of["run_type"] == kind]
        if len(found) >= number:
            return [each for _, each in sorted(found, key=lambda pair: pair[0])]
        assert time.monotonic() < until, [of for of, _ in told]
        time.sleep(0.5)


def test_catchup_runs_every_stretch_since_the_start(airflow: Deployment) -> None:
    over = datetime.now(UTC).year - 2022
    runs = of_type(airflow, "years", "scheduled", number=over)
    assert values(runs) == [f"{2022 + each}-01-01" for each in range(over)]


def test_without_it_the_last_stretch_that_is_over_is_run(airflow: Deployment) -> None:
    now = datetime.now(ZoneInfo(pipelines.NEW_YORK))
    (run,) = of_type(airflow, "days", "scheduled", number=1)
    today = now.date() if now.hour >= 6 else now.date() - timedelta(days=1)
    assert values([run]) == [(today - timedelta(days=1)).isoformat()]


def test_a_backfill_from_a_day_begins_with_that_day(airflow: Deployment) -> None:
    assert values(of_type(airflow, "days", "backfill", number=3)) == DAYS


def test_every_hour_is_run_where_clocks_are_put_back(airflow: Deployment) -> None:
    assert values(of_type(airflow, "hours", "backfill", number=4), "shown_hour") == HOURS


MANUAL: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("days", {"day": "2013-01-30"}, {}, "2013-01-30"),
    ("days", {}, {"logical_date": "2013-01-30T12:00:00-05:00"}, "2013-01-29"),
    ("unscheduled", {}, {"partition_key": "2013-01-28"}, "2013-01-28"),
    ("unscheduled", {}, {"partition_key": "2013-01-28T06:00:00"}, "2013-01-28"),
    ("unscheduled", {"day": "2013-01-30"}, {"partition_key": "us"}, "2013-01-30"),
]


def test_a_run_by_hand_is_of_what_it_was_given_or_of_its_time(airflow: Deployment) -> None:
    runs = [airflow.trigger(dag, conf, **more) for dag, conf, more, _ in MANUAL]
    assert values(runs) == [expected for *_, expected in MANUAL]


UNTOLD = "param day of this run is not given, and does not follow from its time"
LOST: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    (
        "days",
        {},
        {},
        f"{UNTOLD}: the run has no logical date; give the day in the form or the conf of a run",
    ),
    (
        "unscheduled",
        {},
        {"logical_date": "2013-01-30T12:00:00Z"},
        f"{UNTOLD}: the run is of no schedule, and has no partition key; give the day in the form",
    ),
    (
        "unscheduled",
        {},
        {"partition_key": "us"},
        "its partition key 'us' names no day; give such a key as '2026-01-01', or the param:",
    ),
    (
        "days",
        {},
        {"logical_date": "2024-03-01T12:00:00Z"},
        "param day of this run is 2024-02-29: ",
    ),
]


def test_a_run_of_no_time_says_what_to_give_it(airflow: Deployment) -> None:
    runs = [airflow.trigger(dag, conf, **more) for dag, conf, more, _ in LOST]
    for run, (dag, _, _, said) in zip(runs, LOST, strict=True):
        assert run.ended() == "failed"
        text = " ".join(str(line) for line in run.log("shown"))
        assert said in text.replace("\\", ""), (dag, text[-2000:])
        assert run.tasks()["shown"]["try_number"] == 1


def test_a_pipeline_that_waits_for_an_asset_is_run_when_it_is_written(airflow: Deployment) -> None:
    (asset,) = airflow.api.get("assets", name_pattern="times/raw")["assets"]
    airflow.api.post("assets/events", {"asset_id": asset["id"], "extra": {}})
    until = time.monotonic() + 60
    while not (runs := airflow.runs("after_raw")):
        assert time.monotonic() < until
        time.sleep(0.5)
    assert [run.told()["run_type"] for run in runs] == ["asset_triggered"]
    assert values(runs, "now") == ["now"]
