"""Versions of a DAG: what Airflow takes for another one is what dagcompile writes otherwise."""

from collections.abc import Callable

import pytest
from deployment import Deployment

from dagcompile import op, pipeline
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.target import find_target


@op
def start() -> int:
    """Begins."""
    return 1


@op
def double(number: int) -> int:
    """Twice the number."""
    return 2 * number


def written(wired: Callable[[], int]) -> str:
    """The DAG file of a pipeline, always of the same name."""
    made: Pipeline[[], int] = pipeline(name="versioned")(wired)
    target = find_target("airflow")
    (artifact,) = emitted(compile_loaded(made), Chosen(target=target, options=target.options()))
    return artifact.text


def first() -> int:
    """A pipeline that is edited."""
    return double(start())


def edited() -> int:
    """A pipeline that is edited."""
    return double.with_policy(timeout=60)(start())


@pytest.fixture(scope="module")
def served(deployed: Deployment) -> Deployment:
    """With a run of the first version."""
    deployed.add("versioned_dag.py", written(first))
    assert deployed.trigger("versioned").ended() == "success"
    return deployed


def test_a_rebuild_without_a_change_is_the_same_version(served: Deployment) -> None:
    before = served.versions("versioned")
    served.add("versioned_dag.py", written(first))
    assert served.versions("versioned") == before == [1]


def test_an_edit_in_the_body_of_one_task_is_a_new_version(served: Deployment) -> None:
    old, new = written(first), written(edited)
    # Only what a task does within, and the digests that follow from it, are otherwise.
    lines = zip(old.splitlines()[3:], new.splitlines()[3:], strict=True)
    changed = [(before.strip(), now.strip()) for before, now in lines if before != now]
    assert [now.partition(":")[0] for _, now in changed[1:]] == ["ir sha256"]
    assert "timeout=60.0" in changed[0][1]
    served.add("versioned_dag.py", new)
    assert served.versions("versioned") == [1, 2]
    run = served.trigger("versioned")
    assert run.ended() == "success"
    assert run.xcom("double") == {"result": {"value": 2}}
    told = served.api.get(f"dags/versioned/dagRuns/{run.id}")
    assert [each["version_number"] for each in told["dag_versions"]] == [2]
