"""The suite on Airflow where nobody names a store: values of every kind, and large ones."""

from pathlib import Path

from dagcompile.target import find_target
from dagcompile.targets.airflow.parity import AirflowRunner
from dagcompile.testing.parity import asked_for, run_suite
from dagcompile.testing.parity.cases import values


def test_values_mean_the_same_without_a_store(tmp_path: Path) -> None:
    names = {each.name for each in values.CASES}
    asked = [each for each in asked_for(find_target("airflow")) if each.case.name in names]
    assert len(asked) >= len(names)
    found = run_suite("airflow", folder=tmp_path, runner=AirflowRunner(store=""), asked=asked)
    assert {name: said for name, said in found.findings.items() if said} == {}
