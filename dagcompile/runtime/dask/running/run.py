"""Run a generated graph: on threads of this process, or on a cluster.

report = execute(daily_delays, scheduler="tcp://127.0.0.1:8786", day=date(2013, 1, 1))
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.asked import sinks_of
from dagcompile.runtime.dask.cluster.connecting import cluster_of, connected
from dagcompile.runtime.dask.cluster.environment import check_environment
from dagcompile.runtime.dask.cluster.joining import a_worker
from dagcompile.runtime.dask.cluster.places import (
    Given,
    Listening,
    Local,
    Place,
    Processes,
    Threads,
    described,
    place_of,
)
from dagcompile.runtime.dask.cluster.unplaced import check_place
from dagcompile.runtime.dask.cluster.warned import warn
from dagcompile.runtime.dask.graph.collection import pipeline_of
from dagcompile.runtime.dask.graph.graph import Graph
from dagcompile.runtime.dask.graph.needs import resources_for
from dagcompile.runtime.dask.graph.results import values_of
from dagcompile.runtime.dask.refused import check
from dagcompile.runtime.dask.running.channel import local_channel, topic_of
from dagcompile.runtime.dask.running.inbox import Inbox
from dagcompile.runtime.dask.running.speaking import Speech, heard_here
from dagcompile.runtime.dask.running.submitted import PATIENCE, Limits
from dagcompile.runtime.dask.running.threads import pool
from dagcompile.runtime.dask.running.waiting import computed
from dagcompile.runtime.dask.shim import newer
from dagcompile.runtime.dask.values.bringing import MOST, CannotBring
from dagcompile.runtime.dask.values.sizes import bytes_of
from dagcompile.runtime.dask.values.weighing import weighed
from dagcompile.runtime.debug import Debug
from dagcompile.runtime.events import Log, Sink
from dagcompile.runtime.finishing import finish, told_if_ended
from dagcompile.runtime.report import OK, Report

if TYPE_CHECKING:
    from distributed import Client
    from distributed.deploy.cluster import Cluster


def execute(
    pipeline: Callable[..., Any],
    /,
    *,
    run_id: str | None = None,
    sinks: tuple[Sink, ...] | None = None,
    scheduler: "str | Path | Cluster | Client | Place | None" = None,
    local: Local | None = None,
    wait: float | None = None,
    upload: bool = False,
    config: Mapping[str, Any] | None = None,
    debug: Debug | None = None,
    store: str | None = None,
    max_graph: int | str | None = None,
    max_result: int | str = MOST,
    **params: Any,
) -> Report:
    """Run the graph that `pipeline` builds and wait for it.

    Args:
        pipeline: what a generated module defines, or a partial of it, which may hold params of any
            name.
        run_id: name of this run; made up if None.
        sinks: where events go; by default the file that the environment names.
        scheduler: where it runs: the address of a scheduler, the path of the file that it has
            written, a cluster or a client, which are left open. If None, `local` says where.
        local: worker processes of a cluster that lives as long as the run, or threads here. If
            None too, it is where Dask itself would go: the client that is current, the scheduler
            that its settings name (`DASK_SCHEDULER_ADDRESS`), else worker processes.
        wait: seconds in which there have to be the workers that the run needs. If None, 10, and as
            long as a cluster that was given says that some are to come.
        upload: whether packages of the run are sent to a cluster that has none, or others.
        config: what this run changes in the configs of nodes: `{"clean": {"max_delay": 300}}`.
        debug: "mutations": tell what is changed in place; if None, the environment says.
        store: folder or URL where outputs are kept; if None, the environment says.
        max_graph: bytes, or a size such as "10MB", that params, literals and functions of the graph
            may take to the cluster; None for any number.
        max_result: bytes, or a size, of the outputs that are brought from the cluster.
        params: the pipeline's params, which its defaults complete.

    Raises:
        ParamError: a param is not of its type, missing, or not one of the pipeline's.
        ConfigError: a config cannot be changed so.
        UnknownDebug: it is asked to debug what there is not.
        NoStore: the pipeline keeps outputs, and there is no store.
        ValueError: an argument is none that there is: a size, seconds, `local`, the run's name.
        TypeError: `scheduler` is nothing that a cluster is known by, or a sink cannot be called.
        Unsendable: something of the graph does not pickle, or is too large.
        CannotBring: all has ended, and the outputs are too large, or cannot be read here.
        ClusterError: the scheduler cannot be reached, or its cluster did not finish the run.
    """
    check(wait=wait, max_graph=max_graph, max_result=max_result)
    _warn_of_newer()
    place = place_of(scheduler, local=local)
    generated, given = pipeline_of(pipeline, params)
    generated = generated.with_options(run_id=run_id, config=config, debug=debug, store=store)
    inbox = Inbox(sinks_of(sinks))
    graph, key = generated.graph(given, topic=topic_of, speech=_speech(place, inbox))
    log = Log(run=graph.run, pipeline=graph.pipeline, sinks=(inbox,))
    check_place(place, graph.needs)
    with told_if_ended(log, lambda: inbox.states(graph.nodes)):
        results: dict[str, Any] | CannotBring
        if isinstance(place, Threads):
            results = _on_threads(graph, key, inbox, log, workers=place.workers)
        else:
            limit = None if max_graph is None else bytes_of(max_graph)
            with (
                weighed(graph, limit=limit),
                heard_here(str(graph.scope.topic)),
                _checked(place, graph, inbox, log, wait=wait, upload=upload) as client,
            ):
                limits = _limits(wait, max_result)
                results = computed(client, graph, key, inbox, log, limits=limits)
        report = _reported(graph, inbox, results)
        finish(report, log)
    if isinstance(results, CannotBring):
        raise results
    return report


@contextmanager
def _checked(
    place: Listening | Given | Processes,
    graph: Graph,
    inbox: Inbox,
    log: Log,
    *,
    wait: float | None,
    upload: bool,
) -> Iterator[Any]:
    """The client of a cluster that can run `graph`."""
    where = described(place)
    with connected(place, resources=resources_for(graph.needs)) as client:
        with a_worker(client, where=where, seconds=wait):
            if inbox.listeners:
                log.emit("cluster", cluster_of(client))
            check_environment(client, graph, where=where, wait=wait, upload=upload)
        yield client


def _warn_of_newer() -> None:
    if (untried := newer(version("dask"))) is not None:
        warn(untried)


def _limits(wait: float | None, max_result: int | str) -> Limits:
    return Limits(patience=PATIENCE if wait is None else wait, most=bytes_of(max_result))


def _reported(graph: Graph, inbox: Inbox, results: dict[str, Any] | CannotBring) -> Report:
    nodes = {node: inbox.nodes.get(node, OK) for node in graph.nodes}
    there = {} if isinstance(results, CannotBring) else results
    return Report(pipeline=graph.pipeline, run=graph.run, nodes=nodes, results=there)


def _on_threads(
    graph: Graph, key: str, inbox: Inbox, log: Log, *, workers: int | None
) -> dict[str, Any]:
    log.emit("run_started", {})
    with (
        local_channel(str(graph.scope.topic), inbox), graph.here(), pool(workers) as threads,
    ):  # fmt: skip
        whole = graph.delayed(key)
        return values_of(whole.compute(scheduler="threads", pool=threads))


def _speech(place: Place, inbox: Inbox) -> Speech | None:
    """What becomes of what ops print and log: workers of the run's own write to the terminal of who
    watches it.
    """
    if not inbox.listeners:
        return None
    return "moved" if isinstance(place, Processes) else "told"
