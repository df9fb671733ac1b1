"""A process in which a build has pipelines made; see `processes`, which starts it.

It ends when the build does, however that ends: then nothing comes from it any more.
"""

import os
import signal
import sys
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any

from dagcompile.diagnostics.raised import traceback_of
from dagcompile.project.building.becoming import loading, made
from dagcompile.project.building.wire import Broken, Ready, Said, Work, told
from dagcompile.runtime.collector import without_collector


def main(descriptor: int) -> None:
    """Make what the build at the other end of a connection asks for, until it has ended.

    Args:
        descriptor: of the connection.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the build, which ends us
    build: Connection[Any, Any] = Connection(descriptor)
    received: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_receive, args=(build, received), daemon=True).start()
    work: Work = received.get()
    sys.argv[:] = work.arguments
    _send(build, Ready())
    try:
        with loading(work.plan), without_collector():
            while True:
                for number in received.get():
                    _send(build, told(number, made(work.plan.wanted[number], work.plan)))
    except Exception as error:  # noqa: BLE001  (a mistake of ours, which the build raises)
        _send(build, Broken(traceback=traceback_of(error)))


def _send(build: "Connection[Any, Any]", said: Said) -> None:
    """Tell the build; end the process where that has ended, or the author's code cut it off."""
    try:
        build.send(said)
    except OSError:
        os._exit(1)


def _receive(build: "Connection[Any, Any]", received: "SimpleQueue[Any]") -> None:
    """Take what the build sends; end the process, whatever it does, when the build has ended."""
    try:
        while True:
            received.put(build.recv())
    except (EOFError, OSError):
        os._exit(0)
