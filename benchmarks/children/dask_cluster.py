"""The wide graph on one Dask cluster of two worker processes, written in several ways.

python -m benchmarks.children.dask_cluster NODES ROUNDS

Prints for each way and round, all in turns, the seconds from the first line that makes the graph to
its result: those of a clock, and those of the processors, of this process with the scheduler in it
and of the workers together.
"""

import gc
import json
import sys
import uuid
from collections.abc import Callable
from time import perf_counter, process_time, sleep
from typing import Any

from dask.delayed import Delayed, delayed
from dask.highlevelgraph import HighLevelGraph
from distributed import Client, LocalCluster

from benchmarks.subjects import wide
from benchmarks.subjects.generated import function_of
from dagcompile.ir.records import Placement
from dagcompile.runtime.dask.shim import List, Task, TaskRef
from dagcompile.runtime.v1.dask import execute

Way = Callable[[Client, int], Any]
START = 7
TIED, GATHERED = wide.tie, wide.gather_row


def tasks(nodes: int) -> tuple[Any, dict[Any, Task]]:
    """The least that a hand writes: one task a step, and the key of the last."""
    token = uuid.uuid4().hex[:11] + "0"
    made: dict[Any, Task] = {}

    def key(number: int) -> tuple[str, int]:
        return f"tied-{token}", number

    for number, taken in enumerate(wide.inputs(nodes)):
        arguments = (START, START) if taken is None else [TaskRef(key(each)) for each in taken]
        made[key(number)] = Task(key(number), TIED, *arguments)
    last = f"gathered-{token}"
    row = List(*(TaskRef(key(each)) for each in wide.last_row(nodes)))
    made[last] = Task(last, GATHERED, row)
    return last, made


def raw(client: Client, nodes: int) -> Any:
    """A dict of tasks."""
    return client.compute(Delayed(*tasks(nodes))).result()


def layers(client: Client, nodes: int) -> Any:
    """A high-level graph, a layer an op."""
    last, made = tasks(nodes)
    of_last = {last: made.pop(last)}
    graph = HighLevelGraph({"tied": made, last: of_last}, {"tied": set(), last: {"tied"}})
    return client.compute(Delayed(last, graph, layer=last)).result()


def by_delayed(client: Client, nodes: int) -> Any:
    """Calls of `dask.delayed`."""
    step, end = delayed(TIED), delayed(GATHERED)
    made: list[Any] = []
    for taken in wide.inputs(nodes):
        left, right = (START, START) if taken is None else (made[taken[0]], made[taken[1]])
        made.append(step(left, right))
    return client.compute(end([made[each] for each in wide.last_row(nodes)])).result()


def submits(client: Client, nodes: int) -> Any:
    """One `client.submit` a step."""
    made: list[Any] = []
    for taken in wide.inputs(nodes):
        left, right = (START, START) if taken is None else (made[taken[0]], made[taken[1]])
        made.append(client.submit(TIED, left, right, pure=False))
    last = [made[each] for each in wide.last_row(nodes)]
    return client.submit(GATHERED, last, pure=False).result()


def generated(nodes: int, guards: Placement) -> Way:
    """What dagcompile generates, as a collection."""
    pipeline = function_of(wide.wide(nodes), target="dask", guards=guards)
    return lambda client, _: client.compute(pipeline(start=START)).result()


def executed(nodes: int, guards: Placement) -> Way:
    """The same by `execute`, whose events go to somebody."""
    pipeline = function_of(wide.wide(nodes), target="dask", guards=guards)

    def run(client: Client, _: int) -> Any:
        return execute(pipeline, scheduler=client, sinks=((lambda _: None),), start=START).result

    return run


def ways(nodes: int) -> dict[str, Way]:
    """All that are compared."""
    return {
        "tasks by hand": raw,
        "layers by hand": layers,
        "`dask.delayed`": by_delayed,
        "generated, guards off": generated(nodes, "off"),
        "generated, guards inline": generated(nodes, "inline"),
        "generated, guards in steps": generated(nodes, "steps"),
        "`execute`, guards off": executed(nodes, "off"),
        "`execute`, guards inline": executed(nodes, "inline"),
        "`execute`, guards in steps": executed(nodes, "steps"),
        "one `client.submit` a step": submits,
    }


def worked(client: Client) -> float:
    """Seconds of the processors, so far."""
    workers: dict[str, float] = client.run(process_time)
    return process_time() + sum(workers.values())


def main(nodes: int, rounds: int, *names: str) -> None:
    """Print the seconds of each way, of `rounds` after one that is not counted."""
    compared = {name: way for name, way in ways(nodes).items() if not names or name in names}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in compared}
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        for number in range(rounds + 1):
            for name, way in compared.items():
                gc.collect()
                before, begun = worked(client), perf_counter()
                assert way(client, nodes) == START
                seconds = perf_counter() - begun
                if number:
                    taken[name].append((seconds, worked(client) - before))
                sleep(0.5)  # until what the run left is gone
    json.dump(taken, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
