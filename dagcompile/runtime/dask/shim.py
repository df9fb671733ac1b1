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
    "forget_topic", "is_busy", "kind_of_server", "newer", "on_workers", "task_with", "told_of",
    "unlike", "versions_unwarned", "wanted", "wants",
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


def told_of(scheduler: Any, topic: str) -> list[Any]:
    """The last messages of a topic that `scheduler` has, in whose process this is."""
    topics = scheduler._broker._topics  # which makes one that it is asked for
    return [message for _, message in topics[topic].events] if topic in topics else []


async def on_workers(scheduler: Any, function: Any, *args: Any) -> tuple[list[Any], bool]:
    """Run a function on every worker of `scheduler`, in whose process this is, as a client does by
    `client.run`. Gives what it gives where it does not fail, and whether that is so everywhere.
    """
    from distributed.protocol.pickle import dumps

    told = {"function": dumps(function), "args": dumps(args), "kwargs": dumps({}), "wait": True}
    asked = list(scheduler.workers)
    replies = await scheduler.broadcast(msg={"op": "run", **told}, workers=asked, on_error="ignore")
    answers = [_read(each["result"]) for each in replies.values() if each["status"] == "OK"]
    return answers, len(answers) == len(asked)


def _read(answer: Any) -> Any:
    """What a worker has answered, which a scheduler leaves as it came."""
    from distributed.protocol.serialize import Serialize, Serialized, deserialize

    match answer:
        case Serialized():
            return deserialize(answer.header, answer.frames)
        case Serialize():  # of a worker in this process
            return answer.data
        case _:
            return answer


def is_busy(worker: Any) -> bool:
    """Whether `worker`, in whose process this is, has tasks that run or are to begin."""
    return any(each.state not in _AT_REST for each in worker.state.tasks.values())


_AT_REST = frozenset({"memory", "error", "released", "forgotten"})


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
