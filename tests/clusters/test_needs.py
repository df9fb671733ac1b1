"""What steps need of their workers, looked for before the run instead of waited for without end."""

import threading
from typing import Any

import pytest
from clusters import Cluster, Command

from dagcompile.runtime.dask.cluster.unmet import remedy_of, unmet
from dagcompile.runtime.dask.graph.needs import Needs
from tests.runtime import bodies

WORKERS: dict[str, Any] = {
    "tcp://10.0.0.1:4000": {"name": "gpu-1", "host": "10.0.0.1", "resources": {"GPU": 1.0}},
    "tcp://10.0.0.2:4000": {"name": "big", "host": "10.0.0.2", "resources": {"MEM": 8e9}},
    "tcp://10.0.0.3:4000": {"name": 0, "host": "10.0.0.3", "resources": {}},
}


def needing(*workers: str, others: bool = False, **resources: float) -> Needs:
    return Needs(
        workers=workers, allow_other_workers=others, resources=tuple(sorted(resources.items()))
    )


def test_resources_that_nobody_has_end_the_run_in_seconds(
    cluster: Cluster, command: Command
) -> None:
    argv = ("--scheduler", cluster.address, "--wait", "0.5")
    said = command(bodies.process, *argv, resources={"GPU": 1})
    assert said.status == 4
    assert said.lines[0] == (
        f"daily: no worker of {cluster.address} has what these steps need, after 0.5 seconds"
    )
    assert said.lines[1].startswith("  one needs GPU=1; w0 (tcp://127.0.0.1:")
    assert said.lines[1].count(" has none") == 2
    assert said.lines[2] == (
        'start one with `dask worker SCHEDULER --resources "GPU=1"`, or, where some are on their '
        "way, wait longer with --wait SECONDS"
    )
    assert len(said.lines) == 3


def test_a_worker_that_is_not_there(cluster: Cluster, command: Command) -> None:
    argv = ("--scheduler", cluster.address, "--wait", "0.5")
    said = command(bodies.process, *argv, workers=["gpu-1"])
    assert said.status == 4
    assert said.lines[1].startswith("  one needs the worker gpu-1; there are w0 (tcp://127.0.0.1:")
    assert command(bodies.process, *argv, workers=["w1"]).status == 0
    elsewhere = command(bodies.process, *argv, workers=["gpu-1"], allow_other_workers=True)
    assert elsewhere.status == 0


def test_a_worker_that_joins_meanwhile_is_waited_for(cluster: Cluster, command: Command) -> None:
    joins = threading.Timer(0.5, cluster.start, ("gpu", "--resources", "GPU=2"))
    joins.start()
    try:
        argv = ("--scheduler", cluster.address, "--wait", "50")
        assert command(bodies.process, *argv, resources={"GPU": 2}).status == 0
    finally:
        joins.join()
        cluster.workers.pop("gpu").stop()


@pytest.mark.parametrize(
    "needs",
    [needing(), needing(GPU=1), needing(GPU=0.5), needing("gpu-1", GPU=1), needing("10.0.0.2"),
     needing("tcp://10.0.0.2:4000", MEM=8e9), needing("10.0.0.3:4000"), needing("no", "big"),
     needing("no", others=True), needing("no", others=True, GPU=1), Needs(priority=3)],
)  # fmt: skip
def test_needs_that_are_met(needs: Needs) -> None:
    assert unmet({"a": needs}, WORKERS) == []


GPU, BIG = "gpu-1 (tcp://10.0.0.1:4000)", "big (tcp://10.0.0.2:4000)"
NUMBERED = "tcp://10.0.0.3:4000"
ALL = f"there are {GPU}, {BIG}, {NUMBERED}"


@pytest.mark.parametrize(
    ("needs", "line"),
    [
        (needing(GPU=2), f"GPU=2; {GPU} has GPU=1, {BIG} has MEM=8e+09, {NUMBERED} has none"),
        (needing("big", GPU=1), f"GPU=1 on the worker big; {BIG} has MEM=8e+09"),
        (needing("gpu-2", "gpu-3"), f"one of the workers gpu-2, gpu-3; {ALL}"),
        (needing("0"), f"the worker 0; {ALL}"),  # a number, which Dask does not find by its text
    ],
)
def test_needs_that_are_not(needs: Needs, line: str) -> None:
    assert unmet({"a": needs}, WORKERS) == [f"\n  a needs {line}"]


def test_nodes_that_need_the_same_are_told_together() -> None:
    needs = {name: needing(GPU=2) for name in "abcde"} | {"f": needing(GPU=3, MEM=1)}
    first, second = unmet(needs, WORKERS)
    assert first.startswith("\n  a, b, c and 2 more need GPU=2; ")
    assert second.startswith("\n  f needs GPU=3, MEM=1; gpu-1 (tcp://10.0.0.1:4000) has GPU=1, ")
    assert remedy_of(needs, WORKERS) == (
        'start one with `dask worker SCHEDULER --resources "GPU=3 MEM=1"`'
    )
