"""What is asked of Airflow, as a real one does it: settings, callbacks, deadlines, retries."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asked.pipelines import ALL
from deployment import Deployment, Run

from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted, examine
from dagcompile.project.targets import Chosen
from dagcompile.target import find_target

PATIENCE = 120
"""Seconds until what happens beside a run has happened."""


class Asked:
    """A deployment that tries failed tasks again by itself, and what callbacks wrote down."""

    def __init__(self, airflow: Deployment, told: Path) -> None:
        self.airflow = airflow
        self._told = told

    def told(self, run: Run) -> list[tuple[str, str | None]]:
        """Which callback was told of which task of the run."""
        return [(each["by"], each.get("task")) for each in self._lines() if each["run"] == run.id]

    def wait(self, what: Callable[[], object]) -> None:
        """Wait until `what` is so."""
        until = time.monotonic() + PATIENCE
        while not what():
            assert time.monotonic() < until, self._lines()
            time.sleep(0.5)

    def _lines(self) -> list[dict[str, Any]]:
        lines = self._told.read_text().splitlines() if self._told.exists() else []
        return [json.loads(each) for each in lines]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    home = tmp_path_factory.mktemp("asked")
    told = home / "told.jsonl"
    airflow = Deployment(
        home,
        environment={
            "ASKED_TOLD": str(told),
            "AIRFLOW__CORE__DEFAULT_TASK_RETRIES": "1",
            "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "1",
        },
        also=("dag-processor", "triggerer"),
    )
    target = find_target("airflow")
    for each in ALL:
        compiled = compile_loaded(each)
        chosen = Chosen(target=target, options=target.options())
        examine(compiled, [chosen])
        (artifact,) = emitted(compiled, chosen)
        airflow.write(f"{each.name}_dag.py", artifact.text)
    with airflow:
        yield Asked(airflow, told)


def attempts(run: Run) -> dict[str, int]:
    return {name: each["try_number"] for name, each in run.tasks().items()}


def test_settings_are_as_they_were_asked_for(asked: Asked) -> None:
    api = asked.airflow.api
    dag = api.get("dags/asked_settings/details")
    assert dag["dag_display_name"] == "What was asked for"
    assert dag["max_active_runs"] == 2
    assert dag["max_active_tasks"] == 3
    assert dag["max_consecutive_failed_dag_runs"] == 4
    assert dag["dag_run_timeout"] == "PT1H"
    assert dag["owner_links"] == {"data-platform": "https://example.org"}
    assert dag["owners"] == ["data-platform"]
    assert sorted(each["name"] for each in dag["tags"]) == ["a", "b"]
    task = api.get("dags/asked_settings/tasks/good")
    wanted = {
        "owner": "data-platform",
        "task_display_name": "A good step",
        "pool": "default_pool",
        "pool_slots": 1.0,
        "queue": "default",
        "priority_weight": 7.0,
        "weight_rule": "absolute",
        "depends_on_past": True,
        "wait_for_downstream": True,
        "execution_timeout": {"__type": "TimeDelta", "days": 0, "seconds": 90, "microseconds": 0},
    }
    assert {name: task[name] for name in wanted} == wanted


def test_a_callback_that_fails_hides_nothing(asked: Asked) -> None:
    run = asked.airflow.trigger("asked_callbacks")
    assert run.ended() == "failed"
    assert run.states() == {"good": "success", "bad": "failed"}
    assert attempts(run) == {"good": 1, "bad": 2}
    asked.wait(lambda: "run_ended" in [by for by, _ in asked.told(run)])
    told = asked.told(run)
    each = ["refuses", "leaves", "told"]
    assert [by for by, task in told if task == "good"] == each
    # Of a retry and of a failure, and of the run, by its last task.
    assert [by for by, task in told if task == "bad"] == [*each, *each, "refuses", "run_ended"]


def test_the_end_of_a_run_is_told_of(asked: Asked) -> None:
    run = asked.airflow.trigger("asked_settings")
    assert run.ended() == "success"
    asked.wait(lambda: ("run_ended", "good") in asked.told(run))
    assert ("told", "good") in asked.told(run)


def test_a_guard_that_fails_is_not_tried_again_though_the_deployment_tries_everything_again(
    asked: Asked,
) -> None:
    run = asked.airflow.trigger("asked_retries")
    assert run.ended() == "failed"
    assert attempts(run) == {"negative": 1, "once": 1, "good": 1, "other": 1, "bad": 2}
    assert run.states() == {
        "negative": "failed",
        "once": "failed",
        "good": "success",
        "other": "success",
        "bad": "failed",
    }


def test_a_task_that_takes_too_long_is_tried_again(asked: Asked, tmp_path: Path) -> None:
    run = asked.airflow.trigger("asked_time", {"file": str(tmp_path / "tried")})
    assert run.ended() == "success"
    assert attempts(run) == {"slow_at_first": 2}


def test_a_deadline_that_is_missed_is_told_of(asked: Asked) -> None:
    run = asked.airflow.trigger("asked_deadline")
    assert run.ended() == "success"
    asked.wait(lambda: ("late", None) in asked.told(run))
