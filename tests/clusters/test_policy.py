"""What a pipeline asks of Dask, on workers that differ: where steps run, what first, how often."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import dask
import placed
import pytest
from clusters import Cluster, load_dask, soon, write_dask

from dagcompile.runtime.report import Report, RunFailed
from dagcompile.runtime.v1.dask import execute

DASK: Any = dask  # most of it has no annotations


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "ran"


def run(pipeline: Any, cluster: Cluster, log: Path, **params: Any) -> Report:
    return execute(pipeline, scheduler=cluster.address, sinks=(), log=str(log), **params)


def where(log: Path) -> dict[str, set[str]]:
    """The workers on which each step or guard ran."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in log.read_text().splitlines():
        name, worker = line.split()
        found[name].add(worker)
    return found


def test_steps_run_where_their_resources_and_workers_are(
    uneven: Cluster, tmp_path: Path, log: Path
) -> None:
    report = run(load_dask(write_dask(placed.spread, tmp_path)), uneven, log)
    assert report.results == {"result": 8}
    ran = where(log)
    for each in range(4):
        assert ran[f"gpu{each}"] == {"big"}
        assert ran[f"tied{each}"] == ran[f"guard:tied{each}"] == {"big"}


def test_what_all_are_given_holds_for_all_but_for_who_says_otherwise(
    uneven: Cluster, tmp_path: Path, log: Path
) -> None:
    report = run(load_dask(write_dask(placed.tied, tmp_path)), uneven, log)
    assert report.results == {"result": 2}
    ran = where(log)
    assert ran.pop("free") == ran.pop("guard:free") == {"small"}
    assert set(ran) == {"a", "b", "guard:a", "guard:b", "joined"}
    assert set().union(*ran.values()) == {"big"}


def test_the_result_and_what_is_no_step_is_placed_too(
    uneven: Cluster, tmp_path: Path, log: Path
) -> None:
    pipeline = load_dask(write_dask(placed.tied, tmp_path))
    with uneven.client() as client:
        future = client.compute(pipeline(log=str(log)))
        assert future.result() == 2
        assert set(client.who_has([future])[future.key]) == {uneven.addresses(client)["big"]}


def test_what_has_the_higher_priority_goes_first(
    uneven: Cluster, tmp_path: Path, log: Path
) -> None:
    pipeline, gate = load_dask(write_dask(placed.ranked, tmp_path)), tmp_path / "gate"
    with uneven.client() as client:
        big = uneven.addresses(client)["big"]
        busy = client.submit(placed.waiting, str(gate), workers=[big])
        whole = client.compute(pipeline(log=str(log)))

        def all_there() -> bool:
            (waiting,) = client.processing([big]).values()
            return len(waiting) == 1 + len(placed.RANKED)

        soon(all_there)
        gate.touch()
        assert (whole.result(), busy.result()) == (len(placed.RANKED), None)
    ran = [line.split()[0] for line in log.read_text().splitlines()]
    steps = [each for each in ran if each in placed.RANKED]
    assert steps == ["top", "high", "middle", "none", "low"]


def by_compute(client: Any, pipeline: Any, log: str) -> Any:
    return client.compute(pipeline(log=log), retries=3)


def by_annotation(client: Any, pipeline: Any, log: str) -> Any:
    with DASK.annotate(retries=3):
        return client.compute(pipeline(log=log))


def by_annotation_before(client: Any, pipeline: Any, log: str) -> Any:
    with DASK.annotate(retries=3):
        made = pipeline(log=log)
    return client.compute(made)


def by_settings(client: Any, pipeline: Any, log: str) -> Any:
    with DASK.config.set({"annotations": {"retries": 3}}):
        return client.compute(pipeline(log=log))


@pytest.mark.parametrize("submit", [by_compute, by_annotation, by_annotation_before, by_settings])
def test_the_retries_of_dask_do_not_double_ours(
    submit: Any, uneven: Cluster, tmp_path: Path, log: Path
) -> None:
    pipeline = load_dask(write_dask(placed.failing, tmp_path))
    with uneven.client() as client:
        future = submit(client, pipeline, str(log))
        with pytest.raises(RunFailed, match="fails"):
            future.result()
    ran = [line.split()[0] for line in log.read_text().splitlines()]
    assert ran.count("fails") == 2
    assert ran.count("beside") == 1
