"""A graph on a cluster, from its submission to the last event of it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from dagcompile.runtime.dask.cluster.connecting import sizes_of
from dagcompile.runtime.dask.cluster.environment import ClusterError
from dagcompile.runtime.dask.graph.graph import Graph
from dagcompile.runtime.dask.running.channel import ALL, received
from dagcompile.runtime.dask.running.inbox import Inbox, flush
from dagcompile.runtime.dask.running.losses import on_one_line
from dagcompile.runtime.dask.running.questions import NoAnswer, done
from dagcompile.runtime.dask.running.submitted import GivenUp, Limits, Submitted
from dagcompile.runtime.dask.values.bringing import CannotBring
from dagcompile.runtime.events import Log

BYE = 5.0
"""Seconds in which a scheduler that is told of the end of a run has to listen."""


def computed(
    client: Any,
    graph: Graph,
    key: str,
    inbox: Inbox,
    log: Log,
    *,
    limits: Limits,
) -> dict[str, Any] | CannotBring:
    """The outputs of `graph` that are there, computed on the cluster of `client`, or why they are
    not brought.

    When it ends, by whatever, nothing of the run is left on the scheduler. What was running then in
    the thread of a worker runs on there, for a thread cannot be ended.

    Args:
        client: of the cluster.
        graph: one run.
        key: of `graph`, that holds the outputs.
        inbox: gets what the tasks tell, and what became of nodes that could not.
        log: of the run, whose first event is told.
        limits: how long it waits, and what it brings.

    Raises:
        ClusterError: the run is there already, or the cluster did not finish it.
    """
    with _as_cluster_errors(client), _claimed(client, graph, key):
        log.emit("run_started", {})
        results = _computed(client, graph, key, inbox, log, limits=limits)
    return results


def _computed(
    client: Any, graph: Graph, key: str, inbox: Inbox, log: Log, *, limits: Limits
) -> dict[str, Any] | CannotBring:
    with _heard(client, str(graph.scope.topic), inbox, log) as lost_by:
        run = Submitted(client, graph, key, log, limits)
        lost_by(run.lost)
        try:
            results = run.ended(inbox)
        except BaseException as error:
            run.cancel(reason=type(error).__name__)
            raise
        finally:
            run.release()
    return results


@contextmanager
def _heard(
    client: Any, topic: str, inbox: Inbox, log: Log
) -> Iterator[Callable[[Callable[[str, set[Any]], None]], None]]:
    """While inside, the inbox gets what tasks tell; and who is named by what this gives, what
    becomes of workers.
    """
    listeners: list[Callable[[str, set[Any]], None]] = []

    async def say_where() -> None:
        with suppress(OSError, AttributeError):  # of a scheduler, or a client, that has just gone
            log.emit("cluster", await sizes_of(client))

    def workers(stamped: tuple[float, Any]) -> None:
        _, told = stamped
        action = told.get("action") if isinstance(told, Mapping) else None
        if inbox.listeners and action in ("add-worker", "remove-worker"):
            client.loop.add_callback(say_where)
        if action == "remove-worker":
            keys = {*told["processing-tasks"], *told["lost-computed-tasks"]}
            for each in listeners:
                each(told["worker"], keys)

    client.subscribe_topic(topic, lambda stamped: inbox.take(received(stamped)))
    client.subscribe_topic(ALL, workers)
    try:
        yield listeners.append
        flush(client, topic, inbox)
    finally:
        if client.status == "running":
            client.unsubscribe_topic(topic)
            client.unsubscribe_topic(ALL)


@contextmanager
def _claimed(client: Any, graph: Graph, key: str) -> Iterator[None]:
    """While inside, no other run has the name of this one on the scheduler; afterwards nothing is
    kept of it there.

    Raises:
        ClusterError: one has.
    """
    from dagcompile.runtime.dask.running.claims import (  # brings in distributed
        Claim,
        claim,
        give_back,
    )

    own = Claim(
        pipeline=graph.pipeline, run=graph.run, topic=str(graph.scope.topic), client=client.id
    )
    if not done(client, claim, own, key):
        raise ClusterError(
            f"a run of {graph.pipeline} is on the cluster already that is called {graph.run}; "
            "let it end, or call this one otherwise (--run-id)"
        )
    try:
        yield
    finally:
        if client.status == "running":
            with suppress(Exception):  # of a scheduler that has just gone
                client.sync(lambda: client.run_on_scheduler(give_back, own), callback_timeout=BYE)


@contextmanager
def _as_cluster_errors(client: Any) -> Iterator[None]:
    where = client.scheduler.address
    try:
        yield
    except ClusterError:
        raise
    except NoAnswer as error:
        raise ClusterError(f"{error} ({where}); the run has been given up") from error
    except Exception as error:
        # No task raises for what a node did: it is the cluster that has failed.
        if isinstance(error, GivenUp):
            raise ClusterError(str(error)) from error
        raise ClusterError(f"the cluster did not finish the run: {on_one_line(error)}") from error
