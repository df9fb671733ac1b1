"""Which runs are on a scheduler: one of each name at a time, while the client is there that waits.

    await client.run_on_scheduler(claim, Claim(...), key)        # False: there is one already
    await client.run_on_scheduler(give_back, Claim(...))

What is kept of a run beside its tasks, on the scheduler and on workers, goes with its claim, also
where the client dies.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from distributed import SchedulerPlugin

from dagcompile.runtime.dask.running.channel import ALL, sent
from dagcompile.runtime.dask.shim import forget_topic, on_workers

NAME = "dagcompile-runs"
"""Of the plugin, which is there while runs are."""

GOING = 5.0
"""Seconds that a run waits for what is just going of one of its name that has ended."""
_WORKERS = 3.0
"""Seconds in which workers have to send what they have of a run that is over."""
_LOOK = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That a run is there.

    Args:
        topic: of its events.
        client: the id of the client that waits for it.
    """

    pipeline: str
    run: str
    topic: str
    client: str

    @property
    def name(self) -> tuple[str, str]:
        """What no two runs are called at once."""
        return self.pipeline, self.run


class Claims(SchedulerPlugin):
    """The claims on one scheduler."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], Claim] = {}

    def remove_client(self, scheduler: Any, client: str) -> None:
        """A client has gone, by its own will or not, and what it claimed is nobody's."""
        if scheduler.status.name == "running":
            for each in [each for each in self.held.values() if each.client == client]:
                scheduler.loop.add_callback(give_back, each, dask_scheduler=scheduler)


async def claim(wanted: Claim, key: str, dask_scheduler: Any) -> bool:
    """Claim a run, whose last key is `key`; gives whether it could be. To be run on the scheduler.

    Between the look and the claim nothing else is done there.
    """
    until = time.monotonic() + GOING
    while time.monotonic() < until and wanted.client in dask_scheduler.clients:
        claims = dask_scheduler.plugins.get(NAME)
        holder = None if claims is None else claims.held.get(wanted.name)
        if holder is None and key not in dask_scheduler.tasks:
            if claims is None:
                dask_scheduler.add_plugin(claims := Claims(), name=NAME)
            claims.held[wanted.name] = wanted
            return True
        if holder is not None and holder.client in dask_scheduler.clients:
            return False
        await asyncio.sleep(_LOOK)  # its client has gone, or has just let go of its keys
    return False


async def give_back(claimed: Claim, dask_scheduler: Any) -> None:
    """Have nobody tell anything of a run any more, also bodies that run on; then forget it. To be
    run on the scheduler.
    """
    try:
        if claimed.client not in dask_scheduler.clients:  # Dask keeps what such a one listens to
            for topic in (claimed.topic, ALL):
                dask_scheduler.unsubscribe_topic(topic, claimed.client)
        with suppress(OSError, TimeoutError):  # of workers that have gone, or hang
            await asyncio.wait_for(on_workers(dask_scheduler, sent, claimed.topic), _WORKERS)
        await forget_topic(claimed.topic, dask_scheduler)
    finally:
        claims = dask_scheduler.plugins.get(NAME)
        if claims is not None and claims.held.get(claimed.name) == claimed:
            del claims.held[claimed.name]
            if not claims.held:
                dask_scheduler.remove_plugin(NAME)
