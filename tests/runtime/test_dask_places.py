"""Where a run happens: what was asked for, and what Dask itself would do where nothing was."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask
import pytest

from dagcompile.runtime.dask.cluster import connecting
from dagcompile.runtime.dask.cluster.environment import ClusterError
from dagcompile.runtime.dask.cluster.places import (
    Given,
    Listening,
    Processes,
    Threads,
    described,
    place_of,
)
from dagcompile.runtime.v1.dask import Graph, collection, execute
from tests.runtime import bodies

distributed = pytest.importorskip("distributed")


@collection
def one(graph: Graph) -> Any:
    return graph.step("one", bodies.process)()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield cluster


@pytest.mark.parametrize(
    ("scheduler", "local", "place"),
    [
        ("tcp://a:1", None, Listening(address="tcp://a:1")),
        (Path("s.json"), None, Listening(file="s.json")),
        (None, "threads", Threads()),
        (None, "processes", Processes()),
        (None, None, Processes()),
        (Threads(workers=3), None, Threads(workers=3)),
    ],
)
def test_what_is_asked_for(scheduler: Any, local: Any, place: object) -> None:
    assert place_of(scheduler, local=local) == place


def test_the_settings_of_dask_name_a_scheduler() -> None:
    with dask.config.set({"scheduler-address": "tcp://b:2"}):
        assert place_of() == Listening(address="tcp://b:2")
        assert place_of(local="processes") == Processes()


def test_a_client_that_is_current_is_where_it_runs(cluster: Any) -> None:
    with distributed.Client(cluster) as client:
        place = place_of()
        assert isinstance(place, Given)
        assert place.object is client
        assert described(place) == cluster.scheduler_address
        assert execute(one, sinks=()).result == os.getpid()  # its worker is a thread of this one
        assert client.status == "running"
        assert place_of(local="threads") == Threads()


@pytest.mark.parametrize("given", [5, object(), b"tcp://a:1"])
def test_what_is_no_place(given: object) -> None:
    with pytest.raises(TypeError, match="expected an address, a cluster or a client of Dask, got"):
        execute(one, scheduler=given)  # type: ignore[arg-type]


def test_a_cluster_is_left_open(cluster: Any) -> None:
    for _ in range(2):
        assert execute(one, scheduler=cluster, sinks=()).result == os.getpid()
    with pytest.raises(ValueError, match="No client"):
        distributed.default_client()


def test_a_client_is_left_open(cluster: Any) -> None:
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        for _ in range(2):
            assert execute(one, scheduler=client, sinks=()).result == os.getpid()
        assert described(Given(object=client)) == cluster.scheduler_address
        assert client.submit(int, 3).result() == 3


def test_what_is_closed_is_refused(cluster: Any) -> None:
    client = distributed.Client(cluster, set_as_default=False)
    client.close()
    with pytest.raises(ClusterError, match="the Client that was given is closed; make a new one"):
        execute(one, scheduler=client)
    other = distributed.LocalCluster(n_workers=0, processes=False, dashboard_address="127.0.0.1:0")
    other.close()
    with pytest.raises(ClusterError, match="the LocalCluster that was given is closed"):
        execute(one, scheduler=other)


def test_what_is_asynchronous_is_refused(cluster: Any) -> None:
    async def notebook() -> str:
        async with distributed.Client(
            cluster.scheduler_address, asynchronous=True, set_as_default=False
        ) as client:
            with pytest.raises(ClusterError) as refused:
                execute(one, scheduler=client)
        return str(refused.value)

    said = asyncio.run(notebook())
    assert said.startswith("the Client that was given is asynchronous")
    assert "the address of its scheduler" in said


def test_in_an_event_loop_that_runs(cluster: Any) -> None:
    async def notebook(where: Any) -> Any:
        return execute(one, scheduler=where, sinks=()).result

    assert asyncio.run(notebook(cluster)) == os.getpid()
    assert asyncio.run(notebook(Processes(workers=1))) != os.getpid()


def test_a_scheduler_is_found_by_the_file_that_it_writes(cluster: Any, tmp_path: Path) -> None:
    file = tmp_path / "scheduler.json"

    def write_late() -> None:
        file.write_text('{"address": ')  # as one that is being written
        time.sleep(0.3)
        file.write_text(json.dumps({"address": cluster.scheduler_address}))

    writing = threading.Thread(target=write_late)
    writing.start()
    assert execute(one, scheduler=file, sinks=()).result == os.getpid()
    writing.join()


def test_a_file_that_names_no_scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "CONNECT", 0.3)
    file = tmp_path / "scheduler.json"
    with pytest.raises(ClusterError, match=r"scheduler\.json does not name a scheduler: FileNot"):
        execute(one, scheduler=file)
    file.write_text(json.dumps({"address": "tcp://127.0.0.1:1"}))
    with pytest.raises(ClusterError, match=rf"reached at tcp://127.0.0.1:1, which {file} names: "):
        execute(one, scheduler=file)


def test_a_cluster_that_scales_to_the_work_has_no_worker_before(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dagcompile.runtime.dask.cluster.joining.JOIN", 120.0)
    with distributed.LocalCluster(
        n_workers=0, threads_per_worker=1, dashboard_address="127.0.0.1:0"
    ) as adaptive:
        adaptive.adapt(minimum=0, maximum=2)
        # Known to be one, and by an address alone.
        assert execute(one, scheduler=adaptive, sinks=()).result != os.getpid()
        address = adaptive.scheduler_address
        assert execute(one, scheduler=address, sinks=()).result != os.getpid()


def test_workers_that_are_on_their_way_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dagcompile.runtime.dask.cluster.joining.JOIN", 0.1)
    with distributed.LocalCluster(
        n_workers=0, threads_per_worker=1, dashboard_address="127.0.0.1:0"
    ) as slow:
        address = slow.scheduler_address
        with pytest.raises(ClusterError, match=rf"start one with `dask worker {address}`, or, "):
            execute(one, scheduler=slow)
        slow.scale(1)  # its process takes longer to start than one waits for what is not on its way
        assert execute(one, scheduler=slow, sinks=()).result != os.getpid()


def test_workers_of_a_run_have_what_its_steps_ask_for() -> None:
    @collection
    def hungry(graph: Graph) -> Any:
        less = graph.step("less", bodies.process, resources={"GPU": 1})()
        more = graph.step("more", bodies.process, resources={"GPU": 2, "db": 0.5})()
        return graph.outputs({"less": less, "more": more})

    report = execute(hungry, local="processes", sinks=())
    assert (report.outcome, set(report.results)) == ("ok", {"less", "more"})


LATE = """
import atexit, logging
from dagcompile.runtime.v1.dask import Graph, collection, main

