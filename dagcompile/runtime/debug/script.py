"""A run in one process that watches its values: `Run`, with a look after every step."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar, Unpack, cast

from dagcompile.runtime.coroutines import Step
from dagcompile.runtime.debug.uses import uses_of
from dagcompile.runtime.debug.watch import Watch
from dagcompile.runtime.events import Log
from dagcompile.runtime.expectations import Expectation
from dagcompile.runtime.node import Options
from dagcompile.runtime.run import Run

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class WatchedRun(Run):
    """A run whose values are watched, from where they are made to whoever takes them last."""

    def __init__(self, log: Log, configs: Mapping[str, Any], watch: Watch) -> None:
        super().__init__(log, configs)
        self.watch = log.watch = watch

    def step(self, node: str, fn: Callable[P, R], **options: Unpack[Options]) -> Step[P, R]:
        """As of `Run`. A node fails that changed what another uses too."""
        step = super().step(node, fn, **options)
        ports = tuple(options.get("ports", ()))

        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.watch.lock:
                value: Any = step(*args, **kwargs)
                failure = self.watch.after(node, self.log)
                if failure is not None and self.nodes[node].outcome == "ok":
                    self.log.failed(node, failure)
                    value = self._fail(node, failure)
                self.watch.returned(node, value, ports, self.log)
                self.watch.ended(node)
                return cast(R, value)

        return call

    def first_of(self, node: str, *values: T, **waits: Sequence[str]) -> T:
        """As of `Run`."""
        value = super().first_of(node, *values, **waits)
        self.watch.returned(node, value, (), self.log)
        return value

    def expectation(self, node: str, expectation: Expectation, **waits: Sequence[str]) -> None:
        """As of `Run`."""
        super().expectation(node, expectation, **waits)
        self.watch.ended(node)


def watched_run(
    log: Log,
    configs: Mapping[str, Any],
    function: Callable[..., Any],
    params: Mapping[str, Any],
) -> WatchedRun:
    """A run of the generated `function` with `params`, which are watched too."""
    run = WatchedRun(log, configs, Watch(uses_of(function)))
    for name, value in params.items():
        run.watch.keep(name, value, log)
    return run
