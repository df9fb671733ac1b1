"""Workers on this machine that live as long as a run."""

import asyncio
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed import LocalCluster


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
    with made as cluster:
        try:
            yield cluster
        except BaseException:
            cluster.sync(_end, cluster)
            raise


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
