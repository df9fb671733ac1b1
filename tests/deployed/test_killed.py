"""What is killed in the middle of a run is done again, and the run comes to what it would have.

Every step is tried up to three times, as its author asked. A step whose process is lost has used up
an attempt, whatever it would have been retried for.
"""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from big import big
from deployment import Deployment, Run
from figures import DATA, expected

from dagcompile.authoring.pipelines import Pipeline
from dagcompile.ir import records as ir
from dagcompile.project.compiling import compile_loaded
from dagcompile.runtime.types import shape_of
from dagcompile.target import find_target
from flights.contracts import Report
from flights.pipelines import daily_delays

DAY = date(2013, 1, 30)

SOON = {
    "TASK_INSTANCE_HEARTBEAT_SEC": "2",
    "TASK_INSTANCE_HEARTBEAT_TIMEOUT": "10",
    "TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "2",
    "ORPHANED_TASKS_CHECK_INTERVAL": "2",
    "SCHEDULER_HEALTH_CHECK_THRESHOLD": "8",
}
"""After how many seconds Airflow misses a process; by default after minutes."""


class Tables:
    """The tables of the example, one of which may be held back: whoever opens it waits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.py", "*.md"))

    def hold(self, name: str) -> None:
        """Let nobody read a table, from now on."""
        (self.folder / name).unlink()
        os.mkfifo(self.folder / name)

    def give(self, name: str) -> None:
        """Have the table again. Who waits for it waits on."""
        shutil.copyfile(DATA / name, self.folder / f"{name}.new")
        (self.folder / f"{name}.new").replace(self.folder / name)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return Tables(tmp_path_factory.mktemp("flights") / "data")


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory, tables: Tables) -> Iterator[Deployment]:
    soon = {f"AIRFLOW__SCHEDULER__{name}": value for name, value in SOON.items()}
    home = tmp_path_factory.mktemp("airflow")
    folders = {"FLIGHTS_DATA": str(tables.folder), "FLIGHTS_REPORTS": str(home / "reports")}
    # What its schedule would start reads the same tables, and takes the slots of who is killed.
    by_hand = {"AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False"}
    made = Deployment(home, environment={**soon, **folders, **by_hand})
    made.write("daily_delays_dag.py", dag(daily_delays))
    made.write("big_dag.py", dag(big))
    with made:
        yield made


def dag(pipeline: Pipeline[..., object]) -> str:
    """The DAG file of `pipeline`, each of its ops with three attempts."""
    compiled = compile_loaded(pipeline).pipeline
    retry = ir.Retry(attempts=3, delay=0.1)
    nodes = tuple(
        replace(node, policy=replace(node.policy, retry=retry))
        if isinstance(node, ir.OpNode)
        else node
        for node in compiled.meaning.nodes
    )
    patient = replace(compiled, meaning=replace(compiled.meaning, nodes=nodes))
    target = find_target("airflow")
    (artifact,) = target.artifacts(patient, target.options())
    return artifact.text


def process_of(run: Run, task: str) -> int:
    """The process in which a task runs."""
    run.reached(task, "running")
    until = time.monotonic() + 100
    while (found := run.tasks()[task]["pid"]) is None:
        assert time.monotonic() < until
        time.sleep(0.05)
    return int(found)


def attempts(run: Run) -> dict[str, int]:
    """How often each task was tried that was tried more than once."""
    return {
        name: each["try_number"] for name, each in run.tasks().items() if each["try_number"] > 1
    }


def unfinished(airflow: Deployment) -> list[str]:
    """Files of the store that are being written, or were when somebody died."""
    files = [each for each in airflow.store.rglob("*") if each.is_file()]
    return [each.name for each in files if each.name.startswith(".")]


def writing(airflow: Deployment) -> None:
    """Wait until a value is being written to the store."""
    until = time.monotonic() + 200
    while not unfinished(airflow):
        assert time.monotonic() < until
        time.sleep(0.001)


def test_a_run_goes_on_though_a_task_is_killed_and_then_all_of_the_scheduler(
    airflow: Deployment, tables: Tables
) -> None:
    tables.hold("flights.csv.gz")
    tables.hold("weather.csv.gz")
    tables.hold("airlines.csv")
    run = airflow.trigger("daily_delays", {"day": DAY.isoformat()})
    airflow.happened(run, "load_flights", "started")
    tables.give("flights.csv.gz")
    os.kill(process_of(run, "load_flights"), signal.SIGKILL)

    airflow.happened(run, "load_weather", "started")
    airflow.happened(run, "carrier_names", "started")
    tables.give("airlines.csv")
    os.kill(process_of(run, "carriers"), signal.SIGKILL)
    run.reached("carriers", "success")
    # A stage is run again from its first step.
    started = [each["node"] for each in airflow.told(run) if each["event"] == "started"]
    assert [started.count(each) for each in ("carrier_names", "by_carrier", "rank")] == [2, 1, 1]

    before = {name for name, state in run.states().items() if state == "success"}
    airflow.scheduler.stop()
    tables.give("weather.csv.gz")
    assert run.state() == "running"
    airflow.scheduler.start()

    assert run.ended() == "success", run.states()
    report = shape_of(Report).decode(run.xcom("report")["result"]["value"])
    assert asdict(report) == expected(DAY)
    # No flight of that day left so late that it is an outlier.
    assert "outliers" not in run.xcom("clean")
    assert {name for name, state in run.states().items() if state != "success"} == {
        "longest_outlier"
    }
    assert run.states()["longest_outlier"] == "skipped"
    tried = attempts(run)
    assert (tried["load_flights"], tried["carriers"], tried["load_weather"]) == (2, 2, 2)
    assert [each.name for each in (airflow.home / "reports").iterdir()] == [f"{DAY}.json"]
    assert {"load_flights", "carriers"} <= before
    # What had ended was not run again.
    assert before & tried.keys() == {"load_flights", "carriers"}
    assert unfinished(airflow) == []


def test_a_task_that_is_killed_as_it_writes_leaves_no_half_of_a_file(airflow: Deployment) -> None:
    run = airflow.trigger("big")
    process = process_of(run, "noise")
    writing(airflow)
    os.kill(process, signal.SIGKILL)
    assert len(unfinished(airflow)) == 1
    assert not list(airflow.store.rglob("noise.*.parquet"))
    assert run.ended() == "success"
    assert attempts(run) == {"noise": 2}
    assert unfinished(airflow) == []
    (file,) = airflow.store.rglob("noise.*.parquet")
    assert file.stat().st_size == run.xcom("noise")["result"]["stored"]["bytes"]


def test_tasks_outlive_a_scheduler_that_is_killed_alone(airflow: Deployment) -> None:
    run = airflow.trigger("big", {"megabytes": 32})
    airflow.happened(run, "noise", "started")
    airflow.scheduler.kill()
    airflow.scheduler.start()
    assert run.ended() == "success"
    total = shape_of(int).decode(run.xcom("total")["result"]["value"])
    assert total == int(np.random.default_rng(0).integers(0, 2**62, size=4_000_000).sum())
    assert unfinished(airflow) == []
