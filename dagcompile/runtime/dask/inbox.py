"""What a run hears of its tasks: how each node ended, and the events that its sinks are to get."""

import threading
from collections.abc import Mapping
from typing import Any

from dagcompile.runtime.events import Event, RemoteError, Sink
from dagcompile.runtime.report import NodeReport

LATE = 10.0
"""Seconds to wait for events that are still on their way when the graph has been computed."""


class Inbox:
    """Takes what tasks tell: outcomes are kept, events go on to the sinks of the run."""

    def __init__(self, sinks: tuple[Sink, ...]) -> None:
        self.sinks = sinks
        self.nodes: dict[str, NodeReport] = {}
        self.unwatched: set[object] = set()
        self.complete = threading.Event()
        """Set by the last event of all. Whatever was told before it has come before it: workers,
        scheduler and client each keep the order in which they send.
        """
        self._one = threading.Lock()

    def __call__(self, event: Event) -> None:
        with self._one:  # a sink is handed one event at a time, whichever thread told it
            self._take(event)

    def wait(self) -> None:
        """Until everything has been told. Raises `TimeoutError`."""
        if not self.complete.wait(LATE):
            raise TimeoutError(f"events of the run did not come within {LATE:g} seconds")

    def _take(self, event: Event) -> None:
        match event["event"]:
            case "outcome":
                self._note(event)
            case "collected":
                self.complete.set()
            case "unwatched" if event["class"] in self.unwatched:
                pass  # another worker has told it
            case kind:
                if kind == "unwatched":
                    self.unwatched.add(event["class"])
                for sink in self.sinks:
                    sink(event)

    def _note(self, event: Mapping[str, Any]) -> None:
        error = event.get("error")
        self.nodes[event["node"]] = NodeReport(
            outcome=event["outcome"],
            withheld=tuple(event["withheld"]),
            error=None if error is None else RemoteError(error),
        )