def op():
    atexit.register(print, "the worker ends by itself", flush=True)
    atexit.register(logging.getLogger("distributed.worker").error, "no scheduler")

@collection
def daily(graph: Graph):
    return graph.step("one", op)()

if __name__ == "__main__":
    raise SystemExit(main(daily, argv=["--local", "processes", "--workers", "1", "--quiet"]))
"""


def test_what_fails_in_workers_of_a_run_as_they_are_ended_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "late.py").write_text(LATE)
    done = subprocess.run(
        [sys.executable, tmp_path / "late.py"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "null\n")
    assert done.stderr == "the worker ends by itself\n"


SLOW = """
from dagcompile.runtime.v1.dask import Graph, collection, main
from tests.runtime import bodies

@collection
def daily(graph: Graph):
    return graph.step("one", bodies.linger)()

if __name__ == "__main__":
    raise SystemExit(main(daily))
"""


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_workers_of_a_run_end_at_once_with_it(number: int, status: int, tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(SLOW)
    with subprocess.Popen(
        [sys.executable, tmp_path / "slow.py"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stderr is not None
        said = [next(run.stderr) for _ in range(3)]
        assert said[0].startswith("daily  on ")
        assert said[1].startswith("daily  started  run ")
        assert said[2] == "one  started\n"
        run.send_signal(number)
        rest = run.stderr.read()
        assert run.wait(60) == status
    # One that is asked to end waits four seconds for its task, and that is told in two lines.
    word = "interrupted" if status == 130 else "terminated"
    assert rest == f"daily was {word} in one, after 0 steps\n"
