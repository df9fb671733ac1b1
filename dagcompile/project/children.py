"""A program that is run in our place: its status is ours, and what would end us ends it.

ended = run_child([sys.executable, "script.py"])
ended.status     0
"""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import FrameType


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a child ended, and which signals came while it ran, in their order.

    `status` is its exit status, or 128 and the number of the signal that ended it.
    """

    status: int
    signals: tuple[int, ...] = ()


def run_child(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> Ended:
    """Start `command`, a program of ours, and wait for its end.

    A signal that would end this process is passed on, and waited for. A terminal sends Ctrl-C to
    both of us: then nothing is passed, or it would arrive twice.
    """
    received: list[int] = []
    child: subprocess.Popen[bytes] | None = None

    def hand_on(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        if child is not None and (number != signal.SIGINT or not _in_foreground()):
            child.send_signal(number)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, hand_on) for number in numbers}
    try:
        child = subprocess.Popen(command, env=env)  # noqa: S603  the caller's own program
        for number in tuple(received):  # they came before it could be told
            child.send_signal(number)
        status = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return Ended(status=status if status >= 0 else 128 - status, signals=tuple(received))


def _in_foreground() -> bool:
    """Whether a terminal counts this process among those that its keys are meant for."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)
