"""A scheduler that goes, seen from a client."""

import asyncio
import logging
import threading
import time
from contextlib import nullcontext
from typing import Any

import pytest
from distributed import Client, LocalCluster, Scheduler

from dagcompile.runtime.dask.cluster.environment import ClusterError
from dagcompile.runtime.dask.cluster.leaving import attended
from dagcompile.runtime.dask.running.questions import NoAnswer, replied

ENDING: set[Any] = set()
LOG = logging.getLogger("distributed.client")


async def _never() -> None:
    await asyncio.sleep(600)


def test_nothing_is_waited_for_of_a_scheduler_that_has_gone() -> None:
    before = list(LOG.filters)
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    scheduler = asyncio.run_coroutine_threadsafe(_scheduler(), loop).result(60)
    with Client(scheduler.address, set_as_default=False) as client:
        with pytest.raises(NoAnswer, match=r"has not answered for 0\.1 seconds"):
            replied(client, _never, seconds=0.1)
        began = time.monotonic()
        loop.call_soon_threadsafe(loop.call_later, 0.3, _end, scheduler)
        with (
            pytest.raises(ClusterError, match=r"the scheduler at tcp://.* has gone, and the run"),
            attended(nullcontext(client)),
        ):
            replied(client, _never, seconds=600)
        assert time.monotonic() - began < 60
        assert LOG.filters == before


def test_what_else_fails_is_what_it_was() -> None:
    with (
        LocalCluster(
            n_workers=0, threads_per_worker=1, processes=False, dashboard_address=":0"
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
        pytest.raises(ClusterError, match="refused"),
        attended(nullcontext(client)),
    ):
        raise ClusterError("refused")


async def _scheduler() -> Any:
    return await Scheduler(host="127.0.0.1", port=0, dashboard_address=":0")


def _end(scheduler: Any) -> None:
    ENDING.add(asyncio.ensure_future(scheduler.close()))
