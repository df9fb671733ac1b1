"""Helpers for the tests of those who write pipelines and targets.

from dagcompile.testing import run

def test_a_quiet_day() -> None:
    assert run(daily_delays, day=date(2013, 1, 1)).result.carriers == []
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dagcompile.testing.running import run as run

__all__ = ["run"]


def __getattr__(name: str) -> object:
    if name != "run":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dagcompile.testing.running import run

    return run
