"""Random graphs mean the same as scripts, as Dask graphs and to the semantics."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.ir.records import Placement
from dagcompile.target import find_target
from dagcompile.testing.parity import Asked, run_suite
from dagcompile.testing.parity.cases.wild import wild

PLACEMENTS: list[Placement | None] = [None, "steps", "inline", "off"]


@pytest.mark.parametrize("target", ["python", "dask"])
@given(
    seed=st.integers(min_value=0, max_value=10**9),
    nodes=st.integers(min_value=1, max_value=25),
    guards=st.sampled_from(PLACEMENTS),
)
def test_any_graph(target: str, seed: int, nodes: int, guards: Placement | None) -> None:
    runner = find_target(target).runners[0]  # the one in this process
    asked = [Asked(case=wild(seed, nodes=nodes), guards=guards)]
    with TemporaryDirectory() as folder:
        suite = run_suite(target, folder=Path(folder), runner=runner, asked=asked)
    assert not suite.failures, suite.report()
