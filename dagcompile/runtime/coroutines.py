"""Coroutines run to their end: an async op is worth what its coroutine returns.

value = fn(*args)
if type(value) is CoroutineType:  # the one question that an ordinary value costs
    value = awaited(value)
"""

from collections.abc import Coroutine
from typing import Any, ParamSpec, Protocol, TypeVar, overload

P = ParamSpec("P")
Q = ParamSpec("Q")
R_co = TypeVar("R_co", covariant=True)
S = TypeVar("S")
T = TypeVar("T")


class Step(Protocol[P, R_co]):
    """An op as a step: called with its inputs it gives its value, a coroutine's where it is one."""

    @overload
    def __call__(
        self: "Step[Q, Coroutine[Any, Any, S]]", /, *args: Q.args, **kwargs: Q.kwargs
    ) -> S: ...
    @overload
    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> R_co: ...


def awaited(coroutine: Coroutine[Any, Any, T]) -> T:
    """What `coroutine` returns, in an event loop of its own.

    Where a loop runs in this thread already it cannot run another, so the coroutine has a thread
    of its own, in a copy of this context. This thread waits for it: the loop in it stands still.

    Raises:
        BaseException: what the coroutine raises.
    """
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)

    from concurrent.futures import ThreadPoolExecutor
    from contextvars import copy_context

    with ThreadPoolExecutor(1, thread_name_prefix="dagcompile_async") as pool:
        return pool.submit(copy_context().run, asyncio.run, coroutine).result()
