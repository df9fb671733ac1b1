"""What of Dask is no public interface, in one place.

Tested with dask and distributed 2026.8. Dask has documented these classes since 2024.12 and does
not export them; `DESIGNED_FOR` says of which versions the tests hold.
"""

import asyncio
import time
import uuid
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dask._expr import HLGExpr, LLGExpr
from dask._task_spec import DataNode, Dict, GraphNode, List, Task, TaskRef, Tuple
from dask.highlevelgraph import HighLevelGraph

__all__ = [
    "DESIGNED_FOR", "MEMORY", "DataNode", "Dict", "GraphNode", "List", "Task", "TaskRef", "Tuple",
    "forget_topic", "kind_of_server", "newer", "on_workers", "task_with", "unlike",
    "versions_unwarned", "wanted", "wants",
]  # fmt: skip

DESIGNED_FOR = ">=2026.8,<2026.9"
"""Versions of dask and distributed that the tests of this project have run with."""

MEMORY = "worker-restart-memory"
"""The topic on which nannies tell whom they end for its use of memory."""


def newer(installed: str) -> str | None:
    """That a version of Dask is newer than those of `DESIGNED_FOR`; None where it is not."""
    limit = DESIGNED_FOR.rpartition("<")[2]
    if _release(installed) < _release(limit):
        return None
    return f"dask {installed} is newer than what this was tested with ({DESIGNED_FOR})"


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in version.split(".")[:2])


def task_with(key: Any, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Task:
    """A task that calls `function`, whose keywords may be of any name."""
    if "_data_producer" not in kwargs:
        return Task(key, function, *args, **kwargs)
    from functools import partial

    return Task(key, partial(_unpacked, function), List(*args), Dict(kwargs))


def _unpacked(function: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    return function(*args, **kwargs)


def unlike(graph: Any, keys: Iterable[Any]) -> Any:
    """`graph`, a dict or layers, as `Client.get` takes it, and equal to no other: of a dict that it
    is given bare, a client makes a token of every task, which takes longer than to send them.
    """
    if isinstance(graph, HighLevelGraph):
        return HLGExpr(graph, output_keys=list(keys))
    return LLGExpr(graph, _determ_token=uuid.uuid4().hex)


async def kind_of_server(address: str, *, arguments: Mapping[str, Any], seconds: float) -> str:
    """What kind of server of Dask listens at `address`: `Scheduler`, `Worker`.

    Args:
        arguments: of the connection, such as certificates.
        seconds: in which there has to be one.
    """
    from distributed.comm.core import connect
    from distributed.core import send_recv

    comm = await connect(address, timeout=seconds, **arguments)
    try:
        return str((await send_recv(comm, op="identity"))["type"])
    finally:
        comm.abort()


@contextmanager
def versions_unwarned() -> Iterator[None]:
    """While inside, a client that connects does not warn of versions."""
    from distributed.versions import VersionMismatchWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", VersionMismatchWarning)
        yield


async def forget_topic(topic: str, dask_scheduler: Any) -> None:
    """Take a topic and its events off the scheduler, which else keeps the last ones for ever.

    To be run on the scheduler (`client.run_on_scheduler`), once nobody is to listen any more: that
    a client does not, is told by another way, and would make the topic anew.
    """
    topics = dask_scheduler._broker._topics
    until = time.monotonic() + 2.0
    while topic in topics and topics[topic].subscribers and time.monotonic() < until:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    topics.pop(topic, None)


async def on_workers(scheduler: Any, function: Any, *args: Any) -> None:
    """Run a function on every worker of `scheduler`, in whose process this is, as a client does by
    `client.run`. Who does not answer is left out.
    """
    from distributed.protocol.pickle import dumps

    told = {"function": dumps(function), "args": dumps(args), "kwargs": dumps({}), "wait": True}
    await scheduler.broadcast(msg={"op": "run", **told}, on_error="ignore")


def wants(scheduler: Any, keys: Iterable[Any], anew: Iterable[Any], client: str) -> list[Any]:
    """Have `scheduler`, in whose process this is, keep `keys` for a client from now on, which is
    told how they end; gives those that it keeps.

    Of what has ended and was dropped, or is not known, nobody would ever tell. It is not kept,
    unless it is among `anew`, which are computed once more.
    """
    tasks = [scheduler.tasks[key] for key in keys if key in scheduler.tasks]
    dropped = {each.key for each in tasks if each.state == "released"}
    begun = dropped.intersection(anew)
    kept = [each.key for each in tasks if each.key in begun or each.key not in dropped]
    scheduler.client_desires_keys(kept, client)
    if begun:
        scheduler.stimulus_retry(list(begun))
    return kept


def wanted(client: Any, keys: Iterable[Any]) -> dict[Any, Any]:
    """Futures of `keys`, of which the scheduler tells how they end once it `wants` them."""
    from distributed import Future

    return {key: Future(key, client=client) for key in keys}
