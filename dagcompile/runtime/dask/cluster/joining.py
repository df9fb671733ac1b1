"""Until a cluster has a worker.

with a_worker(client, where=address):
    client.run(...)         # there is one, and it does not leave for having nothing to do
"""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dagcompile.runtime.dask.cluster.environment import JOIN, ClusterError

if TYPE_CHECKING:
    from distributed import Client

_LOOK = 0.05
"""Seconds between two looks."""


@contextmanager
def a_worker(client: "Client", *, where: str, seconds: float | None = None) -> Iterator[None]:
    """Wait for a first worker, and keep one while inside.

    A cluster that scales to the work has none before there is some, so it is given a task that does
    nothing. It also holds the worker: an idle one that keeps a value is not the last to go.

    Args:
        where: the scheduler, for messages.
        seconds: how long to wait. If None, 10, and as long as the cluster of the client, where it
            has one, says that workers are to come.

    Raises:
        ClusterError: none has come.
    """
    if client.scheduler_info(n_workers=0)["n_workers"]:
        yield
        return
    task = client.submit(bool, key=f"dagcompile-waits-{uuid.uuid4().hex}", pure=False)
    try:
        since = time.monotonic()
        while not task.done():
            if seconds is None and _are_to_come(client):
                since = time.monotonic()
            if time.monotonic() - since > (limit := JOIN if seconds is None else seconds):
                raise ClusterError(
                    f"no workers are connected to the scheduler at {where} after {limit:g} "
                    f"seconds; start one with `dask worker {where}`, or, where some are on their "
                    "way, wait longer with --wait SECONDS"
                )
            time.sleep(_LOOK)
        yield
    finally:
        task.release()


def _are_to_come(client: "Client") -> bool:
    """Whether the cluster has asked for workers of which none has come."""
    return bool(getattr(client.cluster, "plan", None))
