"""Workers that are lost in the middle of a run."""

import json
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from clusters import Cluster, Started, soon, write_dask
from faulty import pipelines

from tests.clusters.held import Held
from tests.clusters.starting import start


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers that are started again when they are lost; a task may lose one of them."""
    environment = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with Cluster(tmp_path_factory.mktemp("dask"), environment=environment) as made:
        yield made


@pytest.fixture
def whole(fragile: Cluster) -> Cluster:
    """The same, all of whose workers are there."""
    fragile.ready()
    return fragile


def test_a_run_comes_to_the_right_result_though_a_worker_is_killed(
    whole: Cluster, tmp_path: Path
) -> None:
    held = Held(tmp_path)
    run = start(pipelines.steady, whole, tmp_path)
    (victim,) = held.begun("first")
    held.begun("beside")
    soon(lambda: "started" in run.told.kinds("first"))
    os.kill(victim, signal.SIGKILL)
    held.begun("first", times=2)
    held.go("first", "second", "beside")
    # What it has written is there, and nobody knows yet.
    (victim,) = held.begun("written")
    soon(lambda: "materialization" in run.told.kinds("write"))
    os.kill(victim, signal.SIGKILL)
    held.begun("written", times=2)
    held.go("written")
    ended = run.ended()
    assert (ended.status, ended.out) == (0, "12\n"), ended.err + whole.said()
    assert (tmp_path / "written.txt").read_text() == "12\n"
    assert not list(tmp_path.glob("*.part"))
    assert set(run.told.outcomes().values()) == {"ok"}
    began = [
        each.get("rerun", 0) for each in run.told.events("first") if each["event"] == "started"
    ]
    assert began == [0, 1]
    *_, last = [each for each in run.told.events("write") if each["event"] == "started"]
    assert last["rerun"] == 1
    told = run.told.events("write")
    since = told[told.index(last) :]
    kinds = [each["event"] for each in since]
    assert kinds == ["started", "materialization", "returned", "guard"]
    lost = [each["nodes"] for each in run.told.events() if each["event"] == "worker_lost"]
    assert len(lost) == 2
    assert "first" in lost[0]
    assert "write" in lost[1]


@pytest.mark.parametrize("how", ["exit", "kill"])
def test_an_op_that_always_ends_its_worker_fails_and_nothing_else(
    how: str, whole: Cluster, tmp_path: Path
) -> None:
    held = Held(tmp_path)
    held.go("beside")
    ended = start(pipelines.fatal, whole, tmp_path, "--how", how).ended()
    assert ended.status == 1, ended.err + whole.said()
    assert json.loads(ended.out) == {"aside": 7}
    assert "fatal failed: 3 of 5 steps succeeded\n  die failed on tcp://127.0.0.1:" in ended.err
    assert re.search(r"KilledWorker: \d workers died that ran it: it ends its process", ended.err)
    assert ended.err.endswith("  not run: both\n")
    assert "Traceback" not in ended.err
    assert not whole.tasks()
    assert not whole.topics()


def test_the_death_of_a_worker_is_told_in_the_events(whole: Cluster, tmp_path: Path) -> None:
    Held(tmp_path).go("beside")
    run = start(pipelines.fatal, whole, tmp_path, "--how", "exit")
    run.ended()
    assert run.told.outcomes() == {
        "quick": "ok", "die": "failed", "beside": "ok", "both": "not_run", "aside": "ok"
    }  # fmt: skip
    *_, failed = run.told.events("die")
    assert failed["event"] == "failed"
    assert failed["error"]["type"] == "distributed.scheduler.KilledWorker"
    lost = [each for each in run.told.events() if each["event"] == "worker_lost"]
    assert len(lost) >= 2
    assert all("die" in each["nodes"] for each in lost)
    assert all(each["worker"].startswith("tcp://") for each in lost)


BESIDE = """
from dagcompile.runtime.v1.dask import Graph, collection, main
from faulty import ops


@collection
def beside(graph: Graph, *, folder: str):
    lost = graph.step("lost", ops.die, resources={"A": 1})(1, folder, "exit")
    needed = graph.step("needed", ops.beside, resources={"B": 1})(folder)
    return graph.step("both", ops.both)(lost, needed)


if __name__ == "__main__":
    raise SystemExit(main(beside))
