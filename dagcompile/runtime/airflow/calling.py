"""Callbacks that are found when they fire: a scheduler that reads a DAG file imports none of them.

@task(on_failure_callback=Callback("flights.alerts:failed"))
AsyncCallback(missed, kwargs={"call": "flights.alerts:late", "kwargs": {"channel": "#a"}})
"""

import logging
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

_LOGGER = logging.getLogger("dagcompile.callbacks")


class Callback:
    """Calls the function at an import path with Airflow's context.

    One that cannot be found, or fails, is told in the log and changes nothing: what it is told of
    has ended already, well or badly.

    Args:
        path: `package.module:function`.
    """

    def __init__(self, path: str) -> None:
        self.path = path

    def __call__(self, context: Mapping[str, Any]) -> None:
        """Tell the function of `context`; an async one is run to its end."""
        try:
            returned = found(self.path)(context)
            if hasattr(returned, "__await__"):
                from dagcompile.runtime.coroutines import awaited

                awaited(returned)
        except (Exception, SystemExit) as error:
            _LOGGER.exception("callback %s failed: %s", self.path, type(error).__name__)

    def __repr__(self) -> str:
        return f"Callback({self.path!r})"


async def missed(
    call: str,
    kwargs: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
) -> None:
    """Tell the function at the import path `call` that a deadline was missed.

    It is called as `function(context, **kwargs)` in the triggerer, one that is not async in a
    thread. What it raises, Airflow shows as the failure of the callback.
    """
    from asyncio import to_thread
    from inspect import iscoroutinefunction

    function = found(call)
    if iscoroutinefunction(function):
        await function(context or {}, **(kwargs or {}))
    else:
        await to_thread(function, context or {}, **(kwargs or {}))


def found(path: str) -> Callable[..., Any]:
    """The function at an import path.

    Raises:
        ImportError, AttributeError: there is none.
    """
    module, _, name = path.partition(":")
    function: Any = import_module(module)
    for part in name.split("."):
        function = getattr(function, part)
    return function  # type: ignore[no-any-return]
