"""The nodes of a stage inside their Airflow task, and a store that cannot be written."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("airflow.sdk")

from airflow.sdk.exceptions import AirflowFailException
from airflow.sdk.execution_time.context import set_current_context

from dagcompile.runtime.airflow.stage import Stage
from dagcompile.runtime.events import EVENTS_VARIABLE
from dagcompile.runtime.store import STORE_VARIABLE, Unreachable
from dagcompile.runtime.v1.airflow import Step
from tests.runtime import bodies
from tests.runtime.telling import told

LARGE = "x" * 50_000


@pytest.fixture
def events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    file = tmp_path / "events.jsonl"
    monkeypatch.setenv(EVENTS_VARIABLE, str(file))
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    return lambda: told([json.loads(line) for line in file.read_text().splitlines()])


@contextmanager
def stage(*, attempt: int, attempts: int) -> Iterator[tuple[Stage, dict[str, Any]]]:
    """A stage in the context of its task, and the XComs that it pushes."""
    pushed: dict[str, Any] = {}
    instance = SimpleNamespace(
        try_number=attempt, max_tries=attempts - 1, dag_id="p", xcom_push=pushed.__setitem__
    )
    task = SimpleNamespace(inlets=[], outlets=[])
    context: Any = {"ti": instance, "run_id": "r", "params": {}, "task": task}
    with set_current_context(context):
        yield Step("prepare").stage(), pushed


def load(run: Stage) -> None:
    run.hand_on("load", run.step("load", bodies.same, returns=str)(LARGE), str)


def test_a_stage_is_tried_again_for_what_its_store_did(
    events: Callable[[], list[str]], tmp_path: Path
) -> None:
    (tmp_path / "store").touch()
    with stage(attempt=1, attempts=2) as (run, pushed), pytest.raises(Unreachable):
        load(run)
    (tmp_path / "store").unlink()
    with stage(attempt=2, attempts=2) as (run, pushed):
        load(run)
        assert run.ended() == {"load": "ok"}
    assert "stored" in str(pushed["load"])
    ran = ["started load#1", "returned load", "guard load.result pass"]
    assert events() == [*ran, "retrying load#1", *ran]


@pytest.mark.parametrize("failed", [(), ("other",)])
def test_it_is_not_where_no_attempt_is_left_or_a_node_has_failed(
    failed: tuple[str, ...], events: Callable[[], list[str]], tmp_path: Path
) -> None:
    (tmp_path / "store").touch()
    with stage(attempt=1, attempts=2 if failed else 1) as (run, _):
        for each in failed:
            run.step(each, bodies.fail, returns=Any)()
        load(run)
        message = r"other failed: ValueError.*load failed" if failed else "load failed: Unreach"
        with pytest.raises(AirflowFailException, match=message):
            run.ended()
    assert events()[-1] == "failed load"
