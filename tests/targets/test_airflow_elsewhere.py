"""Steps in a virtual environment and in another Python, on a real Airflow."""

import json
import os
import subprocess
import sys
import venv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bare import run_dags

from dagcompile.runtime.airflow.values import unpack

pytest.importorskip("airflow.sdk")

ROOT = Path(__file__).parents[2]
SUPPORT = ROOT / "tests" / "support"


@dataclass(frozen=True)
class Ran:
    """A run of the pipeline `elsewhere`. `other` is the environment of the other Python."""

    other: Path
    scratch: Path
    states: Mapping[str, str]
    xcoms: Mapping[str, Any]
    events: Mapping[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("elsewhere")
    other, scratch, home = folder / "other", folder / "scratch", folder / "home"
    venv.create(other, symlinks=True, with_pip=False)
    (site,) = other.glob("lib/python*/site-packages")
    (site / "here.pth").write_text(f"{ROOT}\n{SUPPORT}\n")
    scratch.mkdir()
    log = folder / "events.jsonl"
    environment = {
        "APART_PYTHON": str(other / "bin" / "python"),
        "APART_SCRATCH": str(scratch),
        "DAGCOMPILE_EVENTS": str(log),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(SUPPORT)]),
    }
    command = [sys.executable, "-m", "dagcompile.cli", "build", "apart.pipelines:elsewhere"]
    subprocess.run(
        [*command, "--target", "airflow"],
        cwd=folder, env=os.environ | environment, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (home / "dags").mkdir(parents=True)
    built = folder / "generated" / "airflow" / "elsewhere_dag.py"
    built.rename(home / "dags" / built.name)
    runs = [{"dag": "elsewhere", "conf": {"day": "2024-02-29"}}]
    (told,) = run_dags(Path(sys.executable), home, runs, **environment)
    assert "error" not in told, told
    events: dict[str, list[dict[str, Any]]] = {}
    for line in log.read_text().splitlines():
        event = json.loads(line)
        events.setdefault(event["node"], []).append(event)
    return Ran(other, scratch, told["tasks"], told["xcoms"], events)


def kinds(ran: Ran, node: str) -> Counter[str]:
    return Counter(event["event"] for event in ran.events[node])


def test_each_runs_where_it_is_told_and_values_travel_whole(ran: Ran) -> None:
    from apart.work import Row

    rows: list[Row] = unpack(ran.xcoms["keep"]["result"], list[Row], subject="keep.result")
    assert [(row.day, str(row.amount)) for row in rows] == [
        (date(2024, 2, 29), "0.10"),
        (date(2024, 2, 29), "NaN"),
    ]
    assert rows[0].amount == Decimal("0.10")
    made, other = (row.where for row in rows)
    assert Path(other) == ran.other
    assert Path(made) not in (ran.other, Path(sys.prefix))
    assert ran.xcoms["report"] == {"result": {"value": ["2024-02-29 0.10", "2024-02-29 NaN"]}}


def test_what_fails_is_tried_again_as_its_retry_says(ran: Ran) -> None:
    assert ran.states["keep"] == "success"
    assert kinds(ran, "keep") == {"started": 2, "retrying": 1, "returned": 1, "guard": 1}
    assert ran.states["fails"] == "failed"
    assert kinds(ran, "fails") == {"started": 1, "failed": 1}
    assert (ran.scratch / "fails").read_text() == "."


def test_an_error_is_told_with_the_line_of_its_author(ran: Ran) -> None:
    (failed,) = (each for each in ran.events["fails"] if each["event"] == "failed")
    assert failed["error"]["message"] == "2 rows are too few"
    first = failed["error"]["traceback"].splitlines()[1]
    assert "apart/work.py" in first


def test_what_is_withheld_skips_what_needs_it(ran: Ran) -> None:
    assert ran.states["perhaps"] == "success"
    assert ran.xcoms["perhaps"] == {}
    assert ran.states["skipped"] == "skipped"
    assert "skipped" not in ran.events


def test_a_guard_in_a_task_of_its_own_is_there_too_and_tried_once(ran: Ran) -> None:
    assert ran.states["lies"] == "success"
    assert ran.states["lies.guard"] == "failed"
    assert kinds(ran, "lies") == {"started": 1, "returned": 1, "guard": 1, "failed": 1}


def test_a_body_that_takes_too_long_is_ended(ran: Ran) -> None:
    assert ran.states["late"] == "failed"
    (failed,) = (each for each in ran.events["late"] if each["event"] == "failed")
    assert failed["error"]["type"].endswith("StepTimeout")


def test_what_ends_a_process_is_a_failure_by_whatever_status(ran: Ran) -> None:
    assert (ran.states["quits"], ran.states["after"]) == ("failed", "upstream_failed")
    assert ran.states["leaves"] == "failed"
    assert ran.states["exits"] == "success"
    assert kinds(ran, "exits") == {"started": 2, "retrying": 1, "returned": 1, "guard": 1}


def test_the_store_of_the_others_is_known_there(ran: Ran) -> None:
    assert ran.states["large"] == "success"
    stored = ran.xcoms["large"]["result"]["stored"]
    assert "dagcompile-store" in stored["uri"]
    assert ran.xcoms["total"] == {"result": {"value": sum(range(40_000))}}
