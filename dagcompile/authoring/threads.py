"""Threads that the body of a pipeline starts belong to its trace.

    follow_threads()
    ThreadPoolExecutor().submit(load, "x")      # in a body: load knows that it is in a trace

A new thread knows no context variables, so an op that it calls would just run: real work, done
where a pipeline is compiled. Only threads that are started where a trace is open inherit it.
"""

import sys
import threading
from collections.abc import Callable

from dagcompile.authoring.places import author_mark
from dagcompile.authoring.scope import CURRENT

_lock = threading.Lock()
_starts: list[Callable[[threading.Thread], None]] = []


def follow_threads() -> None:
    """From now on, a thread is started with the trace of what starts it.

    For good, since what others put in front of `Thread.start` meanwhile may hold on to ours.
    """
    with _lock:
        if not _starts:
            _starts.append(threading.Thread.start)
            threading.Thread.start = _start  # type: ignore[assignment, method-assign]


def _start(thread: threading.Thread) -> None:
    tracer = CURRENT.get()
    if tracer is not None:
        run, mark = thread.run, author_mark(sys._getframe(1))

        def traced() -> None:
            CURRENT.set(tracer)
            tracer.threads[threading.get_ident()] = mark
            run()

        thread.run = traced  # type: ignore[method-assign]
    _starts[0](thread)
