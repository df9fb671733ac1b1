"""A node of a Dask graph whose values are watched: what stands in place of `tasks.call`.

On threads of one process a run has one watch, and bodies run one at a time. On a worker a task sees
what it is given, before and after its body.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from dagcompile.runtime.dask import tasks
from dagcompile.runtime.dask.graph import Graph, Ref
from dagcompile.runtime.debug.uses import Reading, Uses, reading_of
from dagcompile.runtime.debug.watch import Watch, registered, shared_watch
from dagcompile.runtime.node import Body
from dagcompile.runtime.tokens import Missing


class WatchedGraph(Graph):
    """The keys of one run whose values are watched.

    Args:
        uses: who takes what in the pipeline.
    """

    def __init__(self, *, uses: Uses, **options: Any) -> None:
        super().__init__(**options)
        self._uses = uses

    def here(self) -> AbstractContextManager[None]:
        return registered(self.run, Watch(self._uses))

    def _spec_of(self, node: str) -> tasks.Spec:
        return replace(super()._spec_of(node), debug="mutations")

    def _add(self, node: str, function: Callable[..., Any], *arguments: Any) -> Ref:
        if function is tasks.call:
            return super()._add(node, call, reading_of(self._uses, node), *arguments)
        return super()._add(node, _WATCHED.get(function, function), *arguments)


def call(
    spec: tasks.Spec,
    reading: Reading,
    body: Body,
    args: Sequence[Any],
    kwargs: dict[str, Any],
    *rest: Any,
) -> Any:
    """As `tasks.call`. A node fails that changed what another uses too."""
    watch = shared_watch(spec.run) or Watch(reading)
    spec = replace(spec, watch=watch)
    with watch.lock:
        log = spec.log()
        for subject, value in reading.taken.values(args, kwargs):
            watch.keep(subject, value, log)
        value = tasks.call(spec, body, args, kwargs, *rest)
        failure = watch.after(spec.node, log)
        if failure is not None and _is_there(value):
            log.failed(spec.node, failure)
            value = tasks.failed(spec, log, failure)
        watch.returned(spec.node, value, body.ports, log)
        watch.ended(spec.node)
    return value


def first_of(spec: tasks.Spec, *arguments: Any) -> Any:
    """As `tasks.first_of`."""
    watch = shared_watch(spec.run)
    value = tasks.first_of(spec, *arguments)
    if watch is not None:
        with watch.lock:
            watch.returned(spec.node, value, (), spec.log())
    return value


def expectation(spec: tasks.Spec, *arguments: Any) -> Missing | None:
    """As `tasks.expectation`."""
    token = tasks.expectation(spec, *arguments)
    if (watch := shared_watch(spec.run)) is not None:
        with watch.lock:
            watch.ended(spec.node)
    return token


_WATCHED: dict[Callable[..., Any], Callable[..., Any]] = {
    tasks.first_of: first_of,
    tasks.expectation: expectation,
}


def _is_there(value: object) -> bool:
    return not isinstance(value, Missing) or value._why == "withheld"
