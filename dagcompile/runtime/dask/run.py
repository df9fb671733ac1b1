"""Run a generated graph: on threads of this process, or on a cluster.

report = execute(daily_delays, scheduler="tcp://127.0.0.1:8786", day=date(2013, 1, 1))
delayed(daily_delays, day=date(2013, 1, 1)).compute()      # in somebody's own Dask code
"""

import asyncio
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Literal, TypeAlias

from dask.delayed import Delayed

from dagcompile.runtime.dask.channel import local_channel
from dagcompile.runtime.dask.environment import JOIN, ClusterError, check_environment
from dagcompile.runtime.dask.graph import Graph
from dagcompile.runtime.dask.inbox import Inbox
from dagcompile.runtime.dask.threads import pool
from dagcompile.runtime.dask.waiting import computed
from dagcompile.runtime.debug import Debug, debug_asked
from dagcompile.runtime.events import Log, Sink
from dagcompile.runtime.extras import needs
from dagcompile.runtime.params import bound, written
from dagcompile.runtime.report import Report
from dagcompile.runtime.run import finish, new_run_id, sinks_for

Local: TypeAlias = Literal["threads", "processes"]

CONNECT = 10.0
"""Seconds in which a scheduler has to answer."""


def build(
    pipeline: Callable[..., Any],
    /,
    *,
    name: str | None = None,
    run_id: str | None = None,
    config: Mapping[str, Any] | None = None,
    debug: Debug | None = None,
    **params: Any,
) -> tuple[Graph, str]:
    """The graph of one run, and its key that holds what the pipeline returns.

    Raises:
        ParamError: a param is not of its type, missing, or not one of the pipeline's.
        ConfigError: a config cannot be changed so.
        UnknownDebug: the environment asks to debug what there is not.
    """
    function, complete = bound(pipeline, params, name=name)
    configs: Mapping[str, Any] = {}
    if config:  # what reads them is imported for those who ask
        from dagcompile.runtime.config import configs_for

        configs = configs_for(function, config, name=name)
    options: dict[str, Any] = {
        "pipeline": name or function.__name__,
        "run": run_id or new_run_id(),
        "params": written(function, complete),
        "configs": configs,
    }
    if debug_asked(debug) is None:
        graph = Graph(**options)
    else:
        from dagcompile.runtime.dask.watched import WatchedGraph
        from dagcompile.runtime.debug.uses import uses_of

        graph = WatchedGraph(uses=uses_of(function), **options)
    return graph, graph.close(function(graph, **complete))


def delayed(
    pipeline: Callable[..., Any],
    /,
    *,
    name: str | None = None,
    run_id: str | None = None,
    config: Mapping[str, Any] | None = None,
    debug: Debug | None = None,
    **params: Any,
) -> Delayed:
    """One run as a Dask collection, whose value is a dict of the outputs that are there.

    Args:
        pipeline: the function of a generated module.
        name: the pipeline's id, where it is not the function's name.
        run_id: name of this run, made up if None; the same id, params and config give the same
            keys.
        config: what this run changes in the configs of nodes: `{"clean": {"max_delay": 300}}`.
        debug: "mutations": tell what is changed in place; if None, the environment says.
        params: the pipeline's params, which its defaults complete.

    Raises:
        ParamError: a param is not of its type, missing, or not one of the pipeline's.
        ConfigError: a config cannot be changed so.
        UnknownDebug: the environment asks to debug what there is not.
    """
    graph, key = build(pipeline, name=name, run_id=run_id, config=config, debug=debug, **params)
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
    wait: float = JOIN,
    config: Mapping[str, Any] | None = None,
    debug: Debug | None = None,
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
        wait: seconds in which the scheduler has to have the workers that the run needs.
        config: what this run changes in the configs of nodes: `{"clean": {"max_delay": 300}}`.
        debug: "mutations": tell what is changed in place; if None, the environment says.
        params: the pipeline's params, which its defaults complete.

    Raises:
        ParamError: a param is not of its type, missing, or not one of the pipeline's.
        ConfigError: a config cannot be changed so.
        UnknownDebug: the environment asks to debug what there is not.
        ClusterError: the scheduler cannot be reached, or its cluster did not finish the run.
    """
    graph, key = build(pipeline, name=name, run_id=run_id, config=config, debug=debug, **params)
    inbox = Inbox(sinks_for(None) if sinks is None else sinks)
    log = Log(run=graph.run, pipeline=graph.pipeline, sinks=(inbox,))
    if scheduler is None and local == "threads":
        results = _on_threads(graph, key, inbox, log)
    else:
        results = _on_cluster(graph, key, inbox, log, scheduler=scheduler, wait=wait)
    nodes = {node: inbox.nodes[node] for node in graph.nodes}
    report = Report(pipeline=graph.pipeline, run=graph.run, nodes=nodes, results=results)
    finish(report, log)
    return report


def _on_threads(graph: Graph, key: str, inbox: Inbox, log: Log) -> dict[str, Any]:
    log.emit("run_started", {})
    with local_channel(graph.run, inbox), graph.here():
        whole = Delayed(key, graph.tasks)
        results: dict[str, Any] = whole.compute(scheduler="threads", pool=pool())
    return results


def _on_cluster(
    graph: Graph, key: str, inbox: Inbox, log: Log, *, scheduler: str | None, wait: float
) -> dict[str, Any]:
    with _client(scheduler) as client:
        check_environment(client, graph, where=scheduler or "this machine", wait=wait)
        return computed(client, graph, key, inbox, log)


@contextmanager
def _client(scheduler: str | None) -> Iterator[Any]:
    with needs("dask", "distributed"):
        from distributed import Client, LocalCluster

    if scheduler is None:
        with _deaf_to_interrupts():
            # Any free port, lest two runs on one machine quarrel over one.
            made = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0")
        with made as cluster, Client(cluster, set_as_default=False) as client:
            yield client
        return
    try:
        # In a thread, for this one may have an event loop of its own, as in a notebook.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, _greet(scheduler)).result()
    except (OSError, ValueError) as error:  # the latter for what is no address
        reason = str(error) or "what listens there does not answer"
        raise ClusterError(f"no scheduler can be reached at {scheduler}: {reason}") from error
    with Client(scheduler, timeout=CONNECT, set_as_default=False) as client:
        yield client


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that are started inside do not hear Ctrl-C, which a terminal sends to all: this
    one ends them. One that comes meanwhile is heard afterwards.
    """
    from multiprocessing import resource_tracker

    resource_tracker.getfd()  # started later, it would let interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


async def _greet(scheduler: str) -> None:
    """Connect once. A Client that cannot is left half made, and may block the next one; and where
    something listens that is no scheduler, it waits without end.
    """
    from distributed import Security
    from distributed.comm.core import connect

    arguments = Security().get_connection_args("client")
    connecting = connect(scheduler, timeout=CONNECT, **arguments)
    comm = await asyncio.wait_for(connecting, CONNECT + 1.0)
    await comm.close()
