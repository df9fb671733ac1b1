"""What is to be waited for, and files of events that are still being written."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

PATIENCE = 120.0
"""Seconds in which what is waited for happens; far fewer on an idle machine."""


def soon(
    ask: Callable[[], T], *, within: float = PATIENCE, every: float = 0.02, otherwise: object = ""
) -> T:
    """What `ask` gives, once that is true; it is asked `every` so many seconds.

    Raises:
        AssertionError: it is not, in so many seconds; says `otherwise`, called if it can be.
    """
    until = time.monotonic() + within
    while not (found := ask()):
        late = time.monotonic() > until
        assert not late, f"not within {within:g} seconds: {_said(otherwise)}"
        time.sleep(every)
    return found


def _said(otherwise: object) -> object:
    return otherwise() if callable(otherwise) else otherwise


class Told:
    """A file of events, as far as it is written."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def events(self, node: str | None = None) -> list[dict[str, Any]]:
        """All that is told of the run, or of `node`, in order."""
        lines = self.file.read_text().splitlines(keepends=True) if self.file.exists() else []
        events = [json.loads(line) for line in lines if line.endswith("\n")]
        return [each for each in events if node in (None, each.get("node"))]

    def kinds(self, node: str | None = None) -> list[str]:
        """The kinds of the same events."""
        return [each["event"] for each in self.events(node)]

    def alike(self, node: str) -> list[dict[str, Any]]:
        """What any engine tells of `node`: not in which run it was, when, and how long it took."""
        own = {"run", "time"}
        told = [
            {name: each[name] for name in each if name not in own} for each in self.events(node)
        ]
        for each in told:
            each.get("verdict", {}).pop("seconds", None)
        return told

    def outcomes(self) -> dict[str, str]:
        """How each node ended, by the last event of all."""
        *_, last = self.events()
        return {name: each["outcome"] for name, each in last["nodes"].items()}
