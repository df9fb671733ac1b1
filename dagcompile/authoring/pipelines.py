"""Pipelines: functions that wire ops, called once, at compile time, with handles.

@pipeline
def daily_delays(day: date) -> list[CarrierDelay]:
    return by_carrier(clean(load(day)))
"""

import sys
from collections.abc import Callable
from typing import Any, Generic, ParamSpec, TypeVar, cast, overload

from dagcompile.authoring.scope import CURRENT

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)
Q = ParamSpec("Q")
S = TypeVar("S")

_WORN = ("__module__", "__name__", "__qualname__", "__doc__")


class Pipeline(Generic[P, R_co]):
    """A function that wires ops. It is compiled, not called."""

    __wrapped__: Callable[P, R_co]
    __name__: str
    __qualname__: str
    name: str
    """Its id: what it is called in artifacts and on the command line."""

    def __init__(self, fn: Callable[P, R_co], /, *, name: str | None = None) -> None:
        for worn in _WORN:
            setattr(self, worn, getattr(fn, worn))
        self.__wrapped__ = fn
        self.name = fn.__name__ if name is None else name

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
def pipeline(*, name: str | None = None) -> Callable[[Callable[Q, S]], Pipeline[Q, S]]: ...
def pipeline(fn: Callable[..., Any] | None = None, /, *, name: str | None = None) -> Any:
    """Make a function a pipeline: `@pipeline` or `@pipeline(name="id")`.

    Args:
        fn: a function with annotated parameters; they are the params of a run.
        name: the pipeline's id, the function's name otherwise.

    Raises:
        TypeError: `fn` is not a function.
    """

    def decorate(fn: Callable[..., Any]) -> Pipeline[..., Any]:
        if not hasattr(fn, "__code__"):
            from dagcompile.authoring.decorating import not_a_pipeline

            raise not_a_pipeline(fn)
        return Pipeline(fn, name=name)

    return decorate if fn is None else decorate(fn)
