"""What a person hears of a run on a cluster of processes while it goes, and at its end."""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from clusters import Cluster, Started, soon, write_dask

from dagcompile.runtime.events import Event
from dagcompile.runtime.v1.dask import Graph, collection, execute, gather
from tests.clusters import talking


class Watcher:
    """A `Listener`."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.messages: list[Event] = []

    def __call__(self, event: Event, /) -> None:
        self.events.append(event)

    def hear(self, message: Event, /) -> None:
        self.messages.append(message)


class Reading:
    """What a command writes to standard error, line by line as it comes."""

    def __init__(self, command: Started) -> None:
        self.lines: list[str] = []
        self._command = command
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        self.lines.extend(line.rstrip("\n") for line in self._command.process.stderr or ())

    def until(self, found: Callable[[str], bool]) -> str:
        """The first line that is `found`, which comes while the command runs."""
        line = soon(lambda: next(filter(found, list(self.lines)), ""), otherwise=self.lines)
        assert self._command.process.poll() is None
        return line

    def ended(self) -> int:
        """Once the command has ended: its exit status."""
        self._thread.join(60)
        out, err = self._command.process.stdout, self._command.process.stderr
        assert out is not None
        assert err is not None
        with out, err:
            return self._command.process.wait(60)


@pytest.fixture
def run(cluster: Cluster, tmp_path: Path) -> Callable[..., Started]:
    """Starts the module of a pipeline on the cluster, with params by name."""

    def start(pipeline: Any, *arguments: str) -> Started:
        file = write_dask(pipeline, tmp_path)
        return Started(file, "--scheduler", cluster.address, *arguments)

    return start


def test_lines_and_materializations_come_while_the_op_runs(
    run: Callable[..., Started], cluster: Cluster, tmp_path: Path
) -> None:
    started = run(talking.chatting, "--folder", str(tmp_path))
    said = Reading(started)
    first = said.until(lambda line: line.endswith("  three rows"))
    node, worker, _ = first.split("  ")
    assert node == "chat"
    assert worker in ("w0", "w1")
    said.until(lambda line: line == f"chat  {worker}  INFO shop.talking: four rows")
    said.until(lambda line: line == f"chat  {worker}  five rows")
    said.until(lambda line: line == "chat  wrote wrote  file:///wrote  (rows=3)")
    assert started.told.kinds() == ["run_started", "started", "materialization"]
    (tmp_path / "go").touch()
    assert said.ended() == 0
    assert said.lines[0].startswith("chatting  on 2 workers, 2 threads")
    assert [line for line in said.lines if line.startswith("after  w")] != []
    assert not [line for line in said.lines if "not to be heard" in line]
    log = (cluster.home / f"{worker}.log").read_text()
    assert {"three rows", "five rows"} <= set(log.splitlines())
    assert "four rows" not in log  # info is no level of a worker's log


def test_a_flood_neither_stops_a_run_nor_fills_the_scheduler(
    run: Callable[..., Started], cluster: Cluster, tmp_path: Path
) -> None:
    started = run(talking.flooding, "--folder", str(tmp_path))
    said = Reading(started)
    soon((tmp_path / "flooded").exists, otherwise=said.lines)
    assert cluster.ask(kept) < 500_000  # bytes, of two million that were printed
    (tmp_path / "go").touch()
    assert said.ended() == 0
    lines = [line.partition("  w")[2][3:] for line in said.lines if line.startswith("flood  w")]
    assert lines[:200] == [f"line {each}" for each in range(200)]
    assert lines[-1] == f"line {talking.FLOOD - 1}"
    assert len(lines) < 5_000
    left_out = [int(line[1:].split()[0]) for line in lines if line.endswith("left out)")]
    told = [line for line in lines if line.startswith("line ")]
    assert sum(left_out) + len(told) == talking.FLOOD
    logs = [(cluster.home / f"w{each}.log").read_text() for each in range(2)]
    assert any(f"line {talking.FLOOD - 1}\n" in log for log in logs)


def kept(dask_scheduler: Any) -> int:
    """Characters of all messages of runs that the scheduler keeps."""
    topics = dask_scheduler.get_events()
    return sum(
        len(str(message))
        for topic, messages in topics.items()
        if str(topic).startswith("dagcompile")
        for _, message in messages
    )


def test_the_end_names_what_failed_where_and_how_many_succeeded(
    run: Callable[..., Started],
) -> None:
    ended = run(talking.broken, "--number", "0").ended()
    assert ended.status == 1
    lines = ended.err.splitlines()
    trace = lines.index("Traceback (most recent call last):")
    assert lines[trace + 1].startswith(f'  File "{talking.__file__}", line ')
    assert lines[trace + 2] == "    return 1 // number"
    assert lines[-3] == "broken failed: 1 of 3 steps succeeded"
    assert lines[-2].startswith(("  failing failed on w0: ", "  failing failed on w1: "))
    assert lines[-2].endswith(": ZeroDivisionError: integer division or modulo by zero")
    assert lines[-1] == "  not run: after"
    assert any(line.endswith("  about to fail") for line in lines)


def test_who_wants_quiet_hears_no_lines(run: Callable[..., Started], cluster: Cluster) -> None:
    before = sum((cluster.home / f"w{each}.log").read_text().count("fail") for each in range(2))
    ended = run(talking.broken, "--number", "0", "--quiet").ended()
    assert ended.status == 1
    assert "about to fail" not in ended.err
    assert ended.err.splitlines()[0] == "Traceback (most recent call last):"
    after = sum((cluster.home / f"w{each}.log").read_text().count("fail") for each in range(2))
    assert after > before  # it went where it would have gone


def test_what_ops_say_reaches_no_file_of_events_and_nobody_who_does_not_watch(
    run: Callable[..., Started], cluster: Cluster, tmp_path: Path
) -> None:
    started = run(talking.broken, "--number", "1")
    assert started.ended().status == 0
    assert set(started.told.kinds()) == {
        "run_started", "started", "returned", "guard", "run_finished",
    }  # fmt: skip


def test_workers_of_a_run_s_own_do_not_say_it_twice(tmp_path: Path) -> None:
    file = write_dask(talking.broken, tmp_path)
    ended = Started(file, "--number", "1", "--local", "processes").ended()
    assert ended.status == 0
    assert ended.err.count("about to fail") == 1
    assert [line for line in ended.err.splitlines() if line.startswith("failing  127.0.0.1:")]


def test_a_worker_whose_terminal_has_gone_runs_what_prints(tmp_path: Path) -> None:
    home = tmp_path / "dask"
    home.mkdir()
    with Cluster(home, workers=0) as cluster:
        name = [sys.executable, "-m", "distributed.cli.dask_worker", cluster.address]
        options = ["--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        worker = subprocess.Popen(
            [*name, *options, "--lifetime", "900s", "--local-directory", str(tmp_path / "w")],
            env=cluster.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            with cluster.client() as client:
                client.wait_for_workers(1, timeout=120)
            assert worker.stdout is not None
            worker.stdout.close()  # the reader of the pipe is gone: who writes to it fails
            file = write_dask(talking.broken, tmp_path)
            for quiet in ((), ("--quiet",)):
                arguments = ("--scheduler", cluster.address, "--number", "1", *quiet)
                ended = Started(file, *arguments).ended()
                assert ended.status == 0, ended.err
                assert ("about to fail" in ended.err) == (not quiet)
            # That another worker has come while a run goes is told, too.
            chatting = write_dask(talking.chatting, tmp_path)
            arguments = ("--scheduler", cluster.address, "--folder", str(tmp_path))
            said = Reading(Started(chatting, *arguments))
            said.until(lambda line: line.endswith("  three rows"))
            cluster.start("more")
            said.until(lambda line: line.startswith("chatting  on 2 workers, 2 threads"))
            (tmp_path / "go").touch()
            assert said.ended() == 0
        finally:
            worker.kill()
            worker.wait()


def test_two_ops_on_two_threads_of_one_worker_do_not_mix(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from distributed import LocalCluster

    def both(graph: Graph) -> Any:
        return gather([graph.step(name, talking.taking_turns)(tmp_path, name) for name in "ab"])

    def beside(graph: Graph) -> Any:
        graph.step("beginning", talking.beginning)(graph.step("waiting", talking.waiting)(tmp_path))
        return graph.step("redirecting", talking.redirecting)(tmp_path)

    watcher, redirected = Watcher(), Watcher()
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address="127.0.0.1:0"
    ) as made:
        report = execute(collection(both), scheduler=made, sinks=(watcher,))
        assert execute(collection(both), scheduler=made, sinks=()).result == report.result
        # What an op has put in place of a stream is its own, whoever begins meanwhile.
        found = execute(collection(beside), scheduler=made, sinks=(redirected,))
        assert found.result == "hello\n"
        assert not [each for each in redirected.messages if each["event"] == "line"]
    soon(lambda: "write" not in vars(sys.stdout))
    assert logging.Logger.callHandlers.__module__ == "logging"
    assert report.result == ["a", "b"]
    lines = [each for each in watcher.messages if each["event"] == "line"]
    for name in "ab":
        texts = [each["text"] for each in lines if each["node"] == name]
        assert texts == [f"{name} {each}" for each in range(talking.TURNS)]
    # A worker of this process leaves it to who watches; where nobody does, it prints.
    assert capsys.readouterr().out.count("a 0") == 1
    where = next(each for each in watcher.messages if each["event"] == "cluster")
    assert (where["workers"], where["threads"]) == (1, 2)
    assert str(where["dashboard"]).endswith("/status")


def test_dask_s_own_forwarding_of_output_and_ours_do_not_hinder_each_other(
    cluster: Cluster,
) -> None:
    from distributed.diagnostics.plugin import ForwardOutput

    def said(graph: Graph) -> Any:
        return graph.step("saying", talking.saying)()

    def printed() -> list[str]:
        lines = ["".join(map(str, each["args"])) for _, each in client.get_events("print")]
        return [line for line in lines if line == "a word\n"]

    with cluster.client() as client:
        watchers = Watcher(), Watcher(), Watcher()
        run = collection(said)
        for number, watcher in enumerate(watchers):
            if number == 1:
                client.register_plugin(ForwardOutput(), name="forwarding")
            if number == 2:
                client.unregister_worker_plugin("forwarding")
            execute(run, scheduler=client, sinks=(watcher,))
            texts = [each["text"] for each in watcher.messages if each["event"] == "line"]
            assert texts == ["a word"]
            soon(lambda: len(printed()) == min(number, 1))  # noqa: B023
            soon(lambda: all(client.run(talking.untouched).values()))
