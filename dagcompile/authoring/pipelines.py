"""Pipelines: functions that wire ops, called once, at compile time, with handles.

@pipeline
def daily_delays(day: date) -> list[CarrierDelay]:
    return by_carrier(clean(load(day)))
"""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast, overload

from dagcompile.authoring.scope import CURRENT
from dagcompile.authoring.settings import PipelineSettings, Targets, joined

if TYPE_CHECKING:
    from datetime import date, timedelta

    from dagcompile.authoring.policy import Guard
    from dagcompile.authoring.schedules import Schedule
    from dagcompile.runtime.retry import Retry

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)
Q = ParamSpec("Q")
S = TypeVar("S")

_WORN = ("__module__", "__name__", "__qualname__", "__doc__")


class Times:
    """When a pipeline runs, as it was said."""

    __slots__ = ("catchup", "schedule", "start")

    def __init__(
        self,
        *,
        schedule: "Schedule | None" = None,
        start: "date | None" = None,
        catchup: bool = False,
    ) -> None:
        self.schedule = schedule
        self.start = start
        self.catchup = catchup


class Pipeline(Generic[P, R_co]):
    """A function that wires ops. It is compiled, not called."""

    __wrapped__: Callable[P, R_co]
    __name__: str
    __qualname__: str
    name: str
    """Its id: what it is called in artifacts and on the command line."""

    def __init__(
        self,
        fn: Callable[P, R_co],
        /,
        *,
        name: str | None = None,
        settings: PipelineSettings | None = None,
        times: Times | None = None,
    ) -> None:
        for worn in _WORN:
            setattr(self, worn, getattr(fn, worn))
        self.__wrapped__ = fn
        self.name = fn.__name__ if name is None else name
        self._times = Times() if times is None else times
        self._settings = settings or PipelineSettings()

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> R_co:
        """Refused outside a trace: a pipeline is compiled and its artifact is run.

        Raises:
            CompileError: always, outside a trace.
        """
        tracer = CURRENT.get()
        if tracer is not None:
            return cast("R_co", tracer.call_pipeline(self, sys._getframe(1)))
        from dagcompile.authoring.problems import called_pipeline

        raise called_pipeline(self, sys._getframe(1))

    def __repr__(self) -> str:
        return f"<pipeline {self.name}>"


@overload
def pipeline(fn: Callable[Q, S], /) -> Pipeline[Q, S]: ...
@overload
def pipeline(
    *,
    name: str | None = None,
    schedule: "Schedule | None" = None,
    start: "date | None" = None,
    catchup: bool = False,
    tags: Sequence[str] = (),
    owner: str | None = None,
    retry: "Retry | None" = None,
    timeout: "float | timedelta | None" = None,
    guard: "Guard | None" = None,
    targets: Targets | None = None,
) -> Callable[[Callable[Q, S]], Pipeline[Q, S]]: ...
def pipeline(
    fn: Callable[..., Any] | None = None,
    /,
    *,
    name: str | None = None,
    schedule: "Schedule | None" = None,
    start: "date | None" = None,
    catchup: bool = False,
    tags: Sequence[str] = (),
    owner: str | None = None,
    retry: "Retry | None" = None,
    timeout: "float | timedelta | None" = None,
    guard: "Guard | None" = None,
    targets: Targets | None = None,
) -> Any:
    """Make a function a pipeline: `@pipeline` or `@pipeline(name="id")`.

    Args:
        fn: a function with annotated parameters; they are the params of a run.
        name: the pipeline's id, the function's name otherwise.
        schedule: when it runs without being asked, where an engine can do so: at the times of a
            `Cron`, or when assets were written, `RAW`, `RAW & OTHER`, `RAW | OTHER` or a list, of
            which all have to be.
        start: the day, in the zone of the schedule, from which on it does.
        catchup: whether an engine that starts later than `start` runs what it has missed.
        tags: words by which people find it.
        owner: who answers for it.
        retry: of the ops in it that do not say their own.
        timeout: of the ops in it that do not say their own; a number is seconds.
        guard: of the ops in it that do not say their own; with `retry=True`, of those that have
            a retry.
        targets: options by target, for that one alone: `{"airflow": {"max_active_runs": 1}}`.

    Raises:
        TypeError: `fn` is not a function.
    """
    times = Times(schedule=schedule, start=start, catchup=catchup)
    said = PipelineSettings(
        tags=tags,
        owner=owner,
        retry=retry,
        timeout=timeout,
        guard=guard,
        targets=joined(None, targets),
    )

    def decorate(fn: Callable[..., Any]) -> Pipeline[..., Any]:
        if not hasattr(fn, "__code__"):
            from dagcompile.authoring.decorating import not_a_pipeline

            raise not_a_pipeline(fn)
        return Pipeline(fn, name=name, settings=said, times=times)

    return decorate if fn is None else decorate(fn)
