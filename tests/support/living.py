"""Processes that a test has started, by their ids, and whether they run."""

import time
from collections.abc import Iterable
from pathlib import Path

PATIENCE = 120.0
"""Seconds in which what has been ended is gone; far fewer on an idle machine."""


def alive(id: int) -> bool:
    """Whether it runs; an orphan that has ended may wait long for somebody to notice."""
    try:
        state = Path(f"/proc/{id}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def gone(ids: Iterable[int]) -> bool:
    """Whether none of them runs any more, which is waited for."""
    until = time.monotonic() + PATIENCE
    left = list(ids)
    while (left := [each for each in left if alive(each)]) and time.monotonic() < until:
        time.sleep(0.02)
    return not left
