"""What can be observed of one run of a pipeline, whatever ran it, and how two runs differ.

    differences(evaluate(pipeline, params), runner.run(cases)["chain"])     []

Order between independent nodes, worker names and times are free, so they are not looked at.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import ndiff
from typing import Any, Literal, TypeAlias

from dagcompile.runtime.keeping import KEPT
from dagcompile.runtime.tokens import Outcome
from dagcompile.testing.parity.shown import shown

Event: TypeAlias = Mapping[str, Any]
"""JSON builtins only."""

_FREE = frozenset({"node", "pipeline", "run", "seconds", "time", "traceback", "wait"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeObservation:
    """How one node ended. `withheld` names the ports that an `ok` node did not give, sorted."""

    outcome: Outcome
    withheld: tuple[str, ...] = ()

    def __str__(self) -> str:
        return (
            f"{self.outcome}, withheld: {', '.join(self.withheld)}"
            if self.withheld
            else self.outcome
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One run.

    Args:
        outcome: of the run: `failed` if a node failed.
        results: the outputs of the pipeline that are there, by name.
        nodes: how every node ended, by id.
        events: what each node told, in order and normalised; nodes that told nothing are left out.
    """

    outcome: Literal["ok", "failed"]
    results: Mapping[str, Any]
    nodes: Mapping[str, NodeObservation]
    events: Mapping[str, tuple[Event, ...]]


def normalise(event: Any) -> Any:
    """`event`, or a part of one, without what is free: times, names of runs, tracebacks."""
    match event:
        case {"uri": str(uri)} if f"/{KEPT}/" in uri:
            return normalise({**event, "uri": _of_any_run(uri)})
        case dict():
            return {key: normalise(each) for key, each in event.items() if key not in _FREE}
        case list():
            return [normalise(each) for each in event]
        case _:
            return event


def _of_any_run(uri: str) -> str:
    """Where an output is kept, without the store and the run."""
    pipeline, _, file = uri.partition(f"/{KEPT}/")[2].split("/")
    return f"kept: {pipeline}/{file}"


def by_node(events: Iterable[Event]) -> dict[str, tuple[Event, ...]]:
    """The events that nodes told, normalised, by node."""
    found: dict[str, list[Event]] = {}
    for event in events:
        if "node" in event:
            found.setdefault(event["node"], []).append(normalise(event))
    return {node: tuple(each) for node, each in found.items()}


def differences(expected: Observed, actual: Observed) -> list[str]:
    """How `actual` differs from `expected`, a finding a line; empty where it does not."""
    found: list[str] = []
    if expected.outcome != actual.outcome:
        found.append(f"the run: expected {expected.outcome}, got {actual.outcome}")
    found += _unlike("node", expected.nodes, actual.nodes, str)
    found += _unlike("result", expected.results, actual.results, shown)
    for node in _names(expected.events, actual.events):
        wanted = [_line(each) for each in expected.events.get(node, ())]
        got = [_line(each) for each in actual.events.get(node, ())]
        if wanted != got:
            found.append(f"events of {node} (- expected, + got):")
            found += [f"  {line.rstrip()}" for line in ndiff(wanted, got) if line[0] in "+- "]
    return found


def _unlike(
    what: str, expected: Mapping[str, Any], actual: Mapping[str, Any], text: Any
) -> Iterator[str]:
    for name in _names(expected, actual):
        wanted = text(expected[name]) if name in expected else "nothing"
        got = text(actual[name]) if name in actual else "nothing"
        if wanted != got:
            yield f"{what} {name}: expected {wanted}, got {got}"


def _names(*tables: Mapping[str, Any]) -> list[str]:
    return sorted(set().union(*tables))


def _line(event: Event) -> str:
    return json.dumps(event, sort_keys=True, ensure_ascii=False)
