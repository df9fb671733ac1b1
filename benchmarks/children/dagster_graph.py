"""The idle graph in Dagster, in one process."""

import logging
import os
from tempfile import mkdtemp

from benchmarks.children.timed import Prepared, tell
from benchmarks.subjects.graph import needs

os.environ.setdefault("DAGSTER_HOME", mkdtemp())
from dagster import In, Out, job, op


def prepare(nodes: int) -> Prepared:
    """A job of ops in a graph, with an instance that keeps nothing."""
    logging.disable()  # it tells of every step

    @op(ins={"value": In(int), "other": In(int)}, out=Out(int))
    def same(value: int, other: int) -> int:
        return value

    @op(out=Out(int))
    def start() -> int:
        return 1

    @job
    def idle() -> None:
        made = {"start": start()}
        for name, (first, second) in needs(nodes).items():
            made[name] = same.alias(name)(made[first], made[second])

    run: Prepared = idle.execute_in_process
    return run


if __name__ == "__main__":
    tell(prepare)
