"""The queries of lazy frames, which one verdict runs once, however often it asks for the rows.

    with run_once():
        rows_of(frame)          # runs its query
        rows_of(frame)          # gives the same rows
        passed(frame, "Rows")   # the rows are needed no more, how many there were is kept
        total_of(frame)         # 842

A query need not give the same rows twice: what was found wrong is told of the very rows in which
it was found. Outside of a verdict nothing is kept.
"""

import threading
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class _Run:
    """What one query gave, or raised."""

    frame: Any  # held, for it is known by its id
    total: int = 0
    rows: Any = None
    error: Exception | None = None
    passed: set[Hashable] = field(default_factory=set)


class _Kept(threading.local):
    runs: dict[int, _Run] | None = None


_KEPT = _Kept()


class run_once:  # noqa: N801  (a context manager, not by contextlib, which takes a microsecond)
    """Within, in this thread, the query of a lazy frame is run once."""

    __slots__ = ("_outermost",)

    def __enter__(self) -> None:
        self._outermost = _KEPT.runs is None
        if self._outermost:
            _KEPT.runs = {}

    def __exit__(self, *_: object) -> None:
        if self._outermost:
            _KEPT.runs = None


def rows_of(frame: Any) -> Any:
    """The rows that the query of a lazy frame gives. Raises what it raises."""
    if _KEPT.runs is None:
        return frame.collect()
    run = _KEPT.runs.get(id(frame))
    if run is None or (run.rows is None and run.error is None):
        run = _KEPT.runs.setdefault(id(frame), _Run(frame))
        try:
            run.rows = frame.collect()
            run.total = int(run.rows.height)
        except Exception as error:  # noqa: BLE001  (raised again, as often as it is asked for)
            run.error = error
    if run.error is not None:
        raise run.error
    return run.rows


def passed(frame: Any, by: Hashable) -> None:
    """Keep that the rows of `frame` passed what `by` stands for, and let go of them."""
    run = (_KEPT.runs or {}).get(id(frame))
    if run is not None:
        run.passed.add(by)
        run.rows = None


def has_passed(frame: Any, by: Hashable) -> bool:
    """Whether the rows of `frame` are known to pass what `by` stands for."""
    run = (_KEPT.runs or {}).get(id(frame))
    return run is not None and by in run.passed


def total_of(frame: Any) -> int | None:
    """How many rows the query of `frame` gave; None where it was not run."""
    run = (_KEPT.runs or {}).get(id(frame))
    return None if run is None or run.error is not None else run.total