"""


def test_what_runs_when_another_is_given_up_is_finished(tmp_path: Path) -> None:
    (tmp_path / "dask").mkdir()
    module = tmp_path / "beside_dask.py"
    module.write_text(BESIDE)
    held = Held(tmp_path)
    environment = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with Cluster(tmp_path / "dask", workers=0, environment=environment) as cluster:
        for name in ("A", "B"):
            cluster.start(name, "--resources", f"{name}=1")
        cluster.ready()
        run = Started(module, "--scheduler", cluster.address, "--folder", str(tmp_path))
        (pid,) = held.begun("beside")
        held.begun("die", times=2)
        soon(lambda: run.told.kinds().count("worker_lost") == 2)
        held.go("beside")
        ended = run.ended()
    assert ended.status == 1, ended.err
    assert run.told.outcomes() == {"lost": "failed", "needed": "ok", "both": "not_run"}
    assert run.told.kinds("needed") == ["started", "returned"]
    assert held.pids("beside") == [pid]


def test_a_memory_error_is_an_error_of_its_op(whole: Cluster, tmp_path: Path) -> None:
    Held(tmp_path).go("beside")
    ended = start(pipelines.fatal, whole, tmp_path, "--how", "memory error").ended()
    assert ended.status == 1
    assert "MemoryError: Unable to allocate 7.45 GiB" in ended.err
    assert 'faulty/ops.py", line' in ended.err


def test_an_op_that_takes_all_memory_is_named_with_what_it_took(tmp_path: Path) -> None:
    (tmp_path / "dask").mkdir()
    environment = {
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
        "DASK_DISTRIBUTED__WORKER__MEMORY__SPILL": "False",
        "DASK_DISTRIBUTED__WORKER__MEMORY__TARGET": "False",
        "DASK_DISTRIBUTED__WORKER__MEMORY__PAUSE": "False",
    }
    with Cluster(tmp_path / "dask", workers=0, environment=environment) as cluster:
        cluster.start("w0", "--memory-limit", "400MB")
        cluster.ready()
        ended = start(pipelines.greedy, cluster, tmp_path).ended()
        assert ended.status == 1, ended.err + cluster.said()
    assert "die failed on tcp://127.0.0.1:" in ended.err
    assert re.search(r"the last for taking \d+ MB of memory; give workers more", ended.err)
    assert "Traceback" not in ended.err


LACKING = """
from dagcompile.runtime.v1.dask import Graph, collection, main
from faulty import ops


@collection
def lacking(graph: Graph, *, folder: str):
    first = graph.step("first", ops.first, resources={"GPU": 1})(folder)
    second = graph.step("second", ops.both, resources={"GPU": 1})(first, 1)
    aside = graph.step("aside", ops.quick)(folder)
    return graph.outputs({"second": second, "aside": aside})


if __name__ == "__main__":
    raise SystemExit(main(lacking))
"""


def test_the_only_worker_with_a_resource_is_lost(tmp_path: Path) -> None:
    (tmp_path / "dask").mkdir()
    module = tmp_path / "lacking_dask.py"
    module.write_text(LACKING)
    with Cluster(tmp_path / "dask", workers=1) as cluster:
        cluster.start("gpu", "--resources", "GPU=1", nanny="no-nanny")
        cluster.ready()
        where = ("--scheduler", cluster.address, "--folder", str(tmp_path), "--wait", "2")
        run = Started(module, *where)
        (victim,) = Held(tmp_path).begun("first")
        os.kill(victim, signal.SIGKILL)
        ended = run.ended()
        assert not cluster.tasks()
    assert ended.status == 4, ended.err
    assert "first failed: NoWorker: no worker that is left has GPU=1 (1 connected)" in ended.err
    assert "none has come in 2 seconds; start one, or wait longer with --wait SECONDS" in ended.err
    assert json.loads(ended.out) == {"aside": 5}
    assert run.told.outcomes() == {"first": "failed", "second": "not_run", "aside": "ok"}


def test_a_result_that_cannot_be_read_here(cluster: Cluster, tmp_path: Path) -> None:
    file = write_dask(pipelines.closed, tmp_path)
    ended = Started(file, "--scheduler", cluster.address).ended()
    assert ended.status == 1, ended.err
    assert "unreadable returned Unreadable, which cannot be sent" in ended.err
