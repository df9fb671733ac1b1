"""How long one call of a body may take.

    within(30.0, lambda: ops.load(day), node="load")     the value, or StepTimeout after 30 seconds

The body runs in a thread of its own, with the context variables of the caller, and the caller
waits. When time is up an exception that `except Exception` does not catch is put into the body. It
arrives when Python next runs a line of it: a body that waits in a single call of the operating
system or of an extension runs on until that returns, and what it gives then is dropped. Where it
was when its time was up is what the traceback of the `StepTimeout` ends with. A body that held the
interpreter's lock until it ended could not be told; what it gives is dropped, if it comes too late.
"""

import threading
from collections.abc import Callable
from contextvars import copy_context
from time import monotonic
from types import TracebackType
from typing import Any, Generic, TypeVar

from dagcompile.runtime.stacks import stack_of

R = TypeVar("R")

GRACE = 0.5
"""Seconds in which a body that was told to stop may do so before the run goes on without it."""


class StepTimeout(TimeoutError):
    """A body did not return within its time. Retried whatever classes a `Retry` names."""


class Stopped(SystemExit):
    """Put into a body whose time is up. Where nobody catches it, its thread ends in silence."""


def within(seconds: float, body: Callable[[], R], *, node: str) -> R:
    """What `body` returns or raises, if it does so within `seconds`.

    Raises:
        StepTimeout: it does not.
    """
    attempt = _Attempt(body, seconds)
    try:
        attempt.thread.start()
        attempt.thread.join(min(seconds, threading.TIMEOUT_MAX))
    except BaseException:  # the run is ended from outside, and the body with it
        attempt.stop()
        raise
    told = attempt.stop()
    if told:
        attempt.thread.join(GRACE)
    if told or attempt.late:
        said = f"{node} did not return within its timeout of {seconds:.15g} s"
        raise StepTimeout(said).with_traceback(attempt.where)
    return attempt.outcome()


class _Attempt(Generic[R]):
    """A body in its thread, which either ends or is told to stop."""

    def __init__(self, body: Callable[[], R], seconds: float) -> None:
        # A daemon, since a body that cannot be stopped is not to keep its process from ending.
        run = copy_context().run
        self.thread = threading.Thread(target=run, args=(self._run, body), daemon=True)
        self.where: TracebackType | None = None  # it was when it was told to stop
        self.late = False  # whether it ended, and took longer than it may
        self._seconds = seconds
        self._returned: list[R] = []
        self._raised: list[BaseException] = []
        self._ended = False
        self._one = threading.Lock()

    def stop(self) -> bool:
        """Tell the body to stop, unless it has ended; gives whether it was told."""
        with self._one:  # or its thread could end meanwhile, and another have its number
            if not self._ended:
                self.where = stack_of(self.thread.ident, below=_Attempt._run.__code__)
                _raise_in(self.thread, Stopped)
            return not self._ended

    def outcome(self) -> R:
        """What the body that has ended returned or raised. To be asked once."""
        try:
            if self._raised:
                raise self._raised[0]
            return self._returned[0]
        finally:
            # An error holds this frame, which must not hold the error.
            self._returned.clear()
            self._raised.clear()

    def _run(self, body: Callable[[], R]) -> None:
        begin = monotonic()
        try:
            value = body()
        except BaseException as error:  # noqa: BLE001  (raised again by `outcome`)
            self._end(self._raised, error, began=begin)
        else:
            self._end(self._returned, value, began=begin)

    def _end(self, kept: list[Any], what: object, *, began: float) -> None:
        took = monotonic() - began
        with self._one:
            self.late = took > self._seconds
            if not self.late:
                kept.append(what)
            self._ended = True


def _raise_in(thread: threading.Thread, error: type[BaseException]) -> None:
    """Raise `error` in `thread` when it next runs a line of Python."""
    if thread.ident is not None:
        import ctypes  # which few runs need

        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident), ctypes.py_object(error)
        )
