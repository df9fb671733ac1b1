"""Threads for the tasks of a run in this process, which do not keep it from ending.

    with pool(4) as threads:
        graph.compute(scheduler="threads", pool=threads)

The pool that Dask makes by itself is waited for at the end of the process: who interrupts a run
would wait until the bodies return that just run.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from contextvars import copy_context
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import Any

from dask import config
from dask.system import CPU_COUNT


class DaemonThreads(Executor):
    """Daemon threads, in which calls run with the context variables of the caller.

    No call waits for another: there are as many threads as calls ran at once. The scheduler of Dask
    hands over no more than `_max_workers` at once.
    """

    def __init__(self, workers: int) -> None:
        self._max_workers = workers  # the name by which Dask asks for it
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._idle = Semaphore(0)
        """Counts the threads that wait for a call, less the calls that wait for one of these."""
        self._threads = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Start the call."""
        future: Future[Any] = Future()
        run = copy_context().run
        self._calls.put(lambda: run(_settle, future, fn, args, kwargs))
        if not self._idle.acquire(blocking=False):
            self._threads += 1
            Thread(target=self._work, daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  (as of any executor)
        """Have the threads end once their calls have; waits for none."""
        for _ in range(self._threads):
            self._calls.put(None)

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            call()
            del call  # and what it holds, while the thread waits
            self._idle.release()


@contextmanager
def pool(workers: int | None = None) -> Iterator[Any]:
    """Daemon threads: `workers`, or as many as the settings of Dask say, or the pool they name."""
    if workers is None and (named := config.get("pool", None)):
        yield named
        return
    with DaemonThreads(workers or config.get("num_workers", None) or CPU_COUNT) as own:
        yield own


def _settle(
    future: Future[Any], fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    try:
        result = fn(*args, **kwargs)
    except BaseException as error:  # noqa: BLE001  (the one who waits raises it)
        future.set_exception(error)
    else:
        future.set_result(result)
