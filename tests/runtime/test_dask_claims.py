"""Runs of one name: one of them is on a scheduler at a time."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from clusters import soon
from distributed import Client, LocalCluster

from dagcompile.runtime.dask.cluster.environment import ClusterError
from dagcompile.runtime.dask.running import channel
from dagcompile.runtime.dask.running.claims import NAME, Claim, claim, give_back
from dagcompile.runtime.dask.shim import is_busy
from dagcompile.runtime.events import Event
from dagcompile.runtime.report import Report
from dagcompile.runtime.v1.dask import Graph, collection, execute
from tests.runtime import bodies


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0"
    ) as cluster:
        yield cluster


@collection
def one(graph: Graph, *, number: int) -> Any:
    return graph.step("same", bodies.same)(number)


@pytest.mark.parametrize("other", [1, 2])
def test_of_two_runs_that_begin_at_once_one_is_refused(other: int, cluster: LocalCluster) -> None:
    both = threading.Barrier(2)

    def began(event: Event) -> None:
        if event["event"] == "run_started":
            both.wait(120)  # until the other has begun too, or has been refused

    def go(number: int) -> Report | ClusterError:
        with Client(cluster, set_as_default=False) as client:
            try:
                return execute(one, scheduler=client, run_id="r", number=number, sinks=(began,))
            except ClusterError as refused:
                both.wait(120)
                return refused

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(go, (1, other)))
    (refused,) = (each for each in ended if isinstance(each, ClusterError))
    assert "a run of one is on the cluster already that is called r" in str(refused)
    (report,) = (each for each in ended if isinstance(each, Report))
    assert report.result == (1, other)[ended.index(report)]


def test_runs_of_one_name_with_other_params_hear_of_other_topics() -> None:
    named = one.with_options(run_id="r")
    topics = {
        named.graph({"number": each}, topic=channel.topic_of)[0].scope.topic for each in (1, 2)
    }
    assert len(topics) == 2
    assert all(str(each).startswith("dagcompile-one-r-") for each in topics)


def test_a_client_that_goes_takes_with_it_what_it_claimed(cluster: LocalCluster) -> None:
    with Client(cluster, set_as_default=False) as other:
        with Client(cluster, set_as_default=False) as client:
            first = Claim(pipeline="p", run="r", topic="dagcompile-t", client=client.id)
            assert client.run_on_scheduler(claim, first, "p-r0")
            client.subscribe_topic("dagcompile-t", lambda _: None)
            client.run(_tell, "dagcompile-t")
            again = Claim(pipeline="p", run="r", topic="dagcompile-t", client=other.id)
            assert not other.run_on_scheduler(claim, again, "p-r0")
        # It waits until all is gone that the other has left.
        assert other.run_on_scheduler(claim, again, "p-r0")
        assert not other.run_on_scheduler(_has_topic, "dagcompile-t")
        assert not any(topic == "dagcompile-t" for topic, _ in channel._OUTBOXES)
        other.run_on_scheduler(give_back, again)
        assert not other.run_on_scheduler(_has_plugin)


def test_what_is_on_its_way_as_a_run_is_forgotten_is_forgotten_with_it(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    (worker,) = cluster.workers.values()
    own, came = worker.log_event, threading.Event()

    def late(topic: str, text: str) -> None:
        def go() -> None:
            own(topic, text)
            worker.loop.call_later(0.2, came.set)  # what it sends is with the scheduler

        worker.loop.call_later(0.5, go)

    with Client(cluster, set_as_default=False) as client:
        held = Claim(pipeline="p", run="r", topic="dagcompile-t", client=client.id)
        assert client.run_on_scheduler(claim, held, "p-r0")
        monkeypatch.setattr(worker, "log_event", late)
        client.run(_tell, "dagcompile-t")
        client.run_on_scheduler(give_back, held)
        assert came.wait(120)
        assert not client.run_on_scheduler(_has_topic, "dagcompile-t")
        assert not client.run_on_scheduler(_has_plugin)


def test_what_a_body_tells_that_begins_as_its_run_is_forgotten_is_forgotten_too(
    cluster: LocalCluster,
) -> None:
    begun.clear()
    go.clear()
    with Client(cluster, set_as_default=False) as client:
        held = Claim(pipeline="p", run="r", topic="dagcompile-t", client=client.id)
        assert client.run_on_scheduler(claim, held, "p-r0")
        body = client.submit(_telling, "dagcompile-t")
        assert begun.wait(120)
        client.run_on_scheduler(give_back, held)
        go.set()
        body.result()
        soon(lambda: not client.run_on_scheduler(_has_topic, "dagcompile-t"))
        soon(lambda: not any(topic == "dagcompile-t" for topic, _ in channel._OUTBOXES))
        again = Claim(pipeline="p", run="r", topic="dagcompile-t", client=client.id)
        assert client.run_on_scheduler(claim, again, "p-r0")
        client.run(_tell, "dagcompile-t")  # of a run that is there
        soon(lambda: client.run_on_scheduler(_has_topic, "dagcompile-t"))
        assert all(client.run(_is_at_rest).values())
        client.run_on_scheduler(give_back, again)
        assert not client.run_on_scheduler(_has_topic, "dagcompile-t")
        assert not client.run_on_scheduler(_has_plugin)


def test_a_client_that_has_gone_claims_nothing(cluster: LocalCluster) -> None:
    with Client(cluster, set_as_default=False) as client:
        dead = Claim(pipeline="p", run="r", topic="dagcompile-t", client="Client-of-nobody")
        assert not client.run_on_scheduler(claim, dead, "p-r0")
        assert not client.run_on_scheduler(_has_plugin)


begun, go = threading.Event(), threading.Event()


def _telling(topic: str) -> None:
    """A body that has begun and told nothing; then it does."""
    begun.set()
    assert go.wait(120)
    channel.outbox_of(topic, channel.this_worker()).add({"event": "failed"})


def _is_at_rest(dask_worker: Any) -> bool:
    return not is_busy(dask_worker)


def _tell(topic: str, dask_worker: Any) -> None:
    channel.outbox_of(topic, dask_worker).add({"event": "failed"})


def _has_topic(topic: str, dask_scheduler: Any) -> bool:
    return topic in dask_scheduler._broker._topics


def _has_plugin(dask_scheduler: Any) -> bool:
    return NAME in dask_scheduler.plugins
