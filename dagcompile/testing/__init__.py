"""Helpers for the tests of those who write pipelines and targets.

from dagcompile.testing import run

def test_a_quiet_day() -> None:
    assert run(daily_delays, day=date(2013, 1, 1)).result.carriers == []
"""

from dagcompile.testing.run import run

__all__ = ["run"]
