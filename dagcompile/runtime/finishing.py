"""The last event of a run: how it ended, and how each of its nodes did.

A run that does not come to its end, for it is interrupted or its cluster is lost, tells how far it
came.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dagcompile.runtime.events import Event, Log
from dagcompile.runtime.report import NodeReport, Report


def finish(report: Report, log: Log) -> None:
    """Tell how the run ended."""
    _tell(log, report.outcome, {name: node.record() for name, node in report.nodes.items()})


@contextmanager
def told_if_ended(log: Log, states: Callable[[], Mapping[str, Event] | None]) -> Iterator[None]:
    """If what is inside raises, tell that the run has ended by that: `interrupted`, or `lost`.

    Args:
        states: how far each node came, by what `states_of` gives; None of a run that has not begun,
            or that has told its end.
    """
    try:
        yield
    except BaseException as error:
        if (nodes := states()) is not None:
            _tell(log, "interrupted" if isinstance(error, KeyboardInterrupt) else "lost", nodes)
        raise


class Begun(set[str]):
    """A sink that knows which nodes have begun."""

    def __call__(self, event: Event, /) -> None:
        if event["event"] == "started":
            self.add(str(event["node"]))


def script_states(
    function: Callable[..., Any], ended: Mapping[str, NodeReport], begun: Iterable[str]
) -> dict[str, Event]:
    """`states_of` the nodes of `function`, that of a generated script."""
    from dagcompile.runtime.wiring import wiring_of

    return states_of(wiring_of(function).nodes, ended=ended, begun=begun)


def states_of(
    nodes: Iterable[str],
    *,
    ended: Mapping[str, NodeReport],
    begun: Iterable[str],
    returned: Iterable[str] = (),
) -> dict[str, Event]:
    """How far each of `nodes` came of a run that does not go on.

    Args:
        ended: those that have told how they ended.
        begun: those that have, and may have ended.
        returned: those whose bodies have, and that have told no other outcome: they are ok.
    """
    begun, returned = set(begun), set(returned)

    def state(node: str) -> Event:
        if node in ended:
            return ended[node].record()
        if node in returned:
            return {"outcome": "ok"}
        return {"outcome": "running" if node in begun else "not_run"}

    return {node: state(node) for node in nodes}


def _tell(log: Log, outcome: str, nodes: Mapping[str, Event]) -> None:
    log.emit("run_finished", {"outcome": outcome, "nodes": nodes})
