"""How events come from the tasks of a run to the client that started it.

On a distributed worker they are logged to a topic of the scheduler, which streams them to the
client; elsewhere they are handed over within the process.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from dagcompile.runtime.events import Event, Sink

_LOCAL: dict[str, Sink] = {}
"""Sinks of the runs that this process has started, by run id."""


def topic(run: str) -> str:
    """Name of the scheduler's topic for the events of a run."""
    return f"dagcompile-{run}"


def channel(run: str) -> Sink:
    """The sink for the events of `run`, seen from the task that is running."""
    if run in _LOCAL:
        return _LOCAL[run]
    try:
        from distributed import get_worker

        worker = get_worker()
    except (ImportError, ValueError):
        return _nowhere
    return lambda event: worker.log_event(topic(run), event)


@contextmanager
def local_channel(run: str, sink: Sink) -> Iterator[None]:
    """While open, events of `run` that are told in this process go to `sink`."""
    _LOCAL[run] = sink
    try:
        yield
    finally:
        del _LOCAL[run]


def _nowhere(event: Event) -> None:
    """A graph that is embedded in somebody's own Dask code has no listener."""
