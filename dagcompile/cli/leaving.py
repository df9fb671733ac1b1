"""The end of a command that has told all, whatever the author's modules left running.

Python waits for threads at its end. One that a module started when it was imported may go on for
ever, as it would where the pipeline runs; a command that only looks at the pipeline has no use for
it, and in several processes it is ended anyway. So it is waited for a moment.
"""

import os
import threading
from contextlib import suppress
from time import monotonic

from dagcompile.cli.failing import WRONG_PIPELINE

PATIENCE = 1.0
"""Seconds in which threads may end by themselves."""

_only_looks = threading.Event()


def only_looks() -> None:
    """The command that is called runs nothing for which a thread may be needed."""
    _only_looks.set()


def leave_threads() -> None:
    """Let this process end soon if its command only looked. All has to be told, and it has to be
    known how the process ends, whoever ends it.
    """
    if _only_looks.is_set() and _left():
        threading.Thread(target=_end, daemon=True).start()


def _end() -> None:
    until = monotonic() + PATIENCE
    for each in _left():
        each.join(max(0.0, until - monotonic()))
    if left := _left():
        names = ", ".join(f"`{each.name}`" for each in left)
        told = f"dagcompile: not waited for threads that imported modules left: {names}\n"
        with suppress(OSError):
            os.write(2, told.encode(errors="replace"))
        os._exit(WRONG_PIPELINE)  # or as the command ended, if it has


def _left() -> list[threading.Thread]:
    """Threads that Python waits for at its end."""
    main = threading.main_thread()
    return [each for each in threading.enumerate() if not each.daemon and each is not main]
