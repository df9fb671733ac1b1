"""What is asked of workers: given by worker processes that a run starts, refused by threads."""

from typing import Any

import pytest
from distributed import Client, LocalCluster

from dagcompile import Retry
from dagcompile.runtime.dask.cluster.environment import ClusterError
from dagcompile.runtime.report import RunFailed
from dagcompile.runtime.v1.dask import Graph, collection, execute
from tests.runtime import bodies


def asking(**options: Any) -> Any:
    @collection
    def daily(graph: Graph) -> Any:
        return graph.step("one", bodies.same, **options)(1)

    return daily


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"resources": {"GPU": 1, "MEM": 2e9}}, "one asks for 1 GPU, 2e\\+09 MEM"),
        ({"workers": ["a", "b"]}, "one asks for the worker a or b"),
        ({"priority": -1}, "one asks for priority -1"),
        ({"priority": 1, "resources": {"GPU": 0.5}}, "one asks for 0.5 GPU and priority 1"),
    ],
)
def test_threads_refuse_what_they_cannot_give(options: Any, told: str) -> None:
    events: list[Any] = []
    with pytest.raises(ClusterError, match=told) as caught:
        execute(asking(**options), local="threads", sinks=(events.append,))
    assert "--local processes" in str(caught.value)
    assert events == []


@pytest.mark.parametrize(
    "options",
    [
        {"workers": ["a"], "allow_other_workers": True},
        {"priority": 0},
        {"priority": None, "resources": None, "workers": None},
        {"pure": True},
    ],
)
def test_threads_run_what_holds_there(options: Any) -> None:
    report = execute(asking(**options), local="threads", sinks=())
    assert report.results == {"result": 1}


def test_of_many_some_are_told() -> None:
    @collection(priority=3)
    def daily(graph: Graph) -> int:
        value = 1
        for each in range(8):
            value = graph.step(f"step{each}", bodies.same)(value)
        return value

    with pytest.raises(ClusterError, match=r"step4 asks for priority 3; and 3 more\. Run it"):
        execute(daily, local="threads", sinks=())


def test_worker_processes_are_given_what_steps_ask_for() -> None:
    @collection(resources={"GPU": 2})
    def daily(graph: Graph) -> Any:
        one = graph.step("one", bodies.same, resources={"GPU": 3, "MEM": 1})(1)
        return graph.step("two", bodies.same)(one)

    report = execute(daily, local="processes", sinks=())
    assert report.results == {"result": 1}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"resources": {"GPU": 1}, "priority": 3}, "one asks for 1 GPU, which"),
        ({"workers": ["a", "b"]}, "one asks for the worker a or b, which"),
        ({"resources": {"GPU": 2}, "workers": ["a"]}, "one asks for 2 GPU on the worker a, which"),
        ({"resources": {"GPU": 1}, "pure": True}, "one asks for 1 GPU, which"),
    ],
)
@pytest.mark.parametrize("scheduler", ["threads", "sync"])
def test_a_collection_fails_where_nobody_gives_what_a_step_asks_for(
    options: Any, told: str, scheduler: str
) -> None:
    with pytest.raises(RunFailed, match=told) as caught:
        asking(retry=Retry(attempts=2, delay=9.0), **options)().compute(scheduler=scheduler)
    assert "with a distributed Client" in str(caught.value)


@pytest.mark.parametrize(
    "options", [{"priority": 3}, {"workers": ["a"], "allow_other_workers": True}]
)
def test_a_collection_runs_anywhere_what_asks_for_nothing_that_it_lacks(options: Any) -> None:
    assert asking(**options)().compute(scheduler="threads") == 1


def test_a_collection_that_asks_for_something_runs_on_a_worker() -> None:
    with (
        LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=False,
            dashboard_address=":0",
            resources={"GPU": 1},
        ) as cluster,
        Client(cluster),
    ):
        assert asking(resources={"GPU": 1})().compute() == 1
