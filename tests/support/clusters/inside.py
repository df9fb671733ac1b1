"""A pipeline of one step as the command of a generated module, within the process of a test."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dagcompile.runtime.dask.main import main
from dagcompile.runtime.v1.dask import Graph, collection

SECONDS = 60.0
"""In which a command has ended; two of them on an idle machine."""


@dataclass(frozen=True)
class Said:
    """How the command ended: its exit status, and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What it wrote on standard error."""
        return self.err.splitlines()


class Command:
    """Runs the body of a step, with more of the command line: `command(op, "--scheduler", a)`."""

    def __init__(self, capsys: pytest.CaptureFixture[str], events: Path) -> None:
        self.capsys = capsys
        self.events = events

    def __call__(self, body: Any, *argv: str, inputs: tuple[Any, ...] = (), **options: Any) -> Said:
        @collection
        def daily(graph: Graph) -> Any:
            return graph.step("one", body, **options)(*inputs)

        self.events.write_text("")
        began = time.monotonic()
        status = main(daily, argv=["--events", str(self.events), "--quiet", *argv])
        assert time.monotonic() - began < SECONDS
        if status == 4:  # nothing was run
            assert self.events.read_text() == ""
        return Said(status, *self.capsys.readouterr())
