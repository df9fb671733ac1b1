"""Runs that are ended from outside: by Ctrl-C, by the end of the scheduler or of all workers."""

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from clusters import Cluster, Started, soon, write_dask
from faulty import pipelines
from living import gone

from dagcompile.runtime.dask.running import channel
from tests.clusters import talking
from tests.clusters.held import Held
from tests.clusters.starting import start


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster of its own, of one worker that is not started again."""
    (tmp_path / "dask").mkdir()
    with Cluster(tmp_path / "dask", workers=1, nanny="no-nanny") as made:
        yield made


# --- by who started them -------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_nothing_of_an_interrupted_run_is_left(
    number: signal.Signals, status: int, cluster: Cluster, tmp_path: Path
) -> None:
    held = Held(tmp_path)
    run = start(pipelines.steady, cluster, tmp_path)
    held.begun("first")
    held.begun("beside")
    soon(lambda: run.told.kinds("first") and run.told.kinds("beside"))
    began = time.monotonic()
    run.process.send_signal(number)
    ended = run.ended()
    assert ended.status == status, ended.err
    assert time.monotonic() - began < 60
    how = "interrupted" if number == signal.SIGINT else "terminated"
    assert re.search(rf"steady was {how} in (first, beside|beside, first)", ended.err)
    finished = run.told.events()[-1]
    assert (finished["event"], finished["outcome"]) == ("run_finished", "interrupted")
    assert run.told.outcomes() == {
        "first": "running", "second": "not_run", "beside": "running", "both": "not_run",
        "write": "not_run",
    }  # fmt: skip
    assert "Traceback" not in ended.err, ended.err
    # Their threads run on, of which the scheduler knows nothing.
    assert not cluster.tasks()
    assert not cluster.topics()
    held.go("first", "beside")
    soon(lambda: not any(cluster.busy().values()))
    assert not held.pids("second")
    with cluster.client() as client:
        soon(lambda: all(client.run(talking.untouched).values()))


def test_a_second_interrupt_ends_it_at_once(tmp_path: Path) -> None:
    held = Held(tmp_path)
    run = Started(write_dask(pipelines.steady, tmp_path), "--folder", str(tmp_path))
    held.begun("first")
    for _ in range(2):
        run.interrupt()
        time.sleep(0.2)
    began = time.monotonic()
    ended = run.ended()
    assert time.monotonic() - began < 60
    assert ended.status in {130, -signal.SIGINT}, ended.err
    workers = {*held.pids("first"), *held.pids("beside")}
    assert gone(workers)


def test_a_client_that_is_killed_takes_its_run_with_it(cluster: Cluster, tmp_path: Path) -> None:
    held = Held(tmp_path)
    run = start(pipelines.steady, cluster, tmp_path)
    held.begun("first")
    held.begun("beside")  # one that begins just as its run is forgotten would tell of it anew
    run.process.kill()
    run.ended()
    soon(lambda: not cluster.tasks())
    held.go("first", "beside")
    soon(lambda: not any(cluster.busy().values()))
    assert not held.pids("second")
    soon(lambda: not cluster.topics())
    with cluster.client() as client:
        soon(lambda: not any(client.run(_outboxes).values()))


def _outboxes() -> list[str]:
    return [topic for topic, _ in channel._OUTBOXES]


# --- by the cluster ------------------------------------------------------------------------------


def test_the_scheduler_is_killed(mortal: Cluster, tmp_path: Path) -> None:
    held = Held(tmp_path)
    run = start(pipelines.steady, mortal, tmp_path)
    held.go("first", "beside")
    soon(lambda: "started" in run.told.kinds("second"))
    where, began = mortal.address, time.monotonic()
    mortal.scheduler.kill()
    ended = run.ended()
    assert time.monotonic() - began < 60
    assert ended.status == 4, ended.err
    *_, counts, last = ended.err.splitlines()
    assert re.fullmatch(r"steady  lost  [12] of 5 steps  \d+\.\d s", counts)
    finished = run.told.events()[-1]
    assert (finished["event"], finished["outcome"]) == ("run_finished", "lost")
    assert run.told.outcomes()["first"] == "ok"
    assert run.told.outcomes()["write"] == "not_run"
    assert f"steady: the scheduler at {where} has gone, and the run with it" in last
    assert "Traceback" not in ended.err, ended.err
    assert "distributed" not in ended.err


def test_the_cluster_is_shut_down_by_somebody_else(mortal: Cluster, tmp_path: Path) -> None:
    run = start(pipelines.steady, mortal, tmp_path)
    soon(lambda: "started" in run.told.kinds())
    where = mortal.address
    with mortal.client() as client:
        client.shutdown()
    ended = run.ended()
    assert ended.status == 4, ended.err
    assert f"the scheduler at {where} has gone" in ended.err
    assert "Traceback" not in ended.err, ended.err


def test_the_cluster_is_restarted_by_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "dask").mkdir()
    with Cluster(tmp_path / "dask", workers=1) as cluster:
        run = start(pipelines.steady, cluster, tmp_path)
        soon(lambda: "started" in run.told.kinds())
        with cluster.client() as client:
            client.restart(wait_for_workers=False)
        ended = run.ended()
    assert ended.status == 4, ended.err
    assert "steady: the run was cancelled on the cluster" in ended.err
    assert "Traceback" not in ended.err, ended.err


def test_all_workers_are_lost_and_none_comes_back(mortal: Cluster, tmp_path: Path) -> None:
    held = Held(tmp_path)
    run = start(pipelines.steady, mortal, tmp_path, "--wait", "2")
    soon(lambda: "started" in run.told.kinds())
    (pid,) = mortal.pids().values()
    began = time.monotonic()
    os.kill(pid, signal.SIGKILL)
    ended = run.ended()
    assert time.monotonic() - began < 60
    assert ended.status == 4, ended.err
    assert "no worker is left that takes tasks" in ended.err
    assert "none has come in 2 seconds" in ended.err
    assert "Traceback" not in ended.err, ended.err
    assert set(run.told.outcomes()) == {"first", "second", "beside", "both", "write"}
    assert run.told.outcomes()["write"] == "not_run"
    assert not mortal.tasks()
    assert not held.pids("second")


def test_a_worker_that_comes_in_time_goes_on_with_the_run(mortal: Cluster, tmp_path: Path) -> None:
    held = Held(tmp_path)
    run = start(pipelines.steady, mortal, tmp_path, "--wait", "120")
    soon(lambda: "started" in run.told.kinds())
    (pid,) = mortal.pids().values()
    os.kill(pid, signal.SIGKILL)
    soon(lambda: "worker_lost" in run.told.kinds())
    mortal.start("w9", nanny="no-nanny")
    held.go("first", "second", "beside", "written")
    ended = run.ended()
    assert (ended.status, ended.out) == (0, "12\n"), ended.err
