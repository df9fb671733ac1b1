"""A process for which permissions hold, and files that have other ones for a while."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commands import Command, Done


def _without_privileges() -> None:
    """Permissions hold for this process from its next program on, also where it is root's."""
    libc = ctypes.CDLL(None)
    for capability in (1, 2):  # to read, write and search whatever permissions say
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def unprivileged(command: Command, *arguments: str) -> Done:
    """The command in a process of its own that permissions hold for."""
    done = subprocess.run(
        [sys.executable, "-m", "dagcompile.cli", *arguments],
        cwd=command.folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        preexec_fn=_without_privileges,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@contextmanager
def mode(place: Path, number: int) -> Iterator[None]:
    """While inside, `place` has other permissions."""
    before = place.stat().st_mode
    place.chmod(number)
    try:
        yield
    finally:
        place.chmod(before)
