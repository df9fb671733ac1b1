"""Run a generated graph: on threads of this process, or on a cluster.

report = execute(daily_delays, scheduler="tcp://127.0.0.1:8786", day=date(2013, 1, 1))
delayed(daily_delays, day=date(2013, 1, 1)).compute()      # in somebody's own Dask code
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

from dask.delayed import Delayed

from dagcompile.runtime.dask.channel import local_channel, topic
from dagcompile.runtime.dask.graph import Graph
from dagcompile.runtime.events import Event, Log, RemoteError, Sink
from dagcompile.runtime.report import NodeReport, Report
from dagcompile.runtime.run import finish, new_run_id, sinks_for

Local: TypeAlias = Literal["threads", "processes"]

LATE = 10.0
"""Seconds to wait for events that are still on their way when the graph has been computed."""


class Inbox:
    """Takes what tasks tell: outcomes are kept, events go on to the sinks of the run."""

    def __init__(self, sinks: tuple[Sink, ...]) -> None:
        self.sinks = sinks
        self.nodes: dict[str, NodeReport] = {}

    def __call__(self, event: Event) -> None:
        if event["event"] == "outcome":
            self._note(event)
        else:
            for sink in self.sinks:
                sink(event)

    def _note(self, event: Mapping[str, Any]) -> None:
        error = event.get("error")
        self.nodes[event["node"]] = NodeReport(
            outcome=event["outcome"],
            withheld=list(event["withheld"]),
            error=None if error is None else RemoteError(error),
        )


def build(
    pipeline: Callable[..., Any],
    /,
    *,
    name: str | None = None,
    run_id: str | None = None,
    **params: Any,
) -> tuple[Graph, str]:
    """The graph of one run, and its key that holds what the pipeline returns."""
    graph = Graph(pipeline=name or pipeline.__name__, run=run_id or new_run_id())
    return graph, graph.close(pipeline(graph, **params))


def delayed(
    pipeline: Callable[..., Any],
    /,
    *,
    name: str | None = None,
    run_id: str | None = None,
    **params: Any,
) -> Delayed:
    """One run as a Dask collection, whose value is a dict of the outputs that are there.

    Args:
        pipeline: the function of a generated module.
        name: the pipeline's id, where it is not the function's name.
        run_id: name of this run; the same id and params give the same keys. Made up if None.
        params: the pipeline's params.
    """
    graph, key = build(pipeline, name=name, run_id=run_id, **params)
    return Delayed(key, graph.tasks)


def execute(
    pipeline: Callable[..., Any],
    /,
    *,
    name: str | None = None,
    run_id: str | None = None,
    sinks: tuple[Sink, ...] | None = None,
    scheduler: str | None = None,
    local: Local = "processes",
    **params: Any,
) -> Report:
    """Run the graph that `pipeline` builds and wait for it.

    Args:
        pipeline: the function of a generated module.
        name: the pipeline's id, where it is not the function's name.
        run_id: name of this run; made up if None.
        sinks: where events go; by default the file that the environment names.
        scheduler: address of a running scheduler; if None, `local` says where.
        local: worker processes of a cluster that lives as long as the run, or threads here.
        params: the pipeline's params.

    Raises:
        OSError: the scheduler cannot be reached.
    """
    graph, key = build(pipeline, name=name, run_id=run_id, **params)
    inbox = Inbox(sinks_for(None) if sinks is None else sinks)
    log = Log(run=graph.run, pipeline=graph.pipeline, sinks=inbox.sinks)
    log.emit("run_started", {})
    if scheduler is None and local == "threads":
        results = _on_threads(graph, key, inbox)
    else:
        results = _on_cluster(graph, key, inbox, scheduler=scheduler)
    nodes = {node: inbox.nodes[node] for node in graph.nodes}
    report = Report(pipeline=graph.pipeline, run=graph.run, nodes=nodes, results=results)
    finish(report, log)
    return report


def _on_threads(graph: Graph, key: str, inbox: Inbox) -> dict[str, Any]:
    with local_channel(graph.run, inbox):
        results: dict[str, Any] = Delayed(key, graph.tasks).compute(scheduler="threads")
    return results


def _on_cluster(graph: Graph, key: str, inbox: Inbox, *, scheduler: str | None) -> dict[str, Any]:
    from distributed import Client, LocalCluster

    if scheduler is not None:
        with Client(scheduler) as client:
            return _submit(client, graph, key, inbox)
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},  # any port: 8787 may be taken
        ) as cluster,
        Client(cluster) as client,
    ):
        return _submit(client, graph, key, inbox)


def _submit(client: Any, graph: Graph, key: str, inbox: Inbox) -> dict[str, Any]:
    client.subscribe_topic(topic(graph.run), lambda stamped: inbox(_unstamped(stamped)))
    try:
        results: dict[str, Any] = client.compute(Delayed(key, graph.tasks)).result()
        _await_outcomes(graph, inbox)
    finally:
        client.unsubscribe_topic(topic(graph.run))
    return results


def _unstamped(stamped: Any) -> Event:
    """An event as it was told, without the time at which the scheduler took it."""
    _, event = stamped
    event = dict(event)
    event.pop("worker", None)
    return event


def _await_outcomes(graph: Graph, inbox: Inbox) -> None:
    end = time.monotonic() + LATE
    while len(inbox.nodes) < len(graph.nodes):
        if time.monotonic() > end:
            missing = ", ".join(sorted(set(graph.nodes) - set(inbox.nodes)))
            raise TimeoutError(f"the scheduler sent no word of these nodes: {missing}")
        time.sleep(0.01)
