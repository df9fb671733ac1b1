"""Workers on this machine that live as long as a run."""

import asyncio
import logging
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from dagcompile.runtime.dask.shim import on_workers

if TYPE_CHECKING:
    from distributed import LocalCluster

_HUSHED = 3.0
"""Seconds in which workers hear that they are about to be ended."""


@contextmanager
def embedded(
    *, workers: int | None = None, resources: Mapping[str, float] | None = None
) -> "Iterator[LocalCluster]":
    """A cluster of worker processes that ends with the block, at once where that is left by an
    exception: then nobody waits for what still runs.

    Args:
        workers: how many, of one thread each; if None, processes and threads are as many as Dask
            finds right.
        resources: what each worker has.
    """
    from distributed import LocalCluster

    with _deaf_to_interrupts():
        made = LocalCluster(
            n_workers=workers,
            threads_per_worker=None if workers is None else 1,
            # Any free port, lest two runs on one machine quarrel over one.
            dashboard_address="127.0.0.1:0",
            resources=dict(resources) if resources else None,
        )
    with ExitStack() as ending, made as cluster:
        try:
            yield cluster
        except BaseException:
            cluster.sync(_end, cluster)
            raise
        ending.enter_context(_unheard(logging.getLogger("distributed.nanny")))
        cluster.sync(_hush, cluster)


async def _end(cluster: "LocalCluster") -> None:
    """End the workers. One that is asked to waits for its tasks first, and says so."""
    nannies = list(cluster.workers.values())
    # Each is closing before it is told that its worker has ended, and starts no other.
    closing = [asyncio.ensure_future(each.close()) for each in nannies]
    for each in nannies:
        if each.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(each.pid, signal.SIGKILL)
    await asyncio.gather(*closing)


async def _hush(cluster: "LocalCluster") -> None:
    """Have workers that are about to be ended keep to themselves what fails by that."""
    with suppress(OSError, TimeoutError):
        await asyncio.wait_for(on_workers(cluster.scheduler, keep_quiet), _HUSHED)


def keep_quiet() -> None:
    """In a worker whose run is over: Dask logs nothing more there."""
    for name, each in logging.root.manager.loggerDict.items():
        if name.partition(".")[0] in ("distributed", "tornado") and isinstance(
            each, logging.Logger
        ):
            each.setLevel(logging.CRITICAL + 1)


@contextmanager
def _unheard(log: logging.Logger) -> Iterator[None]:
    """While inside, nothing that is logged there is told."""

    def nothing(_record: logging.LogRecord) -> bool:
        return False

    log.addFilter(nothing)
    try:
        yield
    finally:
        log.removeFilter(nothing)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that are started inside do not hear Ctrl-C, which a terminal sends to all: this
    one ends them. One that comes meanwhile is heard afterwards.
    """
    from multiprocessing import resource_tracker

    resource_tracker.getfd()  # started later, it would let interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
