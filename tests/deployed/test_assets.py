"""Assets on a real Airflow: what its events hold, what they start, what its lineage sees."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from deployment import Deployment, Run
from stock.pipelines import stock_consumer, stock_producer

from dagcompile.authoring.pipelines import Pipeline
from dagcompile.ir.records import Placement
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.target import find_target


@pytest.fixture(scope="module")
def lineage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file to which lineage is written, an event a line."""
    return tmp_path_factory.mktemp("lineage") / "events.jsonl"


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory, lineage: Path) -> Iterator[Deployment]:
    transport = {"type": "file", "log_file_path": str(lineage), "append": True}
    made = Deployment(
        tmp_path_factory.mktemp("airflow"),
        environment={
            "AIRFLOW__OPENLINEAGE__TRANSPORT": json.dumps(transport),
            "AIRFLOW__OPENLINEAGE__NAMESPACE": "tests",
        },
    )
    made.write("producer_dag.py", written(stock_producer, guards="steps"))
    made.write("consumer_dag.py", written(stock_consumer))
    with made:
        yield made


def written(pipeline: Pipeline[..., Any], *, guards: Placement | None = None) -> str:
    """The DAG file of a pipeline."""
    target = find_target("airflow")
    chosen = Chosen(target=target, options=target.options())
    (artifact,) = emitted(compile_loaded(pipeline, guards=guards), chosen)
    return artifact.text


@pytest.fixture(scope="module")
def run(airflow: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run of the producer, ended, and what it started."""
    scratch = tmp_path_factory.mktemp("scratch")
    run = airflow.trigger("stock_producer", {"scratch": str(scratch)})
    assert run.ended() == "failed"  # two of its nodes do
    # The API cannot tell of an event while a run that it created waits to begin.
    assert consumed(airflow).ended() == "success"
    return run


def consumed(airflow: Deployment) -> Run:
    """The run of the consumer, which nobody asked for."""
    until = time.monotonic() + 120
    while not (runs := airflow.runs("stock_consumer")):
        assert time.monotonic() < until, "nothing was started"
        time.sleep(0.3)
    (started,) = runs
    return started


def test_a_node_that_writes_an_asset_has_its_guards_in_its_own_task(run: Run) -> None:
    states = run.states()
    assert states["load.guard"] == "success"  # the others stand as steps, as the build asks
    assert "publish.guard" not in states
    assert {name: states[name] for name in ("silent", "withheld", "skipped", "refused")} == {
        "silent": "success", "withheld": "success", "skipped": "skipped", "refused": "failed",
    }  # fmt: skip
    assert (states["failed"], states["publish"]) == ("failed", "success")


def test_events_are_of_the_nodes_that_ended_well_with_what_their_last_attempt_told(
    run: Run,
) -> None:
    events = {each["name"]: each for each in run.asset_events()}
    assert len(run.asset_events()) == len(events)
    assert events.keys() == {"stock/prices", "stock/silent", "stock/staged", "stock/withheld"}
    assert {name: each["source_task_id"] for name, each in events.items()} == {
        "stock/prices": "publish",
        "stock/silent": "silent",
        "stock/staged": "staging",  # of whose other nodes one was skipped
        "stock/withheld": "withheld",
    }
    assert events["stock/staged"]["extra"] == {"rows": 7}
    assert events["stock/prices"]["extra"] == {
        "rows": 3,
        "share": 0.25,
        "none": None,
        "text": "{{ ds }} \N{SNOWMAN} \\ud800",
        "large": str(2**100),
        "nested": {"a": [1, None, {"b": str(2**70)}]},
        "table": [{"x": 1}, {"x": None}],
        "uri": "file:///data/prices/2",
    }
    assert events["stock/silent"]["extra"] == {}
    assert events["stock/withheld"]["extra"] == {"withheld": True}
    assert run.tasks()["publish"]["try_number"] == 2


def test_what_failed_attempts_told_is_told_in_our_own_events(airflow: Deployment, run: Run) -> None:
    told = [
        (each["node"], each["attempt"], sorted(each["metadata"]))
        for each in airflow.told(run)
        if each["event"] == "materialization"
    ]
    assert sorted(told) == [
        ("failed", 1, ["failed"]),
        ("publish", 1, ["lost"]),
        ("publish", 2, ["first"]),
        ("publish", 2, ["large", "nested", "none", "rows", "share", "table", "text"]),
        ("refused", 1, ["refused"]),
        ("staged", 1, ["rows"]),
        ("withheld", 1, ["withheld"]),
    ]


def test_what_is_scheduled_on_an_asset_runs_when_it_was_written(
    airflow: Deployment, run: Run
) -> None:
    started = consumed(airflow)
    assert started.told()["run_type"] == "asset_triggered"
    (cause,) = airflow.api.get(f"{started.path}/upstreamAssetEvents")["asset_events"]
    assert (cause["source_dag_id"], cause["source_run_id"]) == (run.dag, run.id)
    assert cause["extra"]["rows"] == 3


def test_lineage_sees_what_is_read_and_written(lineage: Path, run: Run) -> None:
    until = time.monotonic() + 60
    wanted = {f"stock_producer.{name}" for name in run.states()}
    while not wanted <= ended(lineage).keys():
        assert time.monotonic() < until, ended(lineage).keys()
        time.sleep(0.3)
    found = ended(lineage)
    assert found["stock_producer.load"] == ("COMPLETE", ["file:/data/raw.csv"], [])
    assert found["stock_producer.publish"] == ("COMPLETE", [], ["file:/data/prices"])
    # That a run has failed is for whoever reads lineage to heed: outlets are told all the same.
    assert found["stock_producer.refused"] == ("FAIL", [], ["file:/data/refused"])
    assert found["stock_producer.silent"] == ("COMPLETE", [], [])  # an asset without a URI
    assert found["stock_producer.skipped"] == ("COMPLETE", [], [])  # it has written nothing
    assert found["stock_producer.staging"] == ("COMPLETE", [], [])  # nor has its node `never`


def ended(lineage: Path) -> dict[str, tuple[str, list[str], list[str]]]:
    """How each task ended last whose end has been told, its inputs and its outputs."""
    lines = lineage.read_text().splitlines(keepends=True) if lineage.exists() else []
    events = [json.loads(line) for line in lines if line.endswith("\n")]
    return {
        each["job"]["name"]: (
            each["eventType"],
            *([f"{data['namespace']}:{data['name']}" for data in each[side]] for side in SIDES),
        )
        for each in events
        if each["eventType"] in ("COMPLETE", "FAIL")
    }


SIDES = ("inputs", "outputs")
