"""What a run is asked for beside its params: how it is named, and who hears its events."""

import os
import uuid

from dagcompile.runtime.events import EVENTS_VARIABLE, Sink, file_sink


def run_named(run_id: str | None) -> str:
    """The id of a run: made up if `run_id` is None.

    Raises:
        ValueError: it is no name.
    """
    if run_id is None:
        return uuid.uuid4().hex[:12]
    if not is_name(run_id):
        raise ValueError(f"run_id: expected a name, got {run_id!r}")
    return run_id


def is_name(run_id: object) -> bool:
    """Whether a run can be called so."""
    return isinstance(run_id, str) and bool(run_id.strip())


def sinks_for(events: str | None, *more: Sink) -> tuple[Sink, ...]:
    """The sinks of a run: `more`, and the file `events` or the one that the environment names.

    Raises:
        OSError: the file cannot be written.
    """
    path = events or os.environ.get(EVENTS_VARIABLE)
    return (*more, file_sink(path)) if path else more


def sinks_of(given: tuple[Sink, ...] | None) -> tuple[Sink, ...]:
    """The sinks that a program gives a run; those that the environment asks for if None.

    Raises:
        TypeError: one cannot be called.
        OSError: the file that the environment names cannot be written.
    """
    if given is None:
        return sinks_for(None)
    if not isinstance(given, tuple | list):
        raise TypeError(f"sinks: expected a tuple of callables, got {type(given).__name__}")
    for each in given:
        if not callable(each):
            raise TypeError(f"sinks: expected callables that take an event, got {each!r}")
    return tuple(given)
