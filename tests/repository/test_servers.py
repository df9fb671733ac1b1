"""Servers that tests start end with them, whatever becomes of the tests."""

import os
import signal
import subprocess
import sys

from living import alive, gone
from servers import leashed

TWO = "import os, time; os.fork(); os.write(1, b'%d\\n' % os.getpid()); time.sleep(300)"


def started(*, seconds: float) -> tuple[subprocess.Popen[str], list[int]]:
    """A program of two processes, and the ids of those that have begun within its time."""
    leash = [sys.executable, "-S", str(leashed.__file__), str(seconds)]
    process = subprocess.Popen(
        [*leash, sys.executable, "-c", TWO],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    told = (process.stdout.readline() for _ in range(2))
    return process, [int(each) for each in told if each]


def test_they_end_when_nobody_holds_them() -> None:
    process, ids = started(seconds=300)
    with process:
        assert process.stdin is not None
        assert [alive(each) for each in ids] == [True, True]
        process.stdin.close()
        assert process.wait(60) == -signal.SIGKILL
    assert gone(ids)


def test_they_end_after_a_time() -> None:
    for seconds in (0.5, 5.0, 50.0):  # in which both have begun
        process, ids = started(seconds=seconds)
        with process:
            assert process.wait(120) == -signal.SIGKILL
        if len(ids) == 2:
            break
    assert len(ids) == 2
    assert gone(ids)
    assert os.getpid() not in ids
