"""Runs whose events are kept, for the tests of the run time."""

from collections.abc import Mapping, Sequence
from typing import Any

from dagcompile.runtime.events import Event, Log
from dagcompile.runtime.run import Run


def log_to(events: list[Event]) -> Log:
    return Log(run="r", pipeline="p", sinks=(events.append,))


def run_to(events: list[Event]) -> Run:
    return Run(log_to(events))


def told(events: Sequence[Mapping[str, Any]], node: str | None = None) -> list[str]:
    """The events in short: what happened to which node, and the verdict of a guard."""
    return [
        " ".join(filter(None, (each["event"], _subject(each))))
        for each in events
        if node is None or each.get("node") == node
    ]


def _subject(event: Mapping[str, Any]) -> str:
    if event["event"] == "guard":
        return f"{event['verdict']['subject']} {event['verdict']['outcome']}"
    attempt = f"#{event['attempt']}" if "attempt" in event else ""
    return f"{event.get('node', '')}{attempt}"
