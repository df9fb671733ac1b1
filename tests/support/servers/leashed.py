"""A program that does not outlive the one that started it.

leashed.py SECONDS PROGRAM [ARGUMENT ...]

It becomes the program. A second process of its group waits until standard input is closed, which
the end of whoever holds the other end does too, or the time is over, and then kills the group.
"""

import os
import select
import signal
import sys


def _main(seconds: str, *command: str) -> None:
    if os.fork() == 0:
        select.select([0], [], [], float(seconds))
        os.killpg(0, signal.SIGKILL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.execvp(command[0], command)


if __name__ == "__main__":
    _main(*sys.argv[1:])
