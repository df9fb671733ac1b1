"""A run that is debugged means what every run means."""

from pathlib import Path

import pytest

from dagcompile.runtime.debug import VARIABLE
from dagcompile.target import find_target
from dagcompile.testing.parity import CASES, asked_for, run_suite


@pytest.mark.parametrize("target", ["python", "dask"])
def test_a_debugged_run_means_the_same(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "mutations")
    asked = asked_for(find_target(target), cases=CASES)
    runner = find_target(target).runners[0]
    found = run_suite(target, folder=tmp_path, runner=runner, asked=asked).findings
    assert {name: each for name, each in found.items() if each} == {}
