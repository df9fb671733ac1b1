"""Bodies whose time is up after they have begun.

A thread of a busy machine may not have begun in a short time, and what takes long in a test is
worth little: so the time is short at first, and longer as often as the body has not begun in it.
"""

from collections.abc import Callable
from typing import Any

import pytest

from dagcompile.runtime.timeout import StepTimeout, within

TIMES = (0.05, 0.5, 5.0, 50.0)
"""Seconds."""


def timed_out(
    body: Callable[[], Any], begun: Callable[[], bool], *, node: str = "n"
) -> tuple[StepTimeout, float]:
    """The error of `body`, which takes longer, and the time that it had begun in."""
    for seconds in TIMES:
        with pytest.raises(StepTimeout) as caught:
            within(seconds, body, node=node)
        if begun():
            return caught.value, seconds
    raise AssertionError(f"it did not begin within {TIMES[-1]:g} seconds")
