"""Outputs that are kept: what is in the store, when, and what becomes of a step that cannot."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import pandas as pd
import polars as pl
import pytest

from dagcompile.runtime.airflow.remote import Final, Remote
from dagcompile.runtime.airflow.step import Step
from dagcompile.runtime.events import Event, Log
from dagcompile.runtime.keeping import KEPT
from dagcompile.runtime.needing import Keep, needs_store, store_for
from dagcompile.runtime.run import Run, execute
from dagcompile.runtime.store import STORE_VARIABLE, NoStore, Store, Unreachable, put
from dagcompile.runtime.stored_runs import stored_runs
from dagcompile.runtime.types import shape_of
from dagcompile.runtime.v1 import Retry


class Parts(NamedTuple):
    rows: pl.DataFrame
    many: int


def run_in(store: Path, events: list[Event]) -> Run:
    run = Run(Log(run="r 1", pipeline="daily", sinks=(events.append,)))
    run.store = Store(str(store), by="a test")
    return run


def told(events: list[Event]) -> list[Any]:
    return [each for each in events if each["event"] == "materialization"]


def file_of(event: Event) -> Path:
    return Path(unquote(urlsplit(str(event["uri"])).path))


@pytest.mark.parametrize(
    ("value", "annotation", "suffix"),
    [
        (pd.DataFrame({"a": [1, 2], "b": ["x", None]}), pd.DataFrame, "parquet"),
        (pl.DataFrame({"a": [1, 2]}), pl.DataFrame, "parquet"),
        ({1: (2, 3)}, dict[int, tuple[int, int]], "json"),
    ],
)
def test_a_kept_value_can_be_read_by_its_type(
    value: Any, annotation: Any, suffix: str, tmp_path: Path
) -> None:
    events: list[Event] = []
    run = run_in(tmp_path, events)
    assert run.step("load", lambda: value, keeps=[Keep("shop/rows", annotation)])() is value
    (event,) = told(events)
    file = file_of(event)
    data = file.read_bytes()
    assert file.parent == tmp_path / KEPT / "daily" / "r%201"
    assert file.name == f"load.result.{suffix}"
    assert event["metadata"]["bytes"]["value"] == len(data)
    assert event["metadata"]["sha256"]["value"] == hashlib.sha256(data).hexdigest()
    assert (event["asset"], event["attempt"]) == ("shop/rows", 1)
    shape = shape_of(annotation)
    form = shape.file_form()
    back = shape.decode(json.loads(data)) if form is None else form.load(data)
    assert type(back) is type(value)
    assert back.equals(value) if form is not None else back == value


def test_each_of_several_outputs_has_a_file(tmp_path: Path) -> None:
    events: list[Event] = []
    run = run_in(tmp_path, events)
    made = Parts(pl.DataFrame({"a": [1]}), 1)
    keeps = [Keep("shop/rows", pl.DataFrame, port="rows"), Keep("shop/many", int, port="many")]
    run.step("split", lambda: made, ports=("rows", "many"), keeps=keeps)()
    assert [file_of(each).name for each in told(events)] == [
        "split.rows.parquet", "split.many.json",
    ]  # fmt: skip


def test_the_same_run_writes_the_same_file_again(tmp_path: Path) -> None:
    events: list[Event] = []
    for value in ([1], [1, 2, 3]):
        run_in(tmp_path, events).step(
            "load", lambda value=value: value, keeps=[Keep("shop/rows", list[int])]
        )()
    first, second = told(events)
    assert first["uri"] == second["uri"]
    assert json.loads(file_of(second).read_bytes()) == [1, 2, 3]
    assert len(list(file_of(second).parent.iterdir())) == 1


def test_what_is_kept_is_none_of_what_is_cleaned_up(tmp_path: Path) -> None:
    run_in(tmp_path, []).step("load", lambda: 1, keeps=[Keep("shop/rows", int)])()
    put("dagcompile/daily/r1/load.result.json", b"1", store=Store(str(tmp_path)))
    (only,) = stored_runs(Store(str(tmp_path)))
    assert only.run == "r1"


def test_what_a_guard_refuses_is_not_written(tmp_path: Path) -> None:
    events: list[Event] = []
    run = run_in(tmp_path, events)
    run.step("load", lambda: "x", returns=int, keeps=[Keep("shop/rows", int)])()
    assert [each["event"] for each in events] == ["started", "returned", "guard", "failed"]
    assert run.nodes["load"].outcome == "failed"
    assert not list(tmp_path.iterdir())


def test_a_store_that_is_away_is_tried_again_as_often_as_the_step(tmp_path: Path) -> None:
    events: list[Event] = []
    place = tmp_path / "store"
    place.write_text("a file stands where the folder would")
    run = run_in(place, events)

    def mended() -> int:
        if len([each for each in events if each["event"] == "started"]) == 2:
            place.unlink()
        return 1

    # Whatever classes the step names: what fails is not its body.
    retry = Retry(attempts=2, on=ZeroDivisionError)
    run.step("load", mended, retry=retry, keeps=[Keep("shop/rows", int)])()
    assert [each["event"] for each in events] == [
        "started", "returned", "retrying", "started", "returned", "materialization",
    ]  # fmt: skip
    assert told(events)[0]["attempt"] == 2
    error: Any = events[2]["error"]
    assert "load.result is to be kept, and a test is" in error["message"]
    assert run.nodes["load"].outcome == "ok"


def test_a_store_that_stays_away_fails_the_step(tmp_path: Path) -> None:
    events: list[Event] = []
    place = tmp_path / "store"
    place.write_text("a file stands where the folder would")
    run = run_in(place, events)
    run.step("load", lambda: 1, keeps=[Keep("shop/rows", int)])()
    assert [each["event"] for each in events] == ["started", "returned", "failed"]
    assert events[-1]["attempt"] == 1
    assert run.nodes["load"].outcome == "failed"


def test_what_a_store_needs_is_asked_for_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[Event] = []

    @needs_store
    def daily(run: Run) -> int:
        return run.step("load", lambda: 1, keeps=[Keep("shop/rows", int)])()

    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    with pytest.raises(
        NoStore, match=f"^daily keeps outputs, .* by --store .* or {STORE_VARIABLE}$"
    ):
        execute(daily, sinks=(events.append,))
    for wrong, why in (("kept", "another folder for each worker"), ("s3:bucket", "did you mean")):
        with pytest.raises(NoStore, match=why):
            execute(daily, sinks=(events.append,), store=wrong)
    assert events == []
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "named"))
    assert execute(daily, sinks=()).result == 1
    assert execute(daily, sinks=(), store=str(tmp_path / "stated")).result == 1
    assert {each.name for each in tmp_path.iterdir()} == {"named", "stated"}


def test_a_pipeline_that_keeps_nothing_needs_no_store() -> None:
    assert store_for(run_in, "relative", name="daily") is None


# --- in a task of Airflow, here in a process that it starts -----------------------------------


def step_in(root: str, monkeypatch: pytest.MonkeyPatch) -> Step:
    """The first of two attempts at a node."""
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    attempt = {
        "pipeline": "daily", "run_id": "r1", "attempt": 1, "attempts": 2, "known": {}, "conf": {},
        "store": {"root": root}, "data_interval_end": None,
    }  # fmt: skip
    host = Remote(json.dumps(attempt))
    return Step("load", host, store=host.store)


def test_a_task_keeps_its_output_beside_its_xcom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    step = step_in(str(tmp_path), monkeypatch)
    keeps = [Keep("shop/rows", list[int])]
    xcom = step.run(lambda: [1, 2], returns=list[int], keeps=keeps)()
    assert xcom == {"result": {"value": [1, 2]}}
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["event"] for each in events] == [
        "started", "returned", "guard", "materialization",
    ]  # fmt: skip
    assert json.loads(file_of(events[-1]).read_bytes()) == [1, 2]


def test_a_task_without_a_store_fails_for_good_before_its_body(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called: list[int] = []
    step = step_in("", monkeypatch)
    keeps = [Keep("shop/rows", None)]
    with pytest.raises(Final, match=r"load keeps outputs, .* by the option `store` of the target"):
        step.run(lambda: called.append(1), returns=None, keeps=keeps)()
    assert called == []


def test_a_task_whose_store_is_away_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "store").write_text("a file stands where the folder would")
    step = step_in(str(tmp_path / "store"), monkeypatch)
    with pytest.raises(Unreachable, match=r"load\.result is to be kept"):
        step.run(lambda: 1, returns=int, keeps=[Keep("shop/rows", int)])()
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events[-1]["event"] == "retrying"
    assert (events[-1]["attempt"], events[-1]["attempts"]) == (1, 2)
