"""Keys that runs share: the values of steps that are pure.

    ("load-p0", "load", "0f3c...")      # the value, and what was told while it was made
    ("load-r3f2a9c1d0b70", "load")      # of one run: the value, told of in this run

The first is called by what the value is made from, and holds nothing of a run. So who asks for the
same while it is there gets what there is. The second stands beside it, where a step has its key
otherwise: it tells in its run what the first has told, and hands the value on.
"""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, TypeAlias

from dagcompile.runtime.dask.graph import tasks
from dagcompile.runtime.dask.graph.scope import Scope
from dagcompile.runtime.dask.running.channel import this_worker
from dagcompile.runtime.dask.running.speaking import of_a_worker, speaking
from dagcompile.runtime.events import Event, Log
from dagcompile.runtime.expectations import Expectation
from dagcompile.runtime.tokens import Missing

if TYPE_CHECKING:
    from dagcompile.runtime.debug.watch import Watch

Kept: TypeAlias = tuple[Any, list[Event]]
"""What a shared key holds: a value, and the events of its making. A tuple, of which Dask knows how
large it is and how its parts travel.
"""


class _Keeping(Scope):
    """No run: what is told is kept."""

    __slots__ = ("_events",)

    def __init__(self, events: list[Event]) -> None:
        super().__init__("", "", None, None)
        self._events = events

    def log(self, watch: "Watch | None" = None) -> Log:
        return Log(run="", pipeline="", sinks=(self._events.append,), watch=watch)

    def speaking(self, node: str) -> AbstractContextManager[None]:
        worker = this_worker()
        if worker is None:
            return super().speaking(node)
        # Beside going to the worker's log: maybe nobody watches the runs that take the value.
        return speaking(self.log(), node, worker=worker, speech="told", allowance=of_a_worker())


class Shared:
    """What `call` gives, with the events that it tells."""

    __slots__ = ("call",)

    def __init__(self, call: tasks.Call | tasks.Guard) -> None:
        self.call = call

    def __reduce__(self) -> tuple[Any, ...]:
        return Shared, (self.call,)

    @property
    def __name__(self) -> str:
        """What Dask shows of it."""
        return self.call.__name__

    def __call__(self, /, *args: Any, **kwargs: Any) -> Kept:
        events: list[Event] = []
        value = within(self.call, _Keeping(events))(*args, **kwargs)
        if (worker := this_worker()) is not None:
            for each in events:
                if each["event"] == "outcome":  # who tells it may be another
                    each["worker"] = worker.address
        return value, events


class Told(tasks.Call):
    """A step of one run, whose first argument is a shared key: tells what that has told. The others
    are what has to be told before.
    """

    __slots__ = ()

    def run(self, args: tasks.Args, kwargs: dict[str, Any], watch: "Watch | None" = None) -> Any:
        """The value, or a token."""
        return _told(self.scope, args[0])


class ToldGuard(tasks.Guard):
    """A guard of one run, likewise."""

    __slots__ = ()

    def __call__(self, value: Any, /, *expects: Expectation) -> Missing | None:
        ending: Missing | None = _told(self.scope, value)
        return ending


def _told(scope: Scope, kept: Kept) -> Any:
    value, events = kept
    log = scope.log()
    for event in events:
        if event["event"] == "line" and scope.speech is None:
            continue
        for sink in log.sinks:
            sink({**event, "run": log.run, "pipeline": log.pipeline})
    return value


def value_of(kept: Kept) -> Any:
    """The value of a shared key, of which nobody is told."""
    return kept[0]


NOBODY = Scope("", "", None, None)
"""No run."""


def within(call: tasks.Call | tasks.Guard, scope: Scope) -> Any:
    """The same in the run of `scope`."""
    cls, (_, *rest) = call.__reduce__()
    return cls(scope, *rest)


def told_of(call: tasks.Call | tasks.Guard) -> Any:
    """What tells in its run what `call` would have told, and is given a shared key."""
    made = Told if isinstance(call, tasks.Call) else ToldGuard
    return made(*call.__reduce__()[1])
