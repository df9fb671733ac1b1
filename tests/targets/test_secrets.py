"""A secret is in nothing that a run leaves behind, on any engine."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from vault.ops import VARIABLE
from vault.pipelines import open_vault, vault

from dagcompile import op, pipeline
from dagcompile.diagnostics import CompileError
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.target import find_target

CANARY = "canary-7f3a"
RUNNER = "dagcompile.targets.airflow.parity"


def built(pipeline: Any, target: str, folder: Path) -> Path:
    """The only artifact of the pipeline for a target, in `folder`."""
    found = find_target(target)
    compiled = compile_loaded(pipeline)
    (artifact,) = emitted(compiled, Chosen(target=found, options=found.options()))
    path = folder / artifact.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(artifact.text.encode())
    return path


def started(*command: str, home: Path, **variables: str) -> str:
    """What a command of Python says."""
    environment = {
        **os.environ,
        VARIABLE: CANARY,
        "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
        **variables,
    }
    done = subprocess.run(
        [sys.executable, *command],
        cwd=home,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode(errors="replace")


def left_in(folder: Path) -> Iterator[Path]:
    """The files in which the secret is."""
    for path in folder.rglob("*"):
        if path.is_file() and CANARY.encode() in path.read_bytes():
            yield path


def verdicts(events: Path) -> list[dict[str, Any]]:
    told = [json.loads(line) for line in events.read_text().splitlines()]
    return [each["verdict"] for each in told if each["event"] == "guard"]


TAKEN = ["--token", CANARY]

RUNS = [
    ([*TAKEN], "vault failed"),
    ([*TAKEN, "--set", f"configured.token={CANARY}"], "vault failed"),
    ([*TAKEN, "--set", f"configured.other={CANARY}"], "vault failed"),
    # refused before anything runs
    ([*TAKEN, "--set", f"configured.token=[{CANARY}]", "--set", "configured.user="], "user"),
    ([*TAKEN, "--set", f'configured={{"token": {{"a": "{CANARY}"}}}}'], "configured.token"),
    ([*TAKEN, "--set", f"configured={CANARY}"], "configured"),
    (["--config", "wrong.json"], "configured.other"),
    ([*TAKEN, "--config", "right.json"], "vault failed"),
    (["--tokn", CANARY], "--tokn"),
    ([f"--tokn={CANARY}"], "--tokn"),
    ([*TAKEN, CANARY], "an argument: belongs to no flag"),
    (["--token", f"-{CANARY}"], "an argument: belongs to no flag"),
    ([*TAKEN, "--set", f"configured.token:{CANARY}"], "expected KEY=VALUE"),
    ([*TAKEN, "--help"], "--token"),
]


@pytest.mark.parametrize("target", ["python", "dask"])
def test_no_file_that_is_generated_holds_one(target: str, tmp_path: Path) -> None:
    assert "vault" in built(vault, target, tmp_path).read_text()
    assert not list(left_in(tmp_path))


@pytest.mark.parametrize(("args", "says"), RUNS)
@pytest.mark.parametrize("target", ["python", "dask"])
def test_a_run_tells_none(target: str, args: list[str], says: str, tmp_path: Path) -> None:
    files = tmp_path / "files"
    script = built(vault, target, files)
    right = {"config": {"configured": {"token": CANARY, "other": CANARY}}}
    config = {"configured": {"token": [CANARY], "other": [CANARY]}}
    wrong = {"params": {"token": [CANARY]}, "config": config}
    (tmp_path / "right.json").write_text(json.dumps(right))
    (tmp_path / "wrong.json").write_text(json.dumps(wrong))
    said = started(str(script), *args, "--events", str(files / "events.jsonl"), home=tmp_path)
    assert says in said
    assert CANARY not in said
    assert not list(left_in(files))


def test_the_guards_have_looked(tmp_path: Path) -> None:
    """So that there was something to tell."""
    script = built(vault, "python", tmp_path)
    events = tmp_path / "events.jsonl"
    started(str(script), *TAKEN, "--events", str(events), home=tmp_path)
    found = {each["subject"]: each for each in verdicts(events)}
    wrong = {subject for subject, each in found.items() if each["outcome"] != "pass"}
    names = "told crashed bounded mistaken by_key inside logged_in keyed account lies lies_deeper"
    expected = {f"{name}.result" for name in names.split()}
    assert wrong == expected | {"takes.token", "wants_number.value"}
    assert found["told.result"]["type"] == "Token"
    assert "metadata" not in found["passed.result"]


def test_airflow_tells_none(tmp_path: Path) -> None:
    dag = built(open_vault, "airflow", tmp_path / "dags")
    spec = [{"name": "it", "dag": "open_vault", "folder": str(dag.parent), "conf": {}}]
    (tmp_path / "spec.json").write_text(json.dumps(spec))
    bundle = {
        "name": dag.parent.name,
        "classpath": "airflow.dag_processing.bundles.local.LocalDagBundle",
        "kwargs": {"path": str(dag.parent)},
    }
    said = started(
        *("-m", RUNNER, str(tmp_path / "spec.json"), str(tmp_path / "results.json")),
        home=tmp_path,
        AIRFLOW_HOME=str(tmp_path),
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__CORE__UNIT_TEST_MODE="False",
        AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST=json.dumps([bundle]),
        AIRFLOW__LOGGING__LOGGING_LEVEL="INFO",
        DAGCOMPILE_EVENTS=str(tmp_path / "events.jsonl"),
        DAGCOMPILE_STORE=str(tmp_path / "store"),
    )
    found = {each["subject"]: each["outcome"] for each in verdicts(tmp_path / "events.jsonl")}
    assert found["lies.result"] == found["lies_deeper.result"] == "fail"
    assert "a secret is not written where others can read it" in said
    assert CANARY not in said
    assert not list(left_in(tmp_path))


@op
def length(token: SecretStr) -> int:
    return len(token)


def test_a_secret_of_pydantic_is_refused_as_one() -> None:
    @pipeline
    def asked(token: SecretStr) -> int:
        return length(token)

    compiled = compile_loaded(asked)
    airflow, dask = find_target("airflow"), find_target("dask")
    with pytest.raises(CompileError) as caught:
        emitted(compiled, Chosen(target=airflow, options=airflow.options()))
    (told,) = caught.value.diagnostics
    assert told.message.startswith("param token holds pydantic.types.SecretStr")
    assert told.fix.startswith("read it in the step that needs it")
    assert emitted(compiled, Chosen(target=dask, options=dask.options()))
