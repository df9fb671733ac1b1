"""What becomes of a run of which the cluster lost a part.

A task never fails for what a node did. One that does has lost its workers, one after another, or no
worker could take it: its node has failed, those that needed it are not run, and all else has ended.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dagcompile.runtime.dask.graph.graph import Graph
from dagcompile.runtime.dask.graph.keys import Key
from dagcompile.runtime.dask.running.questions import Fault, Stuck
from dagcompile.runtime.events import Event, RemoteError, error_record, summary
from dagcompile.runtime.report import NO_WORKER, NodeReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """What a run came to on the cluster.

    Args:
        failed: nodes at fault.
        dropped: those that needed one of them, or were given up with it.
    """

    failed: Mapping[str, NodeReport]
    dropped: frozenset[str]


def node_of(key: Key) -> str | None:
    """The node that `key` is of; None for that of a pipeline's outputs."""
    return None if isinstance(key, str) else key[1]


def losses_of(
    graph: Graph, faults: Mapping[Key, NodeReport], done: Iterable[Key], returned: Iterable[str]
) -> Losses:
    """What became of the nodes of `graph`.

    Args:
        faults: keys whose tasks failed, or that nothing can run, and how that is told.
        done: keys that have been computed.
        returned: nodes that have told that they returned.
    """
    failed = {node: report for key, report in faults.items() if (node := node_of(key)) is not None}
    after = {node for key in dependents(graph, faults) if (node := node_of(key)) is not None}
    ended = {node for key in _before(graph, done) if (node := node_of(key)) is not None}
    unknown = set(graph.nodes) - ended - set(returned)
    return Losses(failed=failed, dropped=frozenset((after | unknown) - set(failed)))


def record_of(
    error: BaseException, fault: Fault, *, restarted: Iterable[Mapping[str, Any]]
) -> Event:
    """The error by which a task failed, as a node's.

    Args:
        error: as Dask raises it.
        fault: what is known of the task.
        restarted: what nannies told of workers that took too much memory.
    """
    if type(error).__name__ != "KilledWorker":
        return error_record(error)
    deaths = (
        "the worker died that ran" if fault.deaths == 1 else f"{fault.deaths} workers died that ran"
    )
    took = next((each["rss"] for each in restarted if each["worker"] == fault.worker), None)
    why = (
        f"the last for taking {took / 1e6:,.0f} MB of memory; give workers more (--memory-limit), "
        "or have it take less at a time"
        if took is not None
        else "it ends its process, or takes all memory; the logs of the workers say more"
    )
    return {
        "type": "distributed.scheduler.KilledWorker",
        "message": f"{deaths} it: {why}",
        "traceback": "",
    }


def stuck_record(stuck: Stuck, key: Key, *, seconds: float) -> Event:
    """Why no worker could take the task of `key`, as a node's error."""
    want = stuck.wants[key]
    paused = f", and {stuck.paused} paused for want of memory" if stuck.paused else ""
    wanted = f"no worker that is left {want}" if want else "no worker is left that takes tasks"
    return {
        "type": NO_WORKER,
        "message": (
            f"{wanted} ({stuck.workers} connected{paused}), and none has come in {seconds:g} "
            "seconds; start one, or wait longer with --wait SECONDS"
        ),
        "traceback": "",
    }


def report_of(record: Event, *, worker: str = "") -> NodeReport:
    """A node that failed by `record`."""
    return NodeReport(outcome="failed", error=RemoteError(record), worker=worker)


def died_by(
    fault: Fault, error: BaseException, restarted: Iterable[Mapping[str, Any]]
) -> NodeReport:
    """A node that failed by `fault`."""
    record = record_of(error, fault, restarted=restarted)
    return report_of(record, worker=fault.worker)


def on_one_line(error: BaseException) -> str:
    """An error of the cluster on one line."""
    return " ".join(summary(error_record(error)).split())


def dependents(graph: Graph, keys: Iterable[Key]) -> Iterator[Key]:
    """All keys that need one of `keys`."""
    needed_by: dict[Key, list[Key]] = {}
    for key, task in graph.tasks.items():
        for each in task.dependencies:
            needed_by.setdefault(each, []).append(key)
    return _reached(needed_by, keys)


def _before(graph: Graph, keys: Iterable[Key]) -> Iterator[Key]:
    """`keys` and all that they depend on."""
    keys = list(keys)
    yield from keys
    yield from _reached({key: task.dependencies for key, task in graph.tasks.items()}, keys)


def _reached(edges: Mapping[Key, Iterable[Key]], keys: Iterable[Key]) -> Iterator[Key]:
    seen: set[Key] = set(keys)
    ahead = list(seen)
    while ahead:
        for each in edges.get(ahead.pop(), ()):
            if each not in seen:
                seen.add(each)
                ahead.append(each)
                yield each
