"""The committed artifacts: fresh, and each comes to the figures that SQL comes to."""

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from figures import expected

from dagcompile.runtime.events import Event
from dagcompile.runtime.types import shape_of
from dagcompile.runtime.v1 import Report as RunReport
from dagcompile.runtime.v1 import execute
from flights.contracts import Report

PROJECT = Path(__file__).resolve().parent.parent
GENERATED = PROJECT / "generated"
DAYS = [date(2013, 1, 1), date(2013, 1, 30)]

AIRFLOW = """
import json, os, sys
from datetime import datetime, timedelta, timezone
from airflow.utils.db import initdb
initdb()
from airflow.dag_processing.dagbag import DagBag
from airflow.models.xcom import XComModel
from airflow.utils.session import create_session
bag = DagBag(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])
assert not bag.import_errors, bag.import_errors
assert not bag.captured_warnings, bag.captured_warnings
found = []
noon = datetime.fromisoformat(sys.argv[1]).replace(hour=12, tzinfo=timezone.utc)
# What follows from its time comes first: a DAG keeps what dag.test() was given.
for given in ({"logical_date": noon + timedelta(days=1)}, {"run_conf": {"day": sys.argv[2]}}):
    run = bag.dags["daily_delays"].test(**given)
    with create_session() as session:
        rows = session.scalars(XComModel.get_many(run_id=run.run_id, task_ids="report"))
        values = [XComModel.deserialize_value(row) for row in rows]
    states = {each.task_id: str(each.state) for each in run.get_task_instances()}
    found.append({"state": str(run.state), "states": states, "values": values})
print("FOUND " + json.dumps(found))
"""


def pipeline(path: str) -> Callable[..., Any]:
    """The function of a generated module."""
    found: Callable[..., Any] = runpy.run_path(str(GENERATED / path))["daily_delays"]
    return found


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_script(day: date) -> None:
    report = execute(pipeline("python/daily_delays_script.py"), day=day)
    assert asdict(report.result) == expected(day)
    outlier = report.nodes["longest_outlier"].outcome
    assert outlier == ("ok" if day == DAYS[0] else "skipped")


def test_no_op_changes_what_it_is_given() -> None:
    events: list[Event] = []
    script = pipeline("python/daily_delays_script.py")
    report = execute(script, day=DAYS[0], sinks=(events.append,), debug="mutations")
    assert asdict(report.result) == expected(DAYS[0])
    assert not [each for each in events if each["event"] in ("mutation", "unwatched")]


@pytest.mark.parametrize("local", ["threads", "processes"])
def test_the_dask_graph(local: str) -> None:
    run = pytest.importorskip("dagcompile.runtime.v1.dask", exc_type=ImportError)
    report: RunReport = run.execute(
        pipeline("dask/daily_delays_dask.py"), day=DAYS[0], top=3, local=local
    )
    assert asdict(report.result) == expected(DAYS[0], top=3)


@pytest.mark.parametrize("local", [None, "threads", "processes"])
def test_another_config_changes_the_figures_alike(local: str | None) -> None:
    config = {"clean": {"max_delay": 60}}
    if local is None:
        report = execute(pipeline("python/daily_delays_script.py"), day=DAYS[0], config=config)
    else:
        run = pytest.importorskip("dagcompile.runtime.v1.dask", exc_type=ImportError)
        module = pipeline("dask/daily_delays_dask.py")
        report = run.execute(module, day=DAYS[0], config=config, local=local)
    assert asdict(report.result) == expected(DAYS[0], max_delay=60)
    assert asdict(report.result) != expected(DAYS[0])


def test_the_airflow_dag(tmp_path: Path) -> None:
    pytest.importorskip("airflow.sdk", exc_type=ImportError)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")]),
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__CORE__DAGS_FOLDER": str(GENERATED / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "DAGCOMPILE_STORE": str(tmp_path / "store"),
    }
    command = [sys.executable, "-c", AIRFLOW, *map(str, DAYS)]
    done = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("FOUND ")]
    assert lines, done.stdout[-2000:] + done.stderr[-2000:]
    for day, found in zip(DAYS, json.loads(lines[0].removeprefix("FOUND ")), strict=True):
        assert found["state"] == "success"
        assert found["states"]["longest_outlier"] == ("success" if day == DAYS[0] else "skipped")
        (value,) = found["values"]
        decoded = shape_of(Report).decode(value["result"]["value"])
        assert asdict(decoded) == expected(day)


def test_the_artifacts_are_what_is_built_now(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dagcompile.cli", "build", "--out", str(tmp_path)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    assert tree(tmp_path) == tree(GENERATED)


def tree(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): file.read_text()
        for file in files
        if file.suffix in (".py", ".json")
    }
