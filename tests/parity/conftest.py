"""The parity suite on every engine of every installed target: each runs all of its cases once."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import arrays
import fleet
import pytest
from nasty.pipelines import nasty

from dagcompile.target import find_target, installed_targets
from dagcompile.testing.parity import CASES, PLACED, Asked, Case, Suite, asked_for, run_suite
from dagcompile.testing.parity.cases.wild import wild
from dagcompile.testing.parity.graphs import Plan, case_of, drawn, given_to
from flights.pipelines import daily_delays

NASTY = Case(
    name="nasty",
    title="every hard case at once",
    pipeline=nasty,
    params={"start": 3},
    environment=("NASTY_SCRATCH",),
)

FLIGHTS = [
    Case(
        name=f"flights_{day}",
        title="the example: a day of flights",
        pipeline=daily_delays,
        params={"day": day},
    )
    for day in (date(2013, 1, 1), date(2013, 1, 30))
]

WILD = [wild(seed) for seed in range(8)]


def _graph(seed: int) -> tuple[Plan, dict[str, Any]]:
    random = Random(seed)
    plan = drawn(random, steps=9, name=f"typed_{seed}")
    return plan, given_to(plan, random)


GRAPHS = [_graph(seed) for seed in range(12)]
"""Typed graphs and the params of a run of each, the same in every process."""

QUICK = "python"
"""The target on which every case is tried with every placement of guards."""


def engines() -> list[tuple[str, str]]:
    """Every target and import path of a runner of it."""
    return [(target.name, path) for target in installed_targets() for path in target.runners]


def asked(target: str) -> list[Asked]:
    """What is run on the engines of `target`."""
    typed = [case_of(plan, "a random typed graph", **params) for plan, params in GRAPHS]
    cases = (*CASES, NASTY, *FLIGHTS, *WILD, *arrays.CASES, *fleet.CASES, *typed)
    return asked_for(find_target(target), cases=cases, placed=None if target == QUICK else PLACED)


Suites = Callable[[str, str], Suite]


@pytest.fixture(scope="session")
def suites(tmp_path_factory: pytest.TempPathFactory) -> Suites:
    """The suite of a target on one of its runners, run when it is first asked for."""
    known: dict[str, Suite | BaseException] = {}

    def run(target: str, runner: str) -> Suite | BaseException:
        folder = tmp_path_factory.mktemp("parity")
        try:
            return run_suite(target, folder=folder, runner=runner, asked=asked(target))
        except BaseException as error:  # noqa: BLE001  (raised below, for every case of the engine)
            return error

    def suite(target: str, runner: str) -> Suite:
        if runner not in known:
            known[runner] = run(target, runner)
        found = known[runner]
        if isinstance(found, BaseException):
            raise found
        return found

    return suite


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.originalname == "test_parity":
        metafunc.parametrize(
            ("target", "runner", "name"),
            [
                pytest.param(target, runner, each.name, id=f"{_short(runner)}-{each.name}")
                for target, runner in engines()
                for each in asked(target)
            ],
        )


def _short(runner: str) -> str:
    return runner.rpartition(":")[2].removesuffix("Runner").lower()
