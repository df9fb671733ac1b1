"""Graphs on worker processes: real clusters on this machine."""

import asyncio
import json
import os
import pickle
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any

import dask
import numpy as np
import pytest

from dagcompile.runtime.dask.cluster import connecting, joining
from dagcompile.runtime.dask.cluster.environment import ClusterError
from dagcompile.runtime.dask.cluster.warned import ClusterWarning
from dagcompile.runtime.dask.main import main
from dagcompile.runtime.dask.values.bringing import CannotBring, brought_parts
from dagcompile.runtime.dask.values.transfer import CannotTravel, check_travel, must_travel
from dagcompile.runtime.events import Event
from dagcompile.runtime.report import Report
from dagcompile.runtime.v1 import Check
from dagcompile.runtime.v1.dask import Graph, collection, execute, gather
from tests.runtime import bodies
from tests.runtime.telling import told

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0"
        ) as cluster,
    ):
        yield cluster.scheduler_address


def spread(body: Any, name: str = "pipeline") -> Any:
    """A pipeline in which the value of `body` has to go from worker to worker and to the client."""

    @collection(name=name)
    def pipeline(graph: Graph) -> Any:
        one = graph.step("one", body)()
        slow = [graph.step(f"slow{each}", bodies.slowly)(each) for each in range(2)]
        for each in range(2):
            graph.step(f"both{each}", bodies.hostile)(one, slow[each], 0, args=0, kwargs=0)
        return graph.outputs({"one": one, "slow": gather(slow)})

    return pipeline


def run(pipeline: Any, address: str, **settings: Any) -> Report:
    return execute(pipeline, scheduler=address, sinks=settings.pop("sinks", ()), **settings)


def test_all_events_of_many_nodes_have_come_when_the_run_is_over(address: str) -> None:
    @collection
    def wide(graph: Graph) -> Any:
        parts = []
        for each in range(200):
            part = graph.step(f"n{each}", bodies.same)(each)
            parts.append(graph.guard(f"n{each}", part, int if each % 2 else str))
        return graph.step("total", bodies.total)(gather(parts[1::2]))

    events: list[Event] = []
    report = run(wide, address, sinks=(events.append,))
    assert report.result if report.outcome == "ok" else report.results["result"] == 100**2
    assert report.ended("failed") == [f"n{each}" for each in range(0, 200, 2)]
    for each in range(200):
        judged = (
            [f"guard n{each}.result pass"]
            if each % 2
            else [f"guard n{each}.result fail", f"failed n{each}"]
        )
        assert told(events, f"n{each}") == [f"started n{each}#1", f"returned n{each}", *judged]
    assert (events[0]["event"], events[-1]["event"]) == ("run_started", "run_finished")


def test_nodes_run_in_other_processes(address: str) -> None:
    @collection
    def elsewhere(graph: Graph) -> Any:
        return graph.step("one", bodies.process)()

    assert run(elsewhere, address).result != os.getpid()


@pytest.mark.parametrize(
    "body", [bodies.fail_unspeakably, bodies.fail_wordily, bodies.fail_with_surrogates,
             bodies.recurse, bodies.exit_well, bodies.panic, bodies.cancel,
             bodies.interrupt, bodies.generator_exit, bodies.lock, bodies.numbers,
             bodies.unreadable]
)  # fmt: skip
def test_what_cannot_travel_or_be_told_fails_its_node_and_ends(body: Any, address: str) -> None:
    events: list[Event] = []
    report = run(spread(body), address, sinks=(events.append,))
    assert report.nodes["one"].outcome == "failed"
    assert report.nodes["both0"].outcome == "not_run"
    assert report.results == {"slow": [0, 1]}
    assert told(events, "one")[0] == "started one#1"
    assert told(events, "one")[-1].startswith("failed one")
    assert report.nodes["one"].reason


def test_the_reason_names_the_node_and_what_it_returned(address: str) -> None:
    reason = run(spread(bodies.lock), address).nodes["one"].reason
    assert "one returned lock, which cannot be sent to another worker" in reason
    assert "cannot pickle" in reason


@pytest.mark.parametrize("body", [bodies.error_as_value, bodies.withhold])
def test_what_can_travel(body: Any, address: str) -> None:
    report = run(spread(body), address)
    assert report.outcome == "ok"


