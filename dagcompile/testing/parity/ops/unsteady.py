"""Ops that fail at first, or take their time.

They count their calls in a folder that all workers of a run share.
"""

import os
import time
from pathlib import Path

from dagcompile import SKIP, Maybe, op


class Away(Exception):
    """A service is away for a moment."""


class LongAway(Away):
    """A special case of it."""


class Refused(Exception):
    """A service that will never answer."""


def count_call(scratch: str, name: str) -> int:
    """How often this has been called by that name in this run, this time included."""
    path = Path(scratch, name)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(descriptor, b".")
    finally:
        os.close(descriptor)
    return path.stat().st_size


@op
def after_failures(scratch: str, name: str, failures: int) -> int:
    """The number of the first call that succeeds."""
    call = count_call(scratch, name)
    if call <= failures:
        raise Away(f"call {call}")
    return call


@op
def ever_worse(scratch: str, name: str) -> int:
    """Is away, is long away, and then refuses."""
    call = count_call(scratch, name)
    raise (Away, LongAway, Refused)[min(call, 3) - 1](f"call {call}")


@op
def withheld_at_last(scratch: str, name: str) -> Maybe[int]:
    """Fails once, then withholds its output."""
    if count_call(scratch, name) == 1:
        raise Away("call 1")
    return SKIP


@op
def lies_at_last(scratch: str, name: str) -> int:
    """Fails once, then returns what it did not declare."""
    call = count_call(scratch, name)
    if call == 1:
        raise Away("call 1")
    return f"call {call}"  # type: ignore[return-value]


@op
def slow_at_first(scratch: str, name: str, slow: int) -> int:
    """The number of the first call that does not take five seconds."""
    call = count_call(scratch, name)
    if call <= slow:
        _idle(5.0)
    return call


@op
def stubborn(seconds: float) -> int:
    """Takes that long, whatever exception comes its way."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            _idle(end - time.monotonic())
        except Exception:  # noqa: BLE001, S112  (it is stubborn)
            continue
    return 1


@op
def times_out(number: int) -> int:
    """Fails by a time limit of its own, which is an error like others."""
    raise TimeoutError(f"{number} took too long")


def _idle(seconds: float) -> None:
    """Wait, in steps that are short enough to be told to stop between them."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.01)


@op
def calls(scratch: str, name: str) -> int:
    """How often the op of that name has been called."""
    path = Path(scratch, name)
    return path.stat().st_size if path.exists() else 0
