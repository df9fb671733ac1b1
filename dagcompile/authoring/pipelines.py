"""Pipelines: functions that wire ops, called once, at compile time, with handles.

@pipeline
def daily_delays(day: date) -> list[CarrierDelay]:
    return by_carrier(clean(load(day)))
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast, overload

from dagcompile.authoring.scope import CURRENT

if TYPE_CHECKING:
    from datetime import date

    from dagcompile.authoring.schedules import Cron

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
        schedule: "Cron | None" = None,
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
        self, fn: Callable[P, R_co], /, *, name: str | None = None, times: Times | None = None
    ) -> None:
        for worn in _WORN:
            setattr(self, worn, getattr(fn, worn))
        self.__wrapped__ = fn
        self.name = fn.__name__ if name is None else name
        self._times = Times() if times is None else times

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
    schedule: "Cron | None" = None,
    start: "date | None" = None,
    catchup: bool = False,
) -> Callable[[Callable[Q, S]], Pipeline[Q, S]]: ...
def pipeline(
    fn: Callable[..., Any] | None = None,
    /,
    *,
    name: str | None = None,
    schedule: "Cron | None" = None,
    start: "date | None" = None,
    catchup: bool = False,
) -> Any:
    """Make a function a pipeline: `@pipeline` or `@pipeline(name="id")`.

    Args:
        fn: a function with annotated parameters; they are the params of a run.
        name: the pipeline's id, the function's name otherwise.
        schedule: when it runs without being asked, where an engine can do so.
        start: the day, in the zone of the schedule, from which on it does.
        catchup: whether an engine that starts later than `start` runs what it has missed.

    Raises:
        TypeError: `fn` is not a function.
    """
    times = Times(schedule=schedule, start=start, catchup=catchup)

    def decorate(fn: Callable[..., Any]) -> Pipeline[..., Any]:
        if not hasattr(fn, "__code__"):
            from dagcompile.authoring.decorating import not_a_pipeline

            raise not_a_pipeline(fn)
        return Pipeline(fn, name=name, times=times)

    return decorate if fn is None else decorate(fn)