def test_functions_by_value_travel(address: str) -> None:
    @collection
    def closures(graph: Graph) -> Any:
        return graph.step("one", bodies.closure)(4)

    assert run(closures, address).result() == 4


def test_large_arguments_and_results(address: str) -> None:
    values = np.arange(500_000)

    @collection
    def large(graph: Graph) -> Any:
        return graph.step("two", bodies.same)(graph.step("one", bodies.same)(values))

    with pytest.warns(ClusterWarning, match=r"one: the argument value takes 4\.0 MB of the graph"):
        report = run(large, address)
    assert (report.result == values).all()


@pytest.mark.parametrize("body", [bodies.record, bodies.model])
def test_a_large_object_is_not_brought(body: Any, address: str) -> None:
    @collection
    def large(graph: Graph) -> Any:
        return graph.step("one", body)(200_000)

    said = r"^the output result takes 200\.. kB on the cluster, more than the 100\.0 kB"
    with pytest.raises(CannotBring, match=said):
        run(large, address, max_result="100kB")
    assert len(run(large, address, max_result="250kB").result.text) == 200_000


def test_of_a_run_that_cannot_end_large_objects_are_not_brought(address: str) -> None:
    sizes = {("one-1", "a"): 60_000, ("one-1", "b"): 50_000}
    with distributed.Client(address, set_as_default=False) as client:
        futures = {key: client.submit(bodies.record, size, key=key) for key, size in sizes.items()}
        assert not any(each.exception() for each in futures.values())
        refused = brought_parts(client, futures, limit=100_000)
        said = r"the outputs take 110\.. kB on the cluster \(a 60\.. kB, b 50\.. kB\)"
        assert re.match(said, str(refused))
        there = brought_parts(client, futures, limit=120_000)
    assert there == {key: bodies.record(size) for key, size in sizes.items()}


def test_two_runs_at_once_on_one_scheduler(address: str) -> None:
    @collection
    def daily(graph: Graph, *, number: int) -> Any:
        return graph.step("total", bodies.total)(
            gather([graph.step(f"n{each}", bodies.slowly)(number) for each in range(3)])
        )

    told_by: dict[int, list[Event]] = {1: [], 2: []}

    def one(number: int) -> Report:
        sinks = (told_by[number].append,)
        return run(daily, address, sinks=sinks, run_id=f"r{number}", number=number)

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(one, (1, 2)))
    assert [each.result for each in reports] == [3, 6]
    for number, events in told_by.items():
        assert {each["run"] for each in events} == {f"r{number}"}
        assert len(events) == 2 + 4 * 2


def test_a_run_leaves_the_default_client_alone(address: str) -> None:
    with distributed.Client(address) as client:
        assert run(spread(bodies.process), address).outcome == "ok"
        assert distributed.default_client() is client
        report = client.compute(spread(bodies.process)()).result()
        assert set(report) == {"one", "slow"}


def test_a_cluster_of_its_own(tmp_path: Path) -> None:
    events: list[Event] = []
    report = execute(spread(bodies.process), sinks=(events.append,), run_id="own")
    assert report.outcome == "ok"
    assert report.results["one"] != os.getpid()
    assert {each["run"] for each in events} == {"own"}


def test_a_worker_that_dies_fails_the_node_that_it_ran(address: str) -> None:
    @collection
    def dying(graph: Graph) -> Any:
        return graph.step("one", bodies.die)()

    report = run(dying, address)
    assert report.nodes["one"].outcome == "failed"
    assert report.nodes["one"].reason.startswith("KilledWorker: the worker died that ran it: ")
    assert report.nodes["one"].worker.startswith("tcp://127.0.0.1:")
    assert not report.results


