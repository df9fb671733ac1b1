"""Servers that tests start end with them, whatever becomes of the tests."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from servers import leashed

TWO = "import os, time; os.fork(); os.write(1, b'%d\\n' % os.getpid()); time.sleep(60)"


def started(*, seconds: float) -> tuple[subprocess.Popen[str], list[int]]:
    """A program of two processes, and their ids."""
    leash = [sys.executable, "-S", str(leashed.__file__), str(seconds)]
    process = subprocess.Popen(
        [*leash, sys.executable, "-c", TWO],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    return process, [int(process.stdout.readline()) for _ in range(2)]


def gone(ids: list[int]) -> bool:
    until = time.monotonic() + 10
    while any(map(alive, ids)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(alive, ids))


def alive(id: int) -> bool:
    """Whether it runs; an orphan that has ended may wait long for somebody to notice."""
    try:
        state = Path(f"/proc/{id}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_they_end_when_nobody_holds_them() -> None:
    process, ids = started(seconds=60)
    with process:
        assert process.stdin is not None
        assert all(map(alive, ids))
        process.stdin.close()
        assert process.wait(10) == -signal.SIGKILL
    assert gone(ids)


def test_they_end_after_a_time() -> None:
    process, ids = started(seconds=0.5)
    with process:
        assert process.wait(10) == -signal.SIGKILL
    assert gone(ids)
    assert os.getpid() not in ids
