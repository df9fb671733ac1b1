"""What a run on Dask keeps: what is still to be used, and what was asked for."""

import time
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from dagcompile.runtime.v1.dask import Graph, collection, execute, gather
from tests.runtime import bodies

distributed = pytest.importorskip("distributed")

LENGTH = 8
SIZE = 100_000


class Block:
    """A value that can be watched."""

    def __init__(self) -> None:
        self.bytes = bytes(SIZE)
        ALIVE.add(self)


ALIVE: weakref.WeakSet[Block] = weakref.WeakSet()


def block(*_: Any) -> Block:
    return Block()


def lost(value: Block) -> Block:
    raise ValueError("of no use")


def others(value: Block) -> int:
    """How many blocks there are besides this one, once what is to go has gone."""
    return _settled(lambda: len(ALIVE) - 1, least=0)


def stored(value: Block) -> int:
    """How many values of the size of a block the worker holds, once what is to go has gone."""
    data = distributed.get_worker().data
    return _settled(
        lambda: len([each for each in dict(data).values() if type(each) is Block]), least=1
    )


def _settled(count: Any, *, least: int) -> int:
    end = time.monotonic() + 60
    while count() > least and time.monotonic() < end:
        time.sleep(0.01)
    found: int = count()
    return found


def chain(last: Any) -> Any:
    """Blocks, each made of the one before, guarded by keys of their own; some are lost."""

    @collection
    def pipeline(graph: Graph) -> Any:
        made = graph.step("first", block)()
        for number in range(LENGTH):
            graph.step(f"lost{number}", lost)(made)
            made = graph.step(f"n{number}", block)(made)
            made = graph.guard(f"n{number}", made, Block)
        counted = graph.step("last", last, timeout=120.0)(made)
        failures = [f"lost{number}" for number in range(LENGTH)]
        graph.step("never", bodies.same, after=failures)(0)
        return graph.step("end", bodies.total)(gather([counted]))

    return pipeline


def test_threads_keep_what_is_still_to_be_used() -> None:
    report = execute(chain(others), local="threads", sinks=())
    assert report.results == {"result": 0}
    assert len(report.ended("failed")) == LENGTH
    del report
    assert not ALIVE


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, dashboard_address=":0"
    ) as cluster:
        yield cluster.scheduler_address


def test_workers_keep_what_is_still_to_be_used(address: str) -> None:
    report = execute(chain(stored), scheduler=address, sinks=())
    assert report.results == {"result": 1}


def test_nothing_is_left_on_a_cluster_when_a_run_is_over(address: str) -> None:
    execute(chain(stored), scheduler=address, sinks=())
    with distributed.Client(address, set_as_default=False) as client:
        end = time.monotonic() + 60
        while (left := client.run_on_scheduler(tasks)) and time.monotonic() < end:
            time.sleep(0.05)
    assert left == []


def tasks(dask_scheduler: Any) -> list[str]:
    return [str(each) for each in dask_scheduler.tasks]
