"""What the generated modules import: their steps, each in a thread of a pool.

    load = threads.step("load", shop.load)(day)             # starts at once
    total = threads.step("total", shop.total)(load)         # its thread waits for `load`

Steps are handed to the pool in the order in which they are written, and none needs a later one,
so a pool of any size comes to the end.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial, wraps
from typing import Any, Literal, ParamSpec, TypeVar, cast

from dagcompile.runtime import v1

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
Severity = Literal["error", "warn"]


class Later:
    """A value that a step will have given. Asked for a port (`split.train`), that of it."""

    __slots__ = ("_value",)

    def __init__(self, value: Callable[[], Any]) -> None:
        self._value = value

    def __getattr__(self, port: str) -> "Later":
        if port.startswith("_"):
            raise AttributeError(port)
        return Later(lambda: getattr(self._value(), port))


def now(value: Any) -> Any:
    """The value, waited for."""
    return value._value() if isinstance(value, Later) else value


def gather(container: T) -> T:
    """A list, tuple or dict of values, once all of them are there."""

    def filled() -> Any:
        match container:
            case dict():
                return v1.gather({key: now(each) for key, each in container.items()})
            case tuple():
                return v1.gather(tuple(now(each) for each in container))
            case _:
                return v1.gather([now(each) for each in cast(list[Any], container)])

    return cast(T, Later(filled))


class Threads:
    """The steps of one run. What a step does and what is told of it is as in a script."""

    def __init__(self, run: v1.Run, pool: Executor) -> None:
        self._run = run
        self._pool = pool
        self._steps: dict[str, Future[Any]] = {}

    def step(
        self,
        node: str,
        fn: Callable[P, R],
        *,
        retry: v1.Retry | None = None,
        after: Sequence[str] = (),
        unless_failed: Sequence[str] = (),
        ports: Sequence[str] = (),
        returns: Any = ...,
        severity: Severity = "error",
    ) -> Callable[P, R]:
        """`fn` as the body of `node`; arguments as those of `Run.step`."""

        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            step: Callable[..., Any] = self._run.step(
                node,
                fn,
                retry=retry,
                after=after,
                unless_failed=unless_failed,
                ports=ports,
                returns=returns,
                severity=severity,
            )
            return cast(R, self._start(node, (*after, *unless_failed), step, *args, **kwargs))

        return call

    def config(self, node: str, default: T) -> T:
        """The config of `node`: `default`, unless this run was given another."""
        return self._run.config(node, default)

    def first_of(
        self,
        node: str,
        *values: T,
        after: Sequence[str] = (),
        unless_failed: Sequence[str] = (),
    ) -> T:
        """The first of `values` that is there."""
        choose = partial(self._run.first_of, node, after=after, unless_failed=unless_failed)
        return cast(T, self._start(node, (*after, *unless_failed), choose, *values))

    def guard_input(self, subject: str, value: T, type_: Any, *, severity: Severity = "error") -> T:
        """`value`, to be checked by the step that takes it."""
        guarded = self._run.guard_input
        return cast(T, Later(lambda: guarded(subject, now(value), type_, severity=severity)))

    def outputs(self, values: dict[str, Any]) -> v1.Outputs:
        """The values of a pipeline that returns several."""
        return v1.Outputs(values)

    def results(self, returned: Any) -> Any:
        """What the pipeline returns, once every step has ended."""
        for each in self._steps.values():
            each.result()
        if isinstance(returned, v1.Outputs):
            return v1.Outputs({key: now(each) for key, each in returned.items()})
        return now(returned)

    def _start(
        self,
        node: str,
        after: Sequence[str],
        body: Callable[..., Any],
        /,
        *args: Any,
        **kwargs: Any,
    ) -> Later:
        before = [self._steps[each] for each in after]

        def waits() -> Any:
            for each in before:
                each.result()
            return body(*map(now, args), **{key: now(each) for key, each in kwargs.items()})

        future = self._steps[node] = self._pool.submit(waits)
        return Later(future.result)


def on_threads(pipeline: Callable[..., Any], *, workers: int) -> Callable[..., Any]:
    """The function of a generated module as one that runs as a script's does."""

    @wraps(pipeline)
    def runs(run: v1.Run, /, **params: Any) -> Any:
        with ThreadPoolExecutor(max_workers=workers) as pool:
            threads = Threads(run, pool)
            return threads.results(pipeline(threads, **params))

    return runs


def main(pipeline: Callable[..., Any], /, *, workers: int, name: str | None = None) -> int:
    """Run a generated module as a command; gives its exit status."""
    return v1.main(on_threads(pipeline, workers=workers), name=name)
