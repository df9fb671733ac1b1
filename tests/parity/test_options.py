"""Options of Dask change where and how often a step runs, and nothing of what a pipeline means."""

from dataclasses import replace
from pathlib import Path

from dagcompile.target import Target, find_target
from dagcompile.targets.dask.options import DaskNodeOptions, DaskOptions
from dagcompile.testing.parity import CASES, run_suite
from dagcompile.testing.parity.cases import choices, flow, guards, retries
from dagcompile.testing.parity.harness import asked_for

DASK = find_target("dask")


class Pure(DaskOptions):
    """Every step is pure, but for those that write."""

    nodes: DaskNodeOptions = DaskNodeOptions(pure=True)


class Placed(DaskOptions):
    """Every key is given all that it can be."""

    nodes: DaskNodeOptions = DaskNodeOptions(
        priority=-7, workers=["nowhere"], allow_other_workers=True, pure=True
    )


def given(options: type[DaskOptions]) -> Target:
    return replace(DASK, options=options)


def test_no_case_is_another_where_all_steps_are_pure(tmp_path: Path) -> None:
    target = given(Pure)
    suite = run_suite(
        target,
        folder=tmp_path,
        runner="dagcompile.targets.dask.parity:ThreadsRunner",
        asked=asked_for(target, placed=frozenset(each.name for each in guards.CASES)),
    )
    assert not suite.failures, suite.report()
    assert len(suite.findings) > len(CASES)
    assert all("pure=True" in each.read_text() for each in tmp_path.rglob("*_dask.py"))


def test_no_case_is_another_where_keys_are_placed(tmp_path: Path) -> None:
    target = given(Placed)
    cases = [*flow.CASES, *choices.CASES, *retries.CASES]
    suite = run_suite(
        target,
        folder=tmp_path,
        runner="dagcompile.targets.dask.parity:DistributedRunner",
        asked=asked_for(target, cases=cases, placed=frozenset()),
    )
    assert not suite.failures, suite.report()
    assert all("priority=-7" in each.read_text() for each in tmp_path.rglob("*_dask.py"))
