"""The harness finds what is wrong: with a run, with a runner, with what a target declares."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dagcompile import op, pipeline
from dagcompile.target import Target, find_target, unsupported
from dagcompile.targets.python.parity import ScriptRunner
from dagcompile.testing.parity import (
    CASES,
    Asked,
    BuiltCase,
    Case,
    Observed,
    Suite,
    Unrunnable,
    run_suite,
)


def by_name(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


def run(tmp_path: Path, target: Target, *names: str, runner: object = None) -> Suite:
    asked = [Asked(case=by_name(name)) for name in names]
    return run_suite(target, folder=tmp_path, runner=runner, asked=asked)  # type: ignore[arg-type]


@pytest.fixture
def python() -> Target:
    return find_target("python")


class Changed:
    """A runner that tells something else than what it saw, of the case `chain`."""

    name = "changed"

    def __init__(self, told: Observed | Unrunnable | None) -> None:
        self.told = told

    def run(self, cases: Sequence[BuiltCase]) -> Mapping[str, Observed | Unrunnable]:
        saw = dict(ScriptRunner().run(cases))
        del saw["chain"]
        return saw if self.told is None else saw | {"chain": self.told}


def test_a_case_that_is_as_it_should_be(tmp_path: Path, python: Target) -> None:
    suite = run(tmp_path, python, "chain", "guard_error")
    assert suite.findings == {"chain": [], "guard_error": []}
    assert (suite.runner, suite.failures, suite.gaps) == ("script", [], frozenset())


def test_a_run_that_ended_otherwise(tmp_path: Path, python: Target) -> None:
    told = Observed(outcome="ok", results={}, nodes={}, events={})
    suite = run(tmp_path, python, "chain", "diamond", runner=Changed(told))
    assert suite.failures == ["chain"]
    assert "result result: expected 4, got nothing" in suite.findings["chain"]
    assert suite.report().startswith("1 of 2 cases fail on changed\nchain\n  ")


def test_a_runner_that_could_not_run_a_case(tmp_path: Path, python: Target) -> None:
    suite = run(tmp_path, python, "chain", runner=Changed(Unrunnable("no engine\nnowhere")))
    assert suite.findings["chain"] == ["could not be run:", "no engine", "nowhere"]


def test_a_runner_that_forgets_a_case(tmp_path: Path, python: Target) -> None:
    suite = run(tmp_path, python, "chain", runner=Changed(None))
    assert suite.findings["chain"] == ["the runner says nothing of it"]


def test_a_gap_that_works_is_found(tmp_path: Path, python: Target) -> None:
    gap = {**python.capabilities, "retry": unsupported("no clock", instead="wait")}
    suite = run(tmp_path, replace(python, capabilities=gap), "chain", "retry_success")
    assert suite.gaps == {"retry_success"}
    assert suite.failures == ["retry_success"]
    assert suite.findings["retry_success"] == [
        "is declared to be unsupported, and works: take the gap back"
    ]


def test_a_gap_that_is_one(tmp_path: Path, python: Target) -> None:
    def emit(*_: object) -> tuple[()]:
        raise NotImplementedError

    gap = {**python.capabilities, "retry": unsupported("no clock", instead="wait")}
    suite = run(tmp_path, replace(python, capabilities=gap, emit=emit), "retry_success")
    assert suite.gaps == {"retry_success"}
    assert not suite.failures


def test_a_gap_that_is_not_declared(tmp_path: Path, python: Target) -> None:
    def emit(*_: object) -> tuple[()]:
        raise NotImplementedError("no retry")

    suite = run(tmp_path, replace(python, emit=emit), "retry_success")
    assert suite.failures == ["retry_success"]
    assert "does not compile: DC619" in suite.findings["retry_success"][0]


@op
def half(number: int) -> float:
    return number / 2


@pipeline
def wrong(text: str) -> float:
    return half(text)  # type: ignore[arg-type]


def test_a_case_that_does_not_compile(tmp_path: Path, python: Target) -> None:
    asked = [Asked(case=Case(name="wrong", title="str for int", pipeline=wrong))]
    suite = run_suite(python, folder=tmp_path, asked=asked)
    assert suite.failures == ["wrong"]
    assert suite.findings["wrong"][0].startswith("does not compile: DC")
