"""DAG files with a copy of the run time, on a real Airflow where dagcompile is not installed."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bare import airflow_environment, bare_python, run_dags

from dagcompile.project import build_pipelines, load_project
from dagcompile.runtime.airflow.values import unpack
from dagcompile.targets.airflow.vendor import copying

pytest.importorskip("airflow.sdk")

PLAIN = Path(__file__).parents[1] / "support" / "plain"
SETTINGS = """
[tool.dagcompile]
targets = ["airflow"]

[tool.dagcompile.target.airflow]
runtime = "vendor"

[tool.dagcompile.pipelines]
sales = "stalls:sales"
broken = "stalls:broken"
"""


@dataclass(frozen=True)
class Deployed:
    """An Airflow whose bundle holds `stall`, `sales_dag.py` at its root, and in a folder that is
    no identifier `broken_dag.py`, each with a copy of a version of its own.
    """

    python: Path
    home: Path
    older: str
    told: Mapping[str, Any]
    events: list[dict[str, Any]]


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    folder = tmp_path_factory.mktemp("vendored")
    built = folder / "project"
    shutil.copytree(PLAIN, built)
    (built / "pyproject.toml").write_text(SETTINGS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "dont_write_bytecode", True)
        assert not build_pipelines(load_project(built)).failed
    for name in [each for each in sys.modules if each.partition(".")[0] in ("stall", "stalls")]:
        del sys.modules[name]
    home, bundle = folder / "home", folder / "home" / "dags"
    shutil.copytree(built / "generated" / "airflow", bundle)
    shutil.copytree(built / "stall", bundle / "stall")
    older = _moved_aside(bundle, bundle / "team-a" / "my-dags", "broken_dag.py")
    python = bare_python(folder / "environment")
    log = folder / "events.jsonl"
    conf = {"sales": {"count": 4}, "broken": {"day": "2026-02-03"}}
    runs = [{"dag": dag, "conf": each} for dag, each in conf.items()]
    told = run_dags(
        python, home, runs,
        STALL_ALONE="1", STALL_FLAKY=str(folder / "tried"), DAGCOMPILE_EVENTS=str(log),
    )  # fmt: skip
    events = [json.loads(line) for line in log.read_text().splitlines()]
    return Deployed(python, home, older, dict(zip(conf, told, strict=True)), events)


def _moved_aside(bundle: Path, folder: Path, file: str) -> str:
    """Move a DAG file to a folder of its own, with a copy of another version."""
    texts = {**copying._sources(), "other.py": "# of another version\n"}
    name = copying.FAMILY + copying._digest(texts)
    for path, text in texts.items():
        place = folder / name / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(copying._HEADER + copying.renamed(text, name, copying._modules(texts)))
    text = (bundle / file).read_text()
    (folder / file).write_text(text.replace(copying.package(), name))
    (bundle / file).unlink()
    shutil.copy(bundle / ".airflowignore", folder)
    return name


def test_dagcompile_is_not_there(deployed: Deployed) -> None:
    done = subprocess.run(
        [deployed.python, "-c", "import airflow.sdk, pandera, dagcompile"],
        cwd=deployed.home, env=airflow_environment(deployed.home),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "ModuleNotFoundError: No module named 'dagcompile'" in done.stderr
    for told in deployed.told.values():
        assert not [each for each in told["modules"] if each.partition(".")[0] == "dagcompile"]


def test_no_file_of_a_copy_is_taken_for_a_dag_file(deployed: Deployed) -> None:
    assert [each["import_errors"] for each in deployed.told.values()] == [{}, {}]


def test_a_run_with_frames_records_retries_and_params(deployed: Deployed) -> None:
    from stall.contracts import Line, Region, Total

    told = deployed.told["sales"]
    assert told["state"] == "success"
    assert told["tries"] == {"load": 2, "amounts": 1, "total": 1}
    value = unpack(told["xcoms"]["total"]["result"], Total, subject="total.result")
    line = Line(region=Region.NORTH, amount=Decimal("124.0"))
    assert value == Total(date(2026, 1, 31), {4: line}, ("{{ ds }}",))


def test_a_guard_fails_its_task_without_a_retry(deployed: Deployed) -> None:
    told = deployed.told["broken"]
    assert told["state"] == "failed"
    assert told["tasks"] == {
        "load": "success", "amounts": "success", "total": "success", "text_of": "failed"
    }  # fmt: skip
    (failed,) = [each for each in deployed.events if each["event"] == "failed"]
    assert failed["error"]["type"] == "dagcompile.runtime.verdict.GuardFailed"
    assert failed["error"]["message"].startswith("text_of.result")


def test_two_versions_are_loaded_in_one_process(deployed: Deployed) -> None:
    modules = deployed.told["sales"]["modules"]
    for name in (copying.package(), deployed.older):
        assert f"{name}.airflow.step" in modules


@pytest.mark.parametrize(("dag", "status"), [("sales", 0), ("broken", 1)])
def test_the_command_of_airflow_runs_them(dag: str, status: int, deployed: Deployed) -> None:
    conf = json.dumps({"day": "2026-03-01"})
    done = subprocess.run(
        [deployed.python, "-m", "airflow", "dags", "test", dag, "--conf", conf],
        cwd=deployed.home, env={**airflow_environment(deployed.home), "STALL_ALONE": "1"},
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stdout[-2000:] + done.stderr[-2000:]
    assert "ModuleNotFoundError" not in done.stdout + done.stderr
