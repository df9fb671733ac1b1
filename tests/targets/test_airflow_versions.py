"""What a file takes from Airflow is there in the version that the file is for."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dagcompile import Daily, Retry, native, op, partition, pipeline
from dagcompile.diagnostics import CompileError
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted, examine
from dagcompile.project.targets import Chosen
from dagcompile.target import find_target
from dagcompile.targets.airflow.versions import FEATURES, FLOOR, Feature, number

ROOT = Path(__file__).parents[2]

AT_FLOOR = frozenset(
    "Asset AssetAll AssetAny AsyncCallback CronDataIntervalTimetable CronTriggerTimetable"
    " DeadlineAlert DeadlineReference Param dag XComArg get_current_context task".split()
)
"""Of what `airflow.sdk` of Task SDK 1.2.0, that of Airflow 3.2, has in its `__all__`."""

NEWER: dict[str, Feature] = {
    "PartitionedAtRuntime": "partition keys",
    "RetryDecision": "growing waits",
    "RetryPolicy": "growing waits",
}
"""What is not there, by the feature that a pipeline has to use to get it into a file."""


def taken(text: str) -> Iterator[str]:
    """The names that a file takes from `airflow.sdk`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module == "airflow.sdk":
            yield from (each.name for each in node.names)


@op
def load() -> int:
    return 1


@op
def of(day: date) -> int:
    return day.day


@pipeline
def keyed(day: date = partition(Daily())) -> int:
    return of(day)


def chosen(**given: Any) -> Chosen:
    target = find_target("airflow")
    return Chosen(target=target, options=target.options.model_validate(given))


def text_of(made: Any, **given: Any) -> str:
    return emitted(compile_loaded(made), chosen(**given))[0].text


def refused(made: Any, **given: Any) -> set[str]:
    try:
        examine(compile_loaded(made), [chosen(**given)])
    except CompileError as error:
        return {each.code for each in error.diagnostics}
    return set()


def test_what_is_taken_from_the_task_sdk_is_in_the_table() -> None:
    folders = (ROOT / "tests" / "golden", ROOT / "examples", ROOT / "dagcompile" / "runtime")
    files = [path.read_text() for folder in folders for path in folder.rglob("*.py")]
    names = {name for text in (*files, text_of(keyed)) for name in taken(text)}
    assert {"dag", "task", *NEWER} <= names
    assert names - AT_FLOOR == NEWER.keys()
    assert all(number(FEATURES[each].version) > number(FLOOR) for each in NEWER.values())


RETRIES = [
    Retry(attempts=2),
    Retry(attempts=2, delay=5),
    Retry(attempts=2, delay=5, max_delay=2),
    Retry(attempts=1, delay=5, backoff=2),
    Retry(attempts=2, delay=5, backoff=2),
    Retry(attempts=2, delay=5, jitter=0.5),
]
PLACES: list[Any] = [
    None,
    {"kind": "virtualenv", "requirements": ["dagcompile"]},
    {"kind": "external_python", "python": "python3"},
    {"kind": "docker", "image": "jobs:3"},
    {"kind": "kubernetes", "image": "jobs:3"},
]


@pytest.mark.parametrize("retry", RETRIES)
@pytest.mark.parametrize("place", PLACES)
def test_a_file_for_an_older_airflow_has_no_policy_or_is_refused(retry: Retry, place: Any) -> None:
    @pipeline
    def job() -> int:
        called = native("nowhere.operators:Operator", returns=int)
        called.with_policy(retry=retry)()
        return load.with_policy(retry=retry, targets={"airflow": {"runs_in": place}})()

    codes = refused(job, airflow_version=FLOOR)
    assert codes == ({"DC508"} if "Backoff" in text_of(job, airflow_version=FLOOR) else set())
