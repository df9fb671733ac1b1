"""Which runs are on a scheduler: one of each name at a time, while the client is there that waits.

    await client.run_on_scheduler(claim, Claim(...), key)        # False: there is one already
    await client.run_on_scheduler(give_back, Claim(...))

What is kept of a run beside its tasks, on the scheduler and on workers, goes with its claim, also
where the client dies.
"""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

from distributed import SchedulerPlugin

from dagcompile.runtime.dask.running.channel import ALL, closed
from dagcompile.runtime.dask.shim import forget_topic, on_workers, told_of

NAME = "dagcompile-runs"
"""Of the plugin, which is there while runs are."""

GOING = 5.0
"""Seconds that a run waits for what is just going of one of its name that has ended."""
_WORKERS = 3.0
"""Seconds in which workers have to send what they have of a run that is over."""
_LATE = 60.0
"""Seconds in which is heard what a body still tells that began just as its run was forgotten."""
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

    def __init__(self, scheduler: Any) -> None:
        self.held: dict[tuple[str, str], Claim] = {}
        self._late: dict[str, float] = {}
        """Topics of runs that are over, of which something may still be told, and until when."""
        self._scheduler = scheduler

    def remove_client(self, scheduler: Any, client: str) -> None:
        """A client has gone, by its own will or not, and what it claimed is nobody's."""
        if scheduler.status.name == "running":
            for each in [each for each in self.held.values() if each.client == client]:
                scheduler.loop.add_callback(give_back, each, dask_scheduler=scheduler)

    def log_event(self, topic: str, msg: Any) -> None:
        """Something was told: what is of a run that is over is forgotten like the run."""
        if topic in self._late:
            self._scheduler.loop.add_callback(self._hush, topic)

    def hold(self, claimed: Claim) -> None:
        """A run is there, which may have the topic of one that is over."""
        self.held[claimed.name] = claimed
        self._late.pop(claimed.topic, None)

    def let_go(self, claimed: Claim, *, quiet: bool) -> None:
        """A run is over.

        Args:
            quiet: whether nothing of it can be told any more.
        """
        if self.held.get(claimed.name) == claimed:
            del self.held[claimed.name]
        if not quiet:
            self._late[claimed.topic] = time.monotonic() + _LATE
            self._scheduler.loop.call_later(_LATE, self._leave)
        self._leave()

    async def _hush(self, topic: str) -> None:
        await hushed(topic, self._scheduler)
        if topic in self._late:  # no run has claimed it meanwhile
            await forget_topic(topic, self._scheduler)

    def _leave(self) -> None:
        """End, if nothing is left to wait for."""
        now = time.monotonic()
        self._late = {topic: until for topic, until in self._late.items() if until > now}
        if not self.held and not self._late and self._scheduler.plugins.get(NAME) is self:
            self._scheduler.remove_plugin(NAME)


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
                dask_scheduler.add_plugin(claims := Claims(dask_scheduler), name=NAME)
            claims.hold(wanted)
            return True
        if holder is not None and holder.client in dask_scheduler.clients:
            return False
        await asyncio.sleep(_LOOK)  # its client has gone, or has just let go of its keys
    return False


async def give_back(claimed: Claim, dask_scheduler: Any) -> None:
    """Have nobody tell anything of a run any more, also bodies that run on; then forget it. To be
    run on the scheduler.
    """
    quiet = False
    try:
        if claimed.client not in dask_scheduler.clients:  # Dask keeps what such a one listens to
            for topic in (claimed.topic, ALL):
                dask_scheduler.unsubscribe_topic(topic, claimed.client)
        quiet = await hushed(claimed.topic, dask_scheduler)
        await forget_topic(claimed.topic, dask_scheduler)
    finally:
        claims = dask_scheduler.plugins.get(NAME)
        if claims is not None:
            claims.let_go(claimed, quiet=quiet)


async def hushed(topic: str, scheduler: Any) -> bool:
    """Have workers tell nothing more on a topic; gives whether all that they told has come, and no
    body can begin that would tell of it anew.
    """
    until = time.monotonic() + _WORKERS
    # Who hangs is not waited for, and told nevertheless.
    telling = asyncio.ensure_future(on_workers(scheduler, closed, topic))
    if not (await asyncio.wait({telling}, timeout=_WORKERS))[0]:
        return False
    answers, all_answered = telling.result()
    ends = dict(end for end, _ in answers if end is not None)
    # An answer and what was told before it come by different ways, in either order.
    while not (come := _have(topic, ends, scheduler)) and time.monotonic() < until:  # noqa: ASYNC110
        await asyncio.sleep(_LOOK)
    return come and all_answered and not any(busy for _, busy in answers)


def _have(topic: str, ends: dict[str, int], scheduler: Any) -> bool:
    """Whether the last messages have come, whose numbers are given by sender."""
    if not ends:
        return True
    messages = [json.loads(text) for text in told_of(scheduler, topic)]
    came = {(each["sender"], each["number"]) for each in messages}
    return came.issuperset((sender, number) for sender, number in ends.items() if number)
