"""An op is a function: its test calls it."""

from datetime import date

from my_project.contracts import Calendar, Cycle, Release
from my_project.ops import cycles_of, load_releases, regular


def test_a_cycle_is_the_time_between_two_releases() -> None:
    releases = [
        Release("3.12", date(2023, 10, 2)),
        Release("3.13", date(2024, 10, 7)),
    ]
    assert cycles_of(releases) == [Cycle("3.13", 371)]


def test_a_cycle_is_regular_within_the_tolerance() -> None:
    cycles = [Cycle("a", 364), Cycle("b", 366), Cycle("c", 367)]
    found = regular(cycles, config=Calendar(days=365, tolerance=1))
    assert [each.version for each in found] == ["a", "b"]


def test_the_data_is_in_the_order_of_time() -> None:
    releases = load_releases()
    assert releases == sorted(releases, key=lambda each: each.released)
