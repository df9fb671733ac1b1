"""What Airflow's side of a change is, where the flights have no such change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from dagcompile import Asset, Context, Cron, op, pipeline, stage
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.codegen.header import parse_header, with_header
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.target import Artifact, Impact, Version, find_target
from dagcompile.targets.airflow.options import AirflowOptions

AIRFLOW = find_target("airflow")
ORDERS, PRICES, STOCK = Asset("orders"), Asset("prices"), Asset("stock")


@dataclass(frozen=True)
class Row:
    number: int


@op
def load() -> list[Row]:
    return [Row(1)]


@op
def count(rows: list[Row]) -> int:
    return len(rows)


@op
def total(rows: list[Row]) -> int:
    return sum(row.number for row in rows)


@op(writes=[ORDERS])
def write(rows: list[Row], ctx: Context = Context()) -> None:
    ctx.materialize(ORDERS)


def counted() -> int:
    return count(load())


def version(
    wired: Callable[..., Any] | Pipeline[..., Any], options: Mapping[str, Any] | None = None
) -> Version:
    """A pipeline `daily` as it is committed."""
    made = wired if isinstance(wired, Pipeline) else pipeline(name="daily")(wired)
    chosen = Chosen(target=AIRFLOW, options=AirflowOptions.model_validate(options or {}))
    compiled = compile_loaded(made)
    return Version(
        pipeline=compiled.pipeline, options=chosen.options, artifacts=emitted(compiled, chosen)
    )


def on(schedule: Any, **more: Any) -> Version:
    """The same steps at other times."""
    return version(pipeline(name="daily", schedule=schedule, **more)(counted))


def with_text(old: Version, edit: Callable[[str], str]) -> Version:
    """The same with another file, as if an older dagcompile or a person had written it."""
    (artifact,) = old.artifacts
    return replace(old, artifacts=(Artifact(artifact.path, edit(artifact.text)),))


def told(old: Version | None, new: Version | None) -> dict[str, Impact]:
    """What is told, by its kind."""
    found = AIRFLOW.impacts(old, new)
    assert len({each.kind for each in found}) == len(found)
    return {each.kind.removeprefix("airflow."): each for each in found}


# --- whole DAGs --------------------------------------------------------------------------------


def test_nothing_comes_of_no_change() -> None:
    assert told(version(counted), version(counted)) == {}
    assert told(None, None) == {}


def test_a_dag_that_is_gone_is_breaking() -> None:
    (gone,) = told(version(counted), None).values()
    assert (gone.kind, gone.weight, gone.names) == ("airflow.dag_removed", "breaking", ("daily",))


def test_a_new_dag_says_whether_it_waits_and_what_it_makes_up_for() -> None:
    cron = Cron("0 6 * * *")
    (new,) = told(None, on(cron, start=date(2026, 1, 1))).values()
    assert new.kind == "airflow.dag_added"
    assert "paused until somebody switches it on, unless the deployment says otherwise" in new.text
    found = told(None, on(cron, start=date(2026, 1, 1), catchup=True))
    assert found["catchup"].text == (
        "once `daily` is switched on, a run is made for each time due since 2026-01-01"
    )
    at_once = told(None, version(counted, {"is_paused_upon_creation": False}))
    assert "switched on at once" in at_once["dag_added"].text


def test_another_id_is_another_dag() -> None:
    found = told(version(counted), version(pipeline(name="nightly")(counted)))
    assert list(found) == ["dag_renamed", "dag_added"]
    assert found["dag_renamed"].names == ("daily", "nightly")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"max_active_runs": 2}, "at most 2 runs are at work at once"),
        ({"max_active_tasks": 3}, "at most 3 tasks of a run"),
        ({"max_consecutive_failed_dag_runs": 4}, "after 4 failed runs in a row the DAG is paused"),
        ({"dagrun_timeout": 3600}, "takes longer than `timedelta(hours=1)` is failed"),
        ({"allowed_run_types": ["manual"]}, "alone; others are refused"),
    ],
)
def test_limits_of_a_dag_say_what_they_do(options: Mapping[str, Any], said: str) -> None:
    (name,) = options
    limited = version(counted, options)
    found = told(version(counted), limited)
    assert sorted(found) == sorted([name, "new_version"])
    assert (found[name].weight, said in found[name].text) == ("risky", True), found[name].text
    gone = told(limited, version(counted))[name]
    assert (gone.weight, "at most" in gone.text) == ("risky", False)


# --- versions ----------------------------------------------------------------------------------


def headed(text: str, body: Callable[[str], str]) -> str:
    """A file with another body, under a header that fits it."""
    header = parse_header(text)
    assert header is not None
    _, _, _, rest = text.split("\n", 3)
    made = body(rest)
    return with_header(made, origin=header.origin, ir=header.ir, regenerate=header.regenerate)


def without_digests(text: str) -> str:
    """A file as it was before DAGs had digests in their documentation."""
    return headed(
        text,
        lambda body: "\n".join(
            line for line in body.split("\n") if not line.startswith("    ir sha")
        ),
    )


def edited(text: str) -> str:
    """The file with another body in a task, by hand."""
    return text.replace("return step.run(ops", "print()\n    return step.run(ops").replace(
        'step = Step("count")', 'step = Step("count")  # here'
    )


def test_a_file_of_an_older_dagcompile_makes_a_new_version() -> None:
    old = with_text(version(counted), without_digests)
    assert told(old, version(counted))["new_version"].text == (
        "DAG `daily` gets a new version: of what differs Airflow keeps only the digests in its"
        " documentation"
    )


def test_without_digests_airflow_does_not_see_what_tasks_do() -> None:
    old = with_text(version(counted), without_digests)
    new = with_text(old, lambda text: headed(text, edited))
    assert list(told(old, new)) == ["same_version"]


def test_an_edit_by_hand_that_is_undone_is_no_version() -> None:
    assert list(told(with_text(version(counted), edited), version(counted))) == ["same_version"]


def test_only_a_header_is_no_version() -> None:
    moved = with_text(version(counted), lambda text: text.replace("dagcompile build", "make", 1))
    assert list(told(version(counted), moved)) == ["same_version"]


@pytest.mark.parametrize("text", ["<<<<<<< ours\n=======\n", "x = 1\n", "\0", "def f(:\n"])
def test_of_a_damaged_file_nothing_can_be_told(text: str) -> None:
    (unknown,) = told(with_text(version(counted), lambda _: text), version(counted)).values()
    assert (unknown.kind, unknown.weight) == ("airflow.unknown", "risky")


# --- tasks -------------------------------------------------------------------------------------


def staged() -> int:
    rows = load()
    with stage("count"):
        found = total(rows)
    return found


def test_a_step_that_is_a_stage_has_the_history_of_both() -> None:
    found = told(version(counted), version(staged))
    assert found["task_changed"].text == (
        "task `count` was a step and is a stage: its history tells of both"
    )


def test_guards_that_become_tasks_are_new_tasks() -> None:
    found = told(version(counted), version(counted, {"guards": "steps"}))
    assert found["tasks_added"].names == ("load.guard", "count.guard")
    back = told(version(counted, {"guards": "steps"}), version(counted))
    assert back["tasks_removed"].names == ("load.guard", "count.guard")


def test_a_task_that_cleans_up_is_a_task() -> None:
    found = told(version(counted), version(counted, {"store_cleanup": "success"}))
    assert found["tasks_added"].names == ("store_cleanup",)


def test_another_place_and_another_run_time_have_to_be_there() -> None:
    docker = {"nodes": {"runs_in": {"kind": "docker", "image": "flights:1"}}}
    found = told(version(counted), version(counted, docker))
    assert found["environment"].names == ("load", "count")
    found = told(version(counted), version(counted, {"runtime": "vendor"}))
    assert "has to be deployed beside it" in found["runtime"].text
    found = told(version(counted, {"runtime": "vendor"}), version(counted))
    assert "has to be installed" in found["runtime"].text


def test_what_was_there_before_is_not_asked_for_again() -> None:
    one, other = {"nodes": {"pool": "db"}}, {"nodes": {"pool": "db", "pool_slots": 2}}
    assert "pool" in told(version(counted), version(counted, one))
    assert "pool" not in told(version(counted, one), version(counted, other))


# --- schedules ---------------------------------------------------------------------------------


CRON = Cron("0 6 * * *")


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (None, CRON, "runs are made by the clock from now on, the first for the latest time due"),
        (CRON, None, "no run is made by the scheduler any more; those that are under way end"),
        (CRON, ORDERS, "a run is made once asset `orders` is written; what was written before"),
        (ORDERS, [ORDERS, STOCK], "a run is made once all of assets `orders` and `stock` are"),
        (ORDERS, PRICES | STOCK, "a run is made once any of assets `prices` and `stock`"),
        (CRON, Cron("0 7 * * *"), "the first run by the new times is the latest that is due"),
    ],
)
def test_another_schedule(old: Any, new: Any, text: str) -> None:
    assert told(on(old), on(new))["schedule"].text.startswith(text)


def test_catchup_that_is_switched_off_leaves_runs_out() -> None:
    found = told(on(CRON, start=date(2026, 1, 1), catchup=True), on(CRON, start=date(2026, 1, 1)))
    assert found["catchup"].text.startswith("of the runs that are due and not begun, all but")


# --- what runs are given, and assets -----------------------------------------------------------


@op
def days(day: str) -> int:
    return len(day)


def with_default(day: str = "x") -> int:
    return days(day)


def without_default(day: str) -> int:
    return days(day)


def test_a_param_that_has_to_be_given() -> None:
    found = told(version(with_default), version(without_default))
    assert found["params_required"].text == "Airflow takes no run that is not given `day`"
    assert found["params_required"].weight == "breaking"


def written() -> int:
    rows = load()
    write(rows)
    return count(rows)


def test_assets_begin_other_dags() -> None:
    assert told(version(counted), version(written))["assets_added"].names == ("orders",)
    assert told(version(written), version(counted))["assets_removed"].weight == "breaking"
