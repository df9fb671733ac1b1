"""The generated Dask graph of the wide pipeline: how long it takes to make, and to submit.

python -m benchmarks.children.dask_graph NODES memory|seconds|submit

Prints microseconds a node for making it; or bytes a node at the peak of that; or the seconds until
a scheduler without workers has it, and the bytes a node that its process takes more.
"""

import gc
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time, sleep
from typing import Any

from dask.delayed import Delayed
from distributed import Client

from benchmarks.children.dask_cluster import START, tasks
from benchmarks.subjects import wide
from benchmarks.subjects.generated import function_of

LIMIT = 600.0
"""Seconds in which a scheduler has to have a graph."""


def seconds(pipeline: Any, nodes: int) -> float:
    """Microseconds a node."""
    gc.collect()
    begun = process_time()
    made = pipeline(start=START)
    taken = process_time() - begun
    assert len(made.dask) > nodes
    return taken / nodes * 1e6


def memory(pipeline: Any, nodes: int) -> float:
    """Bytes a node."""
    gc.collect()
    tracemalloc.start()
    made = pipeline(start=START)
    _, peak = tracemalloc.get_traced_memory()
    assert len(made.dask) > nodes
    return peak / nodes


@contextmanager
def scheduler() -> Iterator[Client]:
    """A client of a scheduler that has a process of its own, and no workers."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "scheduler.json"
        command = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command, "--scheduler-file", str(file)],
            stderr=subprocess.DEVNULL,
        )
        try:
            with Client(scheduler_file=str(file), timeout=60) as client:
                yield client
        finally:
            process.kill()
            process.wait()


def taken_in(made: Delayed, nodes: int) -> tuple[float, float]:
    """Seconds until a fresh scheduler has the graph, and bytes a node that it takes."""
    with scheduler() as client:
        before, begun = client.run_on_scheduler(resident), monotonic()
        future = client.compute(made)
        while client.run_on_scheduler(known) < nodes:
            assert monotonic() - begun < LIMIT
            sleep(0.05)
        taken = monotonic() - begun
        more = (client.run_on_scheduler(resident) - before) / nodes
        future.cancel()
    return taken, more


def resident() -> int:
    """Bytes of memory that this process has."""
    import psutil  # type: ignore[import-untyped]  # without annotations

    found: int = psutil.Process().memory_info().rss
    return found


def known(dask_scheduler: Any) -> int:
    """How many tasks a scheduler has."""
    return len(dask_scheduler.tasks)


def main(nodes: int, what: str) -> None:
    """Print what is asked for."""
    pipeline = function_of(wide.wide(nodes), target="dask", guards="off")
    match what:
        case "seconds":
            pipeline(start=START)
            said: Any = [seconds(pipeline, nodes) for _ in range(3)]
        case "memory":
            said = memory(pipeline, nodes)
        case _:
            said = {
                "tasks by hand": taken_in(Delayed(*tasks(nodes)), nodes),
                "generated, guards off": taken_in(pipeline(start=START), nodes),
            }
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
