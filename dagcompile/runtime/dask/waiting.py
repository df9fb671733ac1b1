"""A graph on a cluster, from its submission to the last event of it."""

from typing import Any

from dagcompile.runtime.dask.bringing import CannotBring, brought
from dagcompile.runtime.dask.channel import received, sent, topic_of
from dagcompile.runtime.dask.environment import ClusterError
from dagcompile.runtime.dask.graph import Graph
from dagcompile.runtime.dask.inbox import Inbox
from dagcompile.runtime.dask.shim import forget_topic
from dagcompile.runtime.events import Log


def computed(
    client: Any, graph: Graph, key: str, inbox: Inbox, log: Log, *, most: int
) -> dict[str, Any] | CannotBring:
    """The outputs of `graph` that are there, computed on the cluster of `client`, or why they are
    not brought.

    Args:
        client: of the cluster.
        graph: one run.
        key: of `graph`, that holds the outputs.
        inbox: gets what the tasks tell.
        log: of the run, whose first event is told.
        most: bytes of outputs that are brought.

    Raises:
        ClusterError: the cluster did not finish the run.
    """
    topic = topic_of(graph.run)
    log.emit("run_started", {})
    client.subscribe_topic(topic, lambda stamped: inbox.take(received(stamped)))
    try:
        results = brought(client, client.compute(graph.delayed(key)), limit=most)
        inbox.wait(dict(each for each in client.run(sent, topic).values() if each))
    except Exception as error:
        # No task raises for what a node did: it is the cluster that has failed.
        raise ClusterError(
            f"the cluster did not finish the run: {type(error).__name__}: {error}"
        ) from error
    finally:
        client.unsubscribe_topic(topic)
    client.run_on_scheduler(forget_topic, topic)
    return results
