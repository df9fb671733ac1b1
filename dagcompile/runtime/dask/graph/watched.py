"""A node of a Dask graph whose values are watched: what stands in place of its `tasks.Call`.

On threads of one process a run has one watch, and bodies run one at a time. On a worker a task sees
what it is given, before and after its body.
"""

from contextlib import AbstractContextManager
from typing import Any

from dagcompile.runtime.dask.graph.graph import Graph
from dagcompile.runtime.dask.graph.scope import Scope, failed
from dagcompile.runtime.dask.graph.tasks import Args, Call, FirstOf, Look, split
from dagcompile.runtime.debug.uses import Reading, Uses, reading_of
from dagcompile.runtime.debug.watch import Watch, registered, shared_watch
from dagcompile.runtime.tokens import Missing


class WatchedGraph(Graph):
    """The keys of one run whose values are watched.

    Args:
        uses: who takes what in the pipeline.
    """

    def __init__(self, scope: Scope, *, uses: Uses, **options: Any) -> None:
        super().__init__(scope, **options)
        self._uses = uses

    def here(self) -> AbstractContextManager[None]:
        return registered(self.run, Watch(self._uses))

    def _called(self, call: Call) -> Call:
        fields = call.__reduce__()[1]
        match call:
            case FirstOf():
                return WatchedFirstOf(*fields)
            case Look():
                return WatchedLook(*fields)
            case _:
                return WatchedCall(*fields, reading=reading_of(self._uses, call.node))


class WatchedCall(Call):
    """As `Call`. A node fails that changed what another uses too."""

    __slots__ = ("reading",)

    def __init__(self, *fields: Any, reading: Reading) -> None:
        super().__init__(*fields)
        self.reading = reading

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (super().__reduce__()[1], self.reading)

    def run(self, args: Args, kwargs: dict[str, Any], watch: Watch | None = None) -> Any:
        watch = shared_watch(self.scope.run) or Watch(self.reading)
        with watch.lock:
            log = self.scope.log(watch)
            own = args if self.waits is None else split(args, self.waits)[0]
            for subject, value in self.reading.taken.values(own, kwargs):
                watch.keep(subject, value, log)
            value = super().run(args, kwargs, watch)
            failure = watch.after(self.node, log)
            if failure is not None and _is_there(value):
                log.failed(self.node, failure)
                value = failed(log, self.node, failure)
            ports = (self.options or {}).get("ports", ())
            watch.returned(self.node, value, ports, log)
            watch.ended(self.node)
        return value


def _rebuilt(fields: tuple[Any, ...], reading: Reading) -> WatchedCall:
    return WatchedCall(*fields, reading=reading)


class WatchedFirstOf(FirstOf):
    """As `FirstOf`, whose value others may change."""

    __slots__ = ()

    def run(self, args: Args, kwargs: dict[str, Any], watch: Watch | None = None) -> Any:
        watch = shared_watch(self.scope.run)
        value = super().run(args, kwargs, watch)
        if watch is not None:
            with watch.lock:
                watch.returned(self.node, value, (), self.scope.log(watch))
        return value


class WatchedLook(Look):
    """As `Look`, which takes its values no more once it has ended."""

    __slots__ = ()

    def run(self, args: Args, kwargs: dict[str, Any], watch: Watch | None = None) -> Any:
        watch = shared_watch(self.scope.run)
        token = super().run(args, kwargs, watch)
        if watch is not None:
            with watch.lock:
                watch.ended(self.node)
        return token


def _is_there(value: object) -> bool:
    return not isinstance(value, Missing) or value._why == "withheld"
