"""What a callable comes to when it is called.

under(partial(clean, limit=3))     # clean
under(Client("a").fetch)           # the function `Client.fetch`
"""

import inspect
from functools import partial
from types import FunctionType, MethodType
from typing import Any

_DEEPEST = 50


def under(fn: object) -> Any:
    """The function, class or builtin below decorators that tell (`__wrapped__`), partials, bound
    methods and objects that can be called.
    """
    found: Any = fn
    for _ in range(_DEEPEST):
        below = _below(found)
        if below is None:
            break
        found = below
    return found


def _below(fn: Any) -> object:
    if isinstance(fn, partial):
        return fn.func
    if isinstance(fn, MethodType):
        return fn.__func__
    if (wrapped := getattr(fn, "__wrapped__", None)) is not None:
        return wrapped
    call = inspect.getattr_static(type(fn), "__call__", None)
    return call if isinstance(call, FunctionType) and not isinstance(fn, type) else None


def entered(fn: object) -> Any:
    """The function whose body a call of `fn` runs first; `fn` itself where there is none."""
    found: Any = fn
    for _ in range(_DEEPEST):
        if isinstance(found, FunctionType) or (below := _below(found)) is None:
            break
        found = below
    return found


def yields(fn: object) -> str:
    """Whether a call of `fn` gives a generator: "a generator", "an async generator" or nothing."""
    function = entered(fn)
    if inspect.isgeneratorfunction(function):
        return "a generator"
    return "an async generator" if inspect.isasyncgenfunction(function) else ""


def owner_of(fn: object) -> type | None:
    """The class that `fn` is a class method of, where it is bound to it."""
    owner = getattr(fn, "__self__", None)
    return owner if isinstance(owner, type) else None


def code_of(fn: object) -> Any:
    """The code object of the function that `fn` comes to, None where there is none."""
    return getattr(under(fn), "__code__", None)


def called(fn: object) -> str:
    """What `fn` is called in messages: its name, or that of what it comes to."""
    while isinstance(fn, partial):
        fn = fn.func
    name = getattr(fn, "__name__", None)
    return name if isinstance(name, str) else type(fn).__name__
