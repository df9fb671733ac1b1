"""The hostile pipelines, built once."""

from typing import Any, TypeAlias

import pytest
from hostile.built import Built, Refused, build, pipelines, write
from hostile.parsed import parsed

Parsed: TypeAlias = dict[str, Any]


@pytest.fixture(scope="session")
def outcomes() -> list[Built | Refused]:
    return [outcome for made in pipelines() for outcome in build(made)]


@pytest.fixture(scope="session")
def built(outcomes: list[Built | Refused]) -> list[Built]:
    return [each for each in outcomes if isinstance(each, Built)]


@pytest.fixture(scope="session")
def refused(outcomes: list[Built | Refused]) -> list[Refused]:
    return [each for each in outcomes if isinstance(each, Refused)]


@pytest.fixture(scope="session")
def airflow_sees(built: list[Built], tmp_path_factory: pytest.TempPathFactory) -> list[Parsed]:
    """What Airflow makes of every DAG file, in one process: guards inline, and guards as tasks."""
    folder = tmp_path_factory.mktemp("hostile")
    # Of pipelines that come to one path a build refuses all but one (DC616).
    paths = {(each.guards, each.path): each for each in reversed(built) if each.target == "airflow"}
    dags = list(paths.values())
    inline = write([each for each in dags if each.guards is None], folder / "inline")
    steps = write([each for each in dags if each.guards == "steps"], folder / "steps")
    return parsed(inline, steps, home=folder / "home")
