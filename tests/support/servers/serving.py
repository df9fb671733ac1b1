"""Processes that serve until they are ended, each with what it starts in a group of its own."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from servers import leashed

LONGEST = 1_800
"""Seconds after which a server is killed, whatever it does."""


class Server:
    """`python -m MODULE ...`, whose output goes to a file."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str],
        python: str = sys.executable,
    ) -> None:
        self.command = tuple(command)
        self.python = python
        self.log = log
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None
        self.orphaned: list[subprocess.Popen[bytes]] = []

    def __str__(self) -> str:
        return " ".join(self.command[:2])

    def start(self) -> None:
        """Start it; that it serves is another thing."""
        assert self.process is None, f"{self} runs already"
        program = [self.python, "-m", *self.command]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-S", str(leashed.__file__), str(LONGEST), *program],
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Of the server, and of its group."""
        assert self.process is not None, f"{self} does not run"
        return self.process.pid

    def running(self) -> bool:
        """Whether it has not ended by itself."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """SIGKILL to the server alone: what it has started lives on, without it."""
        os.kill(self.pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait(60)
        self.orphaned.append(self.process)
        self.process = None

    def stop(self) -> None:
        """SIGKILL to all that it has ever started. A test's database is not worth a goodbye."""
        running = [self.process] if self.process else []
        for each in (*self.orphaned, *running):
            assert each.stdin is not None
            with contextlib.suppress(ProcessLookupError):
                os.killpg(each.pid, signal.SIGKILL)
            each.wait(60)
            each.stdin.close()
        self.orphaned, self.process = [], None

    def tail(self) -> str:
        """The last of what it said."""
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""
