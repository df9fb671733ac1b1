"""What Dask drops with a step that ends its worker, and is finished nevertheless.

When a step fails, Dask drops all that was to be computed for the steps that needed it, whether that
runs, stands in a queue, or is just lost with the same worker.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clusters import Cluster, Started, soon

from tests.clusters.held import Held

MODULE = """
from dagcompile.runtime.v1.dask import Graph, collection, main
from faulty import ops


@collection
def fatal(graph: Graph, *, folder: str):
    {body}


if __name__ == "__main__":
    raise SystemExit(main(fatal))
"""


@contextmanager
def running(body: str, folder: Path, *workers: tuple[str, ...], failures: int) -> Iterator[Started]:
    """A run of the pipeline of `body`, on a cluster of its own, whose `workers` are told by their
    command lines, the name first.
    """
    (folder / "dask").mkdir()
    module = folder / "fatal_dask.py"
    module.write_text(MODULE.format(body="\n    ".join(body.strip().splitlines())))
    environment = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(failures)}
    with Cluster(folder / "dask", workers=0, environment=environment) as cluster:
        for name, *arguments in workers:
            cluster.start(name, "--resources", f"{name}=1", *arguments)
        cluster.ready()
        yield Started(module, "--scheduler", cluster.address, "--folder", str(folder))


def test_what_runs_at_the_first_death_already_is_finished(tmp_path: Path) -> None:
    """Without one before it, of which a run could have been told."""
    body = """
lost = graph.step("lost", ops.die, resources={"A": 1})(1, folder, "exit")
needed = graph.step("needed", ops.beside, resources={"B": 1})(folder)
return graph.step("both", ops.both)(lost, needed)
"""
    held = Held(tmp_path)
    with running(body, tmp_path, ("A",), ("B",), failures=0) as run:
        held.begun("beside")
        held.begun("die")
        soon(lambda: "worker_lost" in run.told.kinds())
        held.go("beside")
        ended = run.ended()
    assert ended.status == 1, ended.err
    assert "fatal failed: 1 of 3 steps succeeded\n" in ended.err
    assert run.told.outcomes() == {"lost": "failed", "needed": "ok", "both": "not_run"}


def test_what_has_not_begun_by_then_is_run(tmp_path: Path) -> None:
    body = """
lost = graph.step("lost", ops.die, resources={"A": 1})(1, folder, "exit")
aside = graph.step("aside", ops.first, resources={"B": 1})(folder)
before = graph.step("before", ops.quick)(folder)
needed = graph.step("needed", ops.both, resources={"B": 1})(before, 1)
after = graph.step("after", ops.both, resources={"B": 1})(needed, 1)
graph.step("both", ops.both)(lost, after)
return aside
"""
    held = Held(tmp_path)
    with running(body, tmp_path, ("A",), ("B",), failures=0) as run:
        held.begun("first")
        soon(lambda: "worker_lost" in run.told.kinds())
        held.go("first")
        ended = run.ended()
    assert (ended.status, ended.out) == (1, "1\n"), ended.err
    assert run.told.outcomes() == {
        "lost": "failed", "aside": "ok", "before": "ok", "needed": "ok", "after": "ok",
        "both": "not_run",
    }  # fmt: skip


def test_what_ran_beside_it_each_time_is_run_without_it(tmp_path: Path) -> None:
    """Dask holds the deaths against both, gives up both, and says of `both` one of them only."""
    body = """
lost = graph.step("lost", ops.drag)(folder)
needed = graph.step("needed", ops.beside)(folder)
graph.step("after", ops.both)(needed, 1)
return graph.step("both", ops.both)(lost, needed)
"""
    held = Held(tmp_path)
    with running(body, tmp_path, ("A", "--nthreads", "2"), failures=1) as run:
        for time in range(2):
            held.begun("beside", times=time + 1)
            held.begun(f"drag{time}")
            held.go(f"drag{time}")
        soon(lambda: run.told.kinds().count("worker_lost") == 2)
        held.go("drag2", "beside")
        ended = run.ended()
    assert ended.status == 1, ended.err
    assert held.pids("drag2")  # with nothing beside it
    assert run.told.outcomes() == {
        "lost": "failed", "needed": "ok", "after": "ok", "both": "not_run"
    }  # fmt: skip
    assert "  lost failed on tcp://127.0.0.1:" in ended.err
    assert "KilledWorker: 3 workers died that ran it: it ends its process" in ended.err


SILENT = """
from dagcompile.runtime.dask.running import channel

channel.MOMENT = 3600.0
"""


def test_what_has_ended_untold_on_a_worker_that_dies_is_run_again(tmp_path: Path) -> None:
    """How it ended has died with its value, which nobody needs any more."""
    body = """
needed = graph.step("needed", ops.quick)(folder)
lost = graph.step("lost", ops.die, after=["needed"])(1, folder, "exit")
return graph.step("both", ops.both)(lost, needed)
"""
    silent = tmp_path / "silent.py"
    silent.write_text(SILENT)
    with running(body, tmp_path, ("A", "--preload", str(silent)), failures=0) as run:
        ended = run.ended()
    assert ended.status == 1, ended.err
    assert run.told.outcomes() == {"needed": "ok", "lost": "failed", "both": "not_run"}
    assert run.told.kinds("needed") == ["started", "returned"]  # the second time
    assert len(Held(tmp_path).pids("quick")) == 2
    assert len(Held(tmp_path).pids("die")) == 1