@pytest.mark.parametrize("given", ["tcp://127.0.0.1:1", "127.0.0.1:1", "nonsense", "odd://x:1"])
def test_no_scheduler(
    given: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(connecting, "CONNECT", 1.0)
    events = tmp_path / "events"
    began = time.monotonic()
    argv = ["--scheduler", given, "--events", str(events)]
    assert main(spread(bodies.process, "daily"), argv=argv) == 4
    assert time.monotonic() - began < 60
    assert f"daily: no scheduler can be reached at {given}" in capsys.readouterr().err
    assert events.read_text() == ""


def test_a_server_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "CONNECT", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        given = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(ClusterError, match="no scheduler can be reached"):
            run(spread(bodies.process), given)


def test_no_workers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(joining, "JOIN", 0.5)
    with distributed.LocalCluster(n_workers=0, dashboard_address=":0") as cluster:
        argv = ["--scheduler", cluster.scheduler_address]
        assert main(spread(bodies.process, "daily"), argv=argv) == 4
    assert "daily: no workers are connected to the scheduler at tcp:" in capsys.readouterr().err


def test_inside_an_event_loop(address: str) -> None:
    async def notebook() -> Report:
        return run(spread(bodies.process), address)

    assert asyncio.run(notebook()).outcome == "ok"


def test_the_limit_on_connecting_is_short() -> None:
    assert connecting.CONNECT == 10


@pytest.mark.parametrize("where", ["scheduler", "threads"])
def test_the_command(
    where: str, address: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    @collection
    def daily(graph: Graph, *, name: str, scheduler: int, local: list[int]) -> Any:
        one = graph.step("one", bodies.hostile)(name, scheduler, local, args=0, kwargs=0)
        graph.step("two", bodies.fail)(1)
        return one

    events = tmp_path / "events"
    options = (
        ["--dagcompile-scheduler", address]
        if where == "scheduler"
        else ["--dagcompile-local", "threads"]
    )
    argv = ["--name", "123", "--scheduler", "5", "--local", "[1]", "--events", str(events)]
    assert main(daily, argv=[*argv, *options]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out) == ["123", 5, [1], 0, 0, 0]
    on = "" if where == "threads" else " on 127.0.0.1:"
    assert f"  two failed{on}" in err
    assert ": ValueError: cannot take 1\n" in err
    kinds = [json.loads(line)["event"] for line in events.read_text().splitlines()]
    assert (kinds[0], kinds[-1]) == ("run_started", "run_finished")
    assert sorted(kinds[1:-1]) == ["failed", "returned", "started", "started"]


def test_a_wrong_command_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for argv in (["--local", "moon"], ["--events", str(tmp_path / "missing" / "file")]):
        with pytest.raises(SystemExit) as ended:
            main(spread(bodies.process, "daily"), argv=argv)
        assert ended.value.code == 2
    assert "cannot write events" in capsys.readouterr().err


# --- what can travel, looked at where it is decided --------------------------------------------


def test_off_a_worker_nothing_is_tried() -> None:
    check_travel(bodies.lock(), node="n")


@pytest.mark.parametrize(
    "value", [None, 1, "text", [1], {"a": b"x" * 3_000_000}, np.zeros(10), bodies.closure(1),
              bodies.Touchy(1), [float("nan")] * 10, bodies.Sides(1, 2)]
)  # fmt: skip
def test_these_can(value: Any) -> None:
    must_travel(value, node="n")


@pytest.mark.parametrize("make", [bodies.lock, bodies.numbers, bodies.unreadable])
def test_these_cannot(make: Any) -> None:
    for value in (make(), [make()], bodies.Sides(1, make())):
        with pytest.raises(CannotTravel, match=r"n returned .*, which cannot be sent"):
            must_travel(value, node="n")


def test_a_value_nested_too_deep_cannot() -> None:
    deep: Any = bodies.Touchy(1)
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(CannotTravel, match="RecursionError"):
        must_travel(deep, node="n")


def test_cannot_travel_travels() -> None:
    assert str(pickle.loads(pickle.dumps(CannotTravel("x")))) == "x"


def test_a_check_that_crashed_elsewhere_is_told_with_its_traceback(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    @collection
    def crashing(graph: Graph) -> Any:
        made = graph.step("n", bodies.same)(1)
        return graph.guard("n", made, Annotated[int, Check(bodies.crash)])

    assert main(crashing, argv=["--scheduler", address]) == 1
    err = capsys.readouterr().err
    assert err.count("\nTraceback (most recent call last):") == 1
    assert "crashed: LookupError: a check that crashes" in err.splitlines()[-1]
