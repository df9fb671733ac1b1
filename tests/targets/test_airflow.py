"""DAG files as Airflow sees them: nothing of the user's is imported, and all of it is as it was
asked for.
"""

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hostile import loaded, retrying
from hostile.built import Built, one, write
from hostile.parsed import parsed
from hostile.wiring import Made
from nasty.pipelines import nasty

from dagcompile.authoring.pipelines import Pipeline
from dagcompile.ir.queries import index_of, upstream
from dagcompile.ir.records import Placement
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.runtime.types import shape_of
from dagcompile.target import find_target
from dagcompile.targets.airflow.options import AirflowOptions
from dagcompile.targets.airflow.placing import placed
from flights.pipelines import daily_delays

PIPELINES: dict[str, Pipeline[..., Any]] = {
    "nasty": nasty,
    "daily_delays": daily_delays,
    "retrying": retrying.retrying,
}
PLACEMENTS: tuple[Placement, ...] = ("inline", "steps", "off")

Parsed = dict[str, Any]


def build(name: str, guards: Placement | None = None) -> Built:
    pipeline = PIPELINES[name]
    return one(Made(name, "", pipeline, {}), compile_loaded(pipeline, guards=guards), "airflow")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A folder for each placement of guards, with all pipelines."""
    folder = tmp_path_factory.mktemp("dags")
    return [
        write([build(name, guards) for name in PIPELINES], folder / guards) for guards in PLACEMENTS
    ]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Airflow's own folder, whose path is a part of a DAG's hash."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def seen(folders: list[Path], home: Path) -> list[Parsed]:
    return parsed(*folders, home=home)


@pytest.fixture(scope="module")
def dags(seen: list[Parsed]) -> Parsed:
    """The DAGs with their guards inline."""
    found: Parsed = seen[0]["dags"]
    return found


# --- parsing ---------------------------------------------------------------------------------


def test_files_import_nothing_of_the_users(folders: list[Path], tmp_path: Path) -> None:
    files = [str(file) for folder in folders for file in sorted(folder.iterdir())]
    assert len(files) == len(PIPELINES) * len(PLACEMENTS)
    # The user's folders are not even on the path.
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", str(loaded.__file__), *files],
        env={**os.environ, "AIRFLOW_HOME": str(tmp_path), "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = done.stdout.split()
    assert "dagcompile.runtime.v1.airflow" in found
    allowed = {*sys.stdlib_module_names, "dagcompile", "airflow"}
    assert not [each for each in found if each.partition(".")[0] not in allowed]
    ours = [each for each in found if each.startswith("dagcompile.")]
    assert all(each.startswith("dagcompile.runtime") for each in ours)


@pytest.mark.parametrize("name", PIPELINES)
def test_user_modules_are_imported_inside_of_tasks_alone(name: str) -> None:
    tree = ast.parse(build(name).text)
    above = {
        (each.module or "").partition(".")[0]
        for each in tree.body
        if isinstance(each, ast.ImportFrom)
    }
    ours = {"airflow", "dagcompile"}
    assert above <= {*ours, "datetime", "decimal", "typing", "pathlib", "uuid", "zoneinfo"}
    assert not [each for each in tree.body if isinstance(each, ast.Import)]


def test_airflow_takes_every_file_without_a_word(seen: list[Parsed]) -> None:
    for told in seen:
        assert told["errors"] == told["warnings"] == {}
        assert set(told["dags"]) == set(PIPELINES)


def test_a_dag_is_the_same_in_another_process(
    folders: list[Path], seen: list[Parsed], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    again = parsed(*folders, home=home)
    hashes = [{name: dag["hash"] for name, dag in told["dags"].items()} for told in (*seen, *again)]
    assert hashes[:3] == hashes[3:]
    assert len({each for one in hashes for each in one.values()}) >= len(PIPELINES)


# --- what a DAG is ---------------------------------------------------------------------------


def test_a_dag_runs_when_it_is_asked_to_and_has_a_start_in_utc(seen: list[Parsed]) -> None:
    for told in seen:
        for name, dag in told["dags"].items():
            if name == "daily_delays":  # which has times of its own
                assert dag["schedule"] == "CronDataIntervalTimetable"
                continue
            said = (dag["schedule"], dag["start"], dag["catchup"], dag["tags"])
            assert said == (None, "2000-01-01T00:00:00+00:00", False, []), name


def test_options_reach_the_dag(tmp_path: Path) -> None:
    found = find_target("airflow")
    options = AirflowOptions.model_validate_json('{"tags": ["b", "a", "b"], "guards": "steps"}')
    (artifact,) = emitted(compile_loaded(nasty), Chosen(target=found, options=options))
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "nasty_dag.py").write_text(artifact.text)
    (told,) = parsed(tmp_path / "dags", home=tmp_path / "home")
    dag = told["dags"]["nasty"]
    assert dag["tags"] == ["a", "b"]
    assert "seed.guard" in dag["tasks"]


@pytest.mark.parametrize("wrong", ['{"tags": [""]}', f'{{"tags": ["{"x" * 101}"]}}', '{"tag": 1}'])
def test_options_that_airflow_would_refuse_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        AirflowOptions.model_validate_json(wrong)


def test_every_task_pushes_one_object_and_guards_push_nothing(seen: list[Parsed]) -> None:
    for told in seen:
        for dag in told["dags"].values():
            for name, task in dag["tasks"].items():
                assert task["multiple_outputs"] is False
                guard = name.endswith((".guard", ".guard_inputs"))
                assert task["pushes"] is not guard


@pytest.mark.parametrize("name", ["nasty", "daily_delays"])
def test_joins_of_what_may_be_skipped_wait_for_all(name: str, seen: list[Parsed]) -> None:
    meaning = compile_loaded(PIPELINES[name]).pipeline.meaning
    joins = 0
    for guards, told in zip(PLACEMENTS, seen, strict=True):
        index = index_of(placed(meaning, guards))
        stages = {stage.id for stage in meaning.stages}  # which wait for all, in any case
        for id, task in told["dags"][name]["tasks"].items():
            if id in stages or stages & set(task["upstream"]):
                continue
            above = [each.partition(".guard")[0] for each in task["upstream"]]
            several = len(above) > 1 and any(index.may_skip(each) for each in above)
            joins += several
            wanted = "none_failed" if several else "all_success"
            assert task["rule"].rpartition(".")[2].lower() == wanted, id
    assert joins >= 3


@pytest.mark.parametrize("name", ["nasty", "daily_delays"])
def test_tasks_wait_for_what_their_nodes_wait_for(name: str, dags: Parsed) -> None:
    pipeline = compile_loaded(PIPELINES[name]).pipeline
    tasks = dags[name]["tasks"]
    stages = {node: stage.id for stage in pipeline.meaning.stages for node in stage.nodes}
    above: dict[str, set[str]] = {}
    for node in pipeline.meaning.nodes:
        task = stages.get(node.id, node.id)
        above.setdefault(task, set()).update(stages.get(each, each) for each in upstream(node))
    assert {task: each["upstream"] for task, each in tasks.items()} == {
        task: sorted(each - {task}) for task, each in above.items()
    }


def test_params_are_those_of_the_pipeline(dags: Parsed) -> None:
    assert dags["nasty"]["params"]["day"] == {
        "value": "2024-02-29",
        "schema": {"type": "string", "format": "date"},
    }
    assert "value" not in dags["nasty"]["params"]["start"]
    assert dags["nasty"]["params"]["start"]["schema"]["minimum"] == 1
    top = dags["daily_delays"]["params"]["top"]
    assert top["value"] == shape_of(int).encode(5)


# --- retries ---------------------------------------------------------------------------------


def test_airflow_retries_as_often_and_as_late_as_was_asked(dags: Parsed) -> None:
    tasks = dags["retrying"]["tasks"]
    plain = {
        name: (task["retries"], task["delay"])
        for name, task in tasks.items()
        if task["policy"] is None
    }
    assert plain == {
        "never": (0, 300.0),
        "once": (0, 300.0),
        "constant": (2, 30.0),
        "at_once": (1, 0.0),
        "short": (1, 0.25),
        "capped": (1, 7.0),
        "several": (1, 0.0),
        "own": (1, 0.0),
    }
    policies = {name: task for name, task in tasks.items() if task["policy"] is not None}
    assert {name: task["retries"] for name, task in policies.items()} == {
        "growing": 4,
        "random": 1,
        "growing_from_nothing": 2,
    }
    for name, task in policies.items():
        asked = retrying.RETRIES[name]
        for field in ("delay", "backoff", "max_delay", "jitter"):
            value = getattr(asked, field)
            assert f"{field}={value if value is None else float(value)}" in task["policy"]


def test_retries_are_written_as_a_person_would() -> None:
    lines = build("retrying").text
    for text in (
        "@task(multiple_outputs=False)\ndef never():\n",
        "@task(multiple_outputs=False, retries=0)\ndef once():\n",
        "retry_delay=timedelta(seconds=30))\n",
        "retry_delay=timedelta(seconds=0.25))\n",
        "    retry_policy=Backoff(delay=1.0, backoff=2.0, max_delay=60.0),\n",
        "    retry_policy=Backoff(delay=1.0, jitter=0.5),\n",
        # Beside a policy the delay is for lost processes.
        "delay=timedelta(seconds=0),\n    retry_policy=Backoff(delay=0.0, backoff=2.0),\n",
        "    from hostile import retrying as hostile_retrying\n",  # the DAG has the shorter name
        "        retry_on=hostile_retrying.Away,\n",
        "        retry_on=(ValueError, hostile_retrying.Away, zipfile.BadZipFile),\n",
    ):
        assert text in lines, text


@pytest.mark.parametrize("target", ["python", "dask"])
def test_elsewhere_the_run_time_retries(target: str) -> None:
    made = Made("retrying", "", retrying.retrying, {})
    text = one(made, compile_loaded(retrying.retrying), target).text
    for each in (
        "retry=Retry(attempts=1, delay=5.0)",
        "retry=Retry(attempts=3, delay=30.0)",
        "retry=Retry(attempts=2, delay=0.25)",
        "retry=Retry(attempts=5, delay=1.0, backoff=2.0, max_delay=60.0)",
        "on=(ValueError, hostile_retrying.Away, zipfile.BadZipFile)",
        "retry=Retry(attempts=2, on=hostile_retrying.Away)",
    ):
        assert each in text, each
