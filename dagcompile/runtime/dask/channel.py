"""How events come from the tasks of a run to the client that started it.

On a distributed worker they are logged to a topic of the scheduler, which streams them to the
client; elsewhere they are handed over within the process. They travel as one text of JSON: Dask's
own messages hold neither lone surrogates nor large numbers, and one that does breaks the worker's
connection.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagcompile.runtime.events import Event, Sink

_LOCAL: dict[str, Sink] = {}
"""Sinks of the runs that this process has started, by run id."""


def topic(run: str) -> str:
    """Name of the scheduler's topic for the events of a run."""
    return f"dagcompile-{run}"


def this_worker() -> Any:
    """The distributed worker whose task is running in this thread; None elsewhere."""
    distributed = sys.modules.get("distributed")  # loaded in every worker
    if distributed is None:
        return None
    try:
        return distributed.get_worker()
    except ValueError:
        return None


def channel(run: str) -> tuple[Sink, ...]:
    """Where the events of `run` go, seen from the task that is running.

    Nowhere, if the graph is embedded in somebody's own Dask code without a cluster.
    """
    if run in _LOCAL:
        return (_LOCAL[run],)
    worker = this_worker()
    if worker is None:
        return ()
    return (lambda event: worker.log_event(topic(run), json.dumps(event)),)


def received(stamped: tuple[float, Any]) -> Event:
    """An event as it was told, without the time at which the scheduler took it."""
    _, text = stamped
    event: Event = json.loads(text)
    return event


@contextmanager
def local_channel(run: str, sink: Sink) -> Iterator[None]:
    """While open, events of `run` that are told in this process go to `sink`."""
    _LOCAL[run] = sink
    try:
        yield
    finally:
        del _LOCAL[run]
