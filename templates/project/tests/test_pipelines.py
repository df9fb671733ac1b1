"""The pipeline as a whole, run by the script that is generated from it."""

from datetime import date

from dagcompile.testing import run

from my_project.contracts import Cycle
from my_project.pipelines import release_cycles


def test_python_has_come_out_every_year_since_2020() -> None:
    report = run(release_cycles, since=date(2020, 1, 1))
    assert report.result.cycles == report.result.regular == 4
    assert report.result.longest == Cycle("3.11", 385)


def test_a_day_without_releases_has_no_longest_cycle() -> None:
    report = run(release_cycles, since=date(2100, 1, 1))
    assert report.result.longest is None
    assert report.nodes["load_releases"].outcome == "ok"
