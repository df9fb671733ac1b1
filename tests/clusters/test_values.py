"""Values on a cluster: they stay where they are made, and what is too large is told in time."""

import json
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from carried import ops, pipelines
from clusters import Cluster, Started, load_dask, write_dask
from distributed import Client

from dagcompile.runtime.dask.cluster.warned import ClusterWarning
from dagcompile.runtime.dask.running.run import execute
from dagcompile.runtime.dask.values.bringing import CannotBring
from dagcompile.runtime.dask.values.weighing import Unsendable
from dagcompile.runtime.events import Event
from dagcompile.runtime.store import STORE_VARIABLE, NoStore

MB = 1_000_000


def pids(notes: Path, what: str) -> set[int]:
    file = notes / what
    return {int(line) for line in file.read_text().split()} if file.exists() else set()


def processes(cluster: Cluster) -> set[int]:
    """The worker processes."""
    with Client(cluster.address, set_as_default=False) as client:
        return set(client.run(os.getpid).values())


@pytest.mark.parametrize("guards", ["steps", "inline"])
def test_a_value_between_steps_stays_on_the_workers(
    guards: str, cluster: Cluster, tmp_path: Path
) -> None:
    daily = load_dask(write_dask(pipelines.carried, tmp_path, guards=guards))
    report = execute(daily, scheduler=cluster.address, size=50 * MB, notes=str(tmp_path))
    assert report.result == 100 * MB
    workers = processes(cluster)
    assert pids(tmp_path, "pickled") <= workers  # neither here nor on the scheduler
    assert pids(tmp_path, "read") <= workers


def test_a_value_is_dropped_once_nobody_needs_it(cluster: Cluster, tmp_path: Path) -> None:
    daily = load_dask(write_dask(pipelines.released, tmp_path))
    gate = tmp_path / "gate"
    found: list[int] = []

    def look() -> None:
        with Client(cluster.address, set_as_default=False) as client:
            while not Path(f"{gate}.reached").exists() and not gate.exists():
                time.sleep(0.05)
            for _ in range(1_000):  # workers are told to drop values, and then do
                found.append(sum(client.run(_held).values()))
                if found[-1] < MB:
                    break
                time.sleep(0.05)
        gate.touch()

    watching = threading.Thread(target=look)
    watching.start()
    try:
        report = execute(
            daily,
            scheduler=cluster.address,
            size=20 * MB,
            notes=str(tmp_path),
            gate=str(gate),
        )
    finally:
        gate.touch()
        watching.join()
    assert report.result == 20 * MB
    assert found[-1] < MB, "of all values of 20 MB none is needed any more"


def _held(dask_worker: Any) -> int:
    values = [getattr(each, "large", each) for each in dask_worker.data.values()]
    return sum(len(each.data) for each in values if hasattr(each, "data"))


def test_a_result_that_is_too_large_is_not_brought(cluster: Cluster, tmp_path: Path) -> None:
    module = write_dask(pipelines.too_large, tmp_path)
    size = ("--size", str(5 * MB), "--scheduler", cluster.address)
    run = Started(module, *size, "--max-result", "2MB")
    ended = run.ended()
    assert (ended.status, ended.out) == (4, "")
    assert ended.err.splitlines()[-1] == (
        "too_large: the output result takes 5.0 MB on the cluster, more than the 2.0 MB that"
        " --max-result lets travel back; return less, write it in a step and return where it is,"
        " keep it in the store (keeps=Asset(...)), or allow more: --max-result 10.0MB"
    )
    (finished,) = (each for each in run.told.events() if each["event"] == "run_finished")
    assert finished["outcome"] == "ok"
    assert Started(module, *size, "--max-result", "10.0MB").ended().status == 0


def test_a_result_that_cannot_be_read_here(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ops.BLIND, "1")
    events: list[Event] = []
    daily = load_dask(write_dask(pipelines.unreadable, tmp_path))
    with pytest.raises(CannotBring, match="ModuleNotFoundError: No module named 'only_there'"):
        execute(daily, scheduler=cluster.address, sinks=(events.append,))
    assert (events[-1]["event"], events[-1]["outcome"]) == ("run_finished", "ok")


# --- what the graph holds ----------------------------------------------------------------------


def test_a_large_param_is_sent_once_and_warned_of(cluster: Cluster, tmp_path: Path) -> None:
    daily = load_dask(write_dask(pipelines.counted, tmp_path))
    rows = list(range(3_000_000))  # which Dask would warn of, too
    said = r"^param rows, for count_0, count_1, count_2, count_3, takes 1.\.. MB of the graph"
    with pytest.warns(ClusterWarning, match=said) as warned:
        report = execute(daily, scheduler=cluster.address, rows=rows)
    assert report.result == 12_000_000
    assert len(warned) == 1  # Dask says nothing of its own beside it
    graph, _ = daily.graph({"rows": rows}, topic=lambda run: run)
    holders = [
        key
        for key, task in graph.tasks.items()
        if any(part is rows for part in (getattr(task, "value", None), *getattr(task, "args", ())))
    ]
    assert len(holders) == 1


