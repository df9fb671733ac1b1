"""Threads for the tasks of a run in this process, which do not keep it from ending.

The pool that Dask makes by itself is waited for at the end of the process: who interrupts a run
would wait until the bodies return that just run.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextvars import copy_context
from threading import Thread
from typing import Any

from dask import config
from dask.system import CPU_COUNT


class DaemonThreads(Executor):
    """Each call in a daemon thread of its own, with the context variables of the caller.

    No call waits for another: the scheduler of Dask hands over no more than `_max_workers` at once.
    """

    def __init__(self, workers: int) -> None:
        self._max_workers = workers  # the name by which Dask asks for it

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Start the call."""
        future: Future[Any] = Future()
        run = copy_context().run
        Thread(target=run, args=(_settle, future, fn, args, kwargs), daemon=True).start()
        return future


def pool(workers: int | None = None) -> Any:
    """Daemon threads: `workers`, or as many as the settings of Dask say, or the pool they name."""
    if workers is None and (named := config.get("pool", None)):
        return named
    return DaemonThreads(workers or config.get("num_workers", None) or CPU_COUNT)


def _settle(
    future: Future[Any], fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    try:
        result = fn(*args, **kwargs)
    except BaseException as error:  # noqa: BLE001  (the one who waits raises it)
        future.set_exception(error)
    else:
        future.set_result(result)
