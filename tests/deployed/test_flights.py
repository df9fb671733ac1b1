"""The example under a real scheduler, as its user sees it: through the API."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from deployment import Deployment, Refused, Run
from figures import expected

from dagcompile.ir.queries import index_of
from dagcompile.ir.stages import stages_of
from dagcompile.project.compiling import compile_loaded
from dagcompile.runtime.types import shape_of
from flights.contracts import Report
from flights.pipelines import daily_delays

DAY = date(2013, 1, 30)


@pytest.fixture(scope="module")
def run(deployed: Deployment) -> Run:
    """A run of the day in January with the most cancelled flights, ended."""
    conf = {"day": DAY.isoformat(), "top": 3, "clean.max_delay": 120}
    run = deployed.trigger("daily_delays", conf)
    assert run.ended() == "success", run.states()
    return run


def by_hand(deployed: Deployment) -> list[str]:
    """The runs that somebody asked for; its schedule starts one, too."""
    return [each.id for each in deployed.runs("daily_delays") if each.id.startswith("manual")]


@pytest.mark.parametrize(
    ("conf", "said"),
    [
        ({"day": "30.1.2013"}, "day: '30.1.2013' is not a 'date'"),
        ({"day": "2013-01-30", "top": "3"}, "top: '3' is not of type 'integer'"),
        ({"day": "2013-01-30", "top": 21}, "top: 21 is greater than the maximum of 20"),
        (
            {"day": "2013-01-30", "clean.max_delay": "no"},
            "max_delay: 'no' is not of type 'integer'",
        ),
    ],
)
def test_a_param_that_is_wrong_is_refused_before_there_is_a_run(
    deployed: Deployment, conf: dict[str, object], said: str
) -> None:
    before = by_hand(deployed)
    with pytest.raises(Refused, match=said) as refused:
        deployed.trigger("daily_delays", conf)
    assert refused.value.status == 400
    assert by_hand(deployed) == before


def test_the_report_is_the_right_one(run: Run) -> None:
    report = shape_of(Report).decode(run.xcom("report")["result"]["value"])
    assert asdict(report) == expected(DAY, top=3, max_delay=120)


def test_the_asset_has_an_event_with_what_the_op_told_of_it(deployed: Deployment, run: Run) -> None:
    (event,) = run.asset_events()
    written = deployed.home / "reports" / f"{DAY}.json"
    assert (event["name"], event["source_task_id"]) == ("flights/reports", "publish")
    told = json.dumps(event["extra"])
    for each in (written.as_uri(), str(DAY), "900", "98"):
        assert each in told
    kept = json.loads(written.read_text())
    assert (kept["scheduled"], kept["cancelled"], len(kept["carriers"])) == (900, 98, 3)
    path = shape_of(Path).decode(run.xcom("publish")["result"]["value"])
    assert path == written


def test_every_node_is_a_task_that_went_as_the_pipeline_means(run: Run) -> None:
    stages = stages_of(index_of(compile_loaded(daily_delays).pipeline.meaning))
    assert run.states() == {stages.of(node) or node: "success" for node in stages.index.nodes}
    carriers = ("carrier_names", "by_carrier", "rank")
    assert run.xcom("carriers") == dict.fromkeys(carriers, "ok")
    assert {task["try_number"] for task in run.tasks().values()} == {1}


def test_frames_are_files_of_the_store_and_small_values_lie_in_the_xcom(
    deployed: Deployment, run: Run
) -> None:
    ports = run.xcom("clean")
    assert ports["scheduled"] == {"value": 900}
    for port in ("landed", "diverted", "cancelled", "outliers"):
        reference = ports[port]["stored"]
        assert reference["codec"] == "parquet"
        (file,) = deployed.store.rglob(f"clean.{port}.parquet")
        assert file.stat().st_size == reference["bytes"]


def test_events_tell_of_every_attempt_and_every_guard(deployed: Deployment, run: Run) -> None:
    events = deployed.told(run)
    assert {each["pipeline"] for each in events} == {"daily_delays"}
    kinds = [(each["event"], each["node"]) for each in events]
    ran = [node.id for node in compile_loaded(daily_delays).pipeline.meaning.nodes]
    for kind in ("started", "returned"):
        assert sorted(node for event, node in kinds if event == kind) == sorted(ran)
    verdicts = [each["verdict"] for each in events if each["event"] == "guard"]
    assert {each["outcome"] for each in verdicts} == {"pass"}


def test_events_stand_in_the_log_of_the_task(run: Run) -> None:
    told = [line for line in run.log("clean") if isinstance(line, dict)]
    ours = [json.loads(each["event"]) for each in told if each.get("logger") == "dagcompile.events"]
    kinds: list[Any] = [each["event"] for each in ours]
    assert kinds[0] == "started"
    assert "returned" in kinds
    assert "guard" in kinds
