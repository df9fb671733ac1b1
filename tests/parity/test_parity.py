"""One meaning everywhere: every case on every engine comes to what the semantics says."""

from collections.abc import Callable

import pytest

from dagcompile.testing.parity import CASES, PLACED, Suite

Suites = Callable[[str, str], Suite]


def test_parity(suites: Suites, target: str, runner: str, name: str) -> None:
    found = suites(target, runner).findings[name]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("target", "runner", "names"),
    [
        pytest.param("python", "dagcompile.targets.python.parity:ScriptRunner", set(), id="script"),
        pytest.param("dask", "dagcompile.targets.dask.parity:ThreadsRunner", set(), id="threads"),
        pytest.param(
            "airflow",
            "dagcompile.targets.airflow.parity:AirflowRunner",
            {"opaque", "secret_leaks", "secret_inside"},
            id="airflow",
        ),
    ],
)
def test_the_gaps_are_those_that_are_known(
    suites: Suites, target: str, runner: str, names: set[str]
) -> None:
    assert suites(target, runner).gaps == names


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
    assert set(names) >= PLACED


def test_there_are_at_least_as_many_cases_as_were_promised() -> None:
    assert len({case.pipeline.name for case in CASES}) >= 24
