"""A run that is told to end by SIGTERM, as an operating system or a cluster does.

with terminable():
    run()            # raises Terminated where it is, as Ctrl-C raises KeyboardInterrupt
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Terminated(KeyboardInterrupt):
    """SIGTERM has come. It ends what an interrupt ends."""


@contextmanager
def terminable() -> Iterator[None]:
    """While inside, SIGTERM raises `Terminated` in this process, once.

    A program that has a handler of its own, or ignores the signal, keeps it.
    """
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    process = os.getpid()

    def end(number: int, _frame: FrameType | None) -> None:
        if os.getpid() != process:  # a fork of this one, which has no run to end
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            return
        signal.signal(number, signal.SIG_IGN)
        _end_children()
        raise Terminated

    signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end_children() -> None:
    """End the processes that are waited for when a step ends, or this process does: those of pools.

    Daemons, such as the workers of a local cluster, are ended by whoever has started them.
    """
    multiprocessing = sys.modules.get("multiprocessing")
    for child in multiprocessing.active_children() if multiprocessing else ():
        if not child.daemon:
            child.terminate()