def test_a_graph_may_be_too_large(cluster: Cluster, tmp_path: Path) -> None:
    module = write_dask(pipelines.counted, tmp_path)
    config = tmp_path / "params.json"
    config.write_text(json.dumps({"params": {"rows": list(range(500_000))}}))
    where = ("--config", str(config), "--scheduler", cluster.address)
    run = Started(module, *where, "--max-graph", "1MB")
    ended = run.ended()
    assert ended.status == 4
    first, second = ended.err.splitlines()[-2:]
    assert first.startswith("counted: the graph of counted holds ")
    assert first.endswith(" MB, more than the 1.0 MB that --max-graph allows; nothing was sent")
    assert second.startswith("  param rows, for count_0, count_1, count_2, count_3, takes ")
    assert run.told.events() == []


def test_a_size_is_read_as_people_write_it(tmp_path: Path) -> None:
    module = write_dask(pipelines.too_large, tmp_path)
    ended = Started(module, "--size", "1", "--max-result", "much").ended()
    assert ended.status == 2
    assert "--max-result" in ended.err
    assert "'much' is no size: write 200MB, 1.5GB or a number of bytes" in ended.err


def test_what_does_not_pickle_is_named_before_anything_is_sent(
    cluster: Cluster, tmp_path: Path
) -> None:
    daily = load_dask(write_dask(pipelines.anything, tmp_path))
    events: list[Event] = []
    said = r"^param value is of class list, which cannot .*\(param value\[1\] is a lock\)"
    with pytest.raises(Unsendable, match=said):
        execute(
            daily, scheduler=cluster.address, sinks=(events.append,), value=[1, threading.Lock()]
        )
    assert events == []


SCRIPT = """
import threading
from typing import Annotated
from dagcompile.runtime.v1 import Check
from dagcompile.runtime.v1.dask import Graph, collection, main

LOCK = threading.Lock()
TABLE = list(range(400_000))

def careful(number):
    with LOCK:
        return number

def knowing(number):
    return TABLE[number]

@collection
def locked(graph: Graph, *, number: int) -> int:
    return graph.step("first", careful)(number)

def is_known(value):
    return LOCK is not None

@collection
def guarded(graph: Graph, *, number: int) -> int:
    first = graph.step("first", abs)(number)
    return graph.guard("first", first, Annotated[int, Check(is_known)])

@collection
def heavy(graph: Graph, *, number: int) -> int:
    return graph.step("first", knowing)(number)

if __name__ == "__main__":
    raise SystemExit(main(WHICH))
"""


def test_what_an_op_of_main_takes_along_is_named(cluster: Cluster, tmp_path: Path) -> None:
    file = tmp_path / "own.py"
    where = ("--number", "3", "--scheduler", cluster.address)
    file.write_text(SCRIPT.replace("WHICH", "locked"))
    ended = Started(file, *where).ended()
    assert ended.status == 4
    assert "first: its function careful" in ended.err
    assert "uses LOCK, which is a lock" in ended.err
    file.write_text(SCRIPT.replace("WHICH", "guarded"))
    ended = Started(file, *where).ended()
    assert ended.status == 4
    assert "first: the type of its guard" in ended.err
    assert "Logging error" not in ended.err  # which Dask would have told of
    file.write_text(SCRIPT.replace("WHICH", "heavy"))
    ended = Started(file, *where).ended()
    assert (ended.status, ended.out) == (0, "3\n")
    said = "heavy: warning: first: its function knowing, by TABLE, takes "
    assert any(line.startswith(said) for line in ended.err.splitlines())


# --- what is kept ------------------------------------------------------------------------------


def test_what_is_kept_is_written_by_the_worker_and_told_with_each_attempt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "named"))
    daily = load_dask(write_dask(pipelines.kept, tmp_path))
    store, events = tmp_path / "store", list[Event]()
    (tmp_path / "home").mkdir()
    with Cluster(tmp_path / "home", workers=1) as alone:
        report = execute(
            daily,
            scheduler=alone.address,
            store=str(store),
            run_id="r1",
            sinks=(events.append,),
            number=1000,
            notes=str(tmp_path),
        )
    assert report.result == 1000
    told = [each for each in events if each["event"] == "materialization"]
    assert len(told) == len((tmp_path / "rows").read_text().split()) == 2  # its worker was lost
    assert len({json.dumps(each["metadata"]) for each in told}) == 1
    file = store / "dagcompile-kept" / "kept" / "r1" / "rows.result.json"
    assert json.loads(file.read_bytes()) == list(range(1000))
    assert [each.name for each in file.parent.iterdir()] == [file.name]
    assert pids(tmp_path, "rows").isdisjoint({os.getpid()})
    assert not (tmp_path / "named").exists()


def test_without_a_store_nothing_is_begun(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    module = write_dask(pipelines.kept, tmp_path)
    given = ("--number", "1", "--notes", str(tmp_path))
    ended = Started(module, *given, "--scheduler", cluster.address).ended()
    assert ended.status == 4
    assert "kept keeps outputs, and there is no store: name a folder or URL" in ended.err
    with pytest.raises(NoStore):
        load_dask(module)(number=1, notes=str(tmp_path))
