"""Values that runs share on a cluster: made once, told of in each run, and gone with the last."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import placed
import pytest
from clusters import Cluster, load_dask, soon, write_dask

from dagcompile.runtime.events import Event
from dagcompile.runtime.report import Report
from dagcompile.runtime.v1.dask import execute


class Watching:
    """Somebody who watches a run."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.heard: list[Event] = []

    def __call__(self, event: Event, /) -> None:
        self.events.append(event)

    def hear(self, message: Event, /) -> None:
        self.heard.append(message)


@pytest.fixture
def paths(tmp_path: Path) -> Any:
    """The params by which steps know where to tell that they ran, and what to wait for."""
    (tmp_path / "gate").touch()
    return {"log": str(tmp_path / "ran"), "gate": str(tmp_path / "gate")}


def ran(paths: Any) -> list[str]:
    """The steps that ran, and where."""
    return Path(paths["log"]).read_text().splitlines()


def test_a_sweep_loads_once_where_the_resources_are(
    uneven: Cluster, tmp_path: Path, paths: Any
) -> None:
    swept = load_dask(write_dask(placed.swept, tmp_path))
    alphas = (0.5, 1.0, 1.5, 2.0)
    with uneven.client() as client:
        futures = client.compute([swept(alpha=alpha, **paths) for alpha in alphas])
        assert client.gather(futures) == [1.5, 3.0, 4.5, 6.0]
    lines = ran(paths)
    assert [each for each in lines if each.startswith("loaded")] == ["loaded big"]
    assert sum(each.startswith("scaled") for each in lines) == len(alphas)


def test_two_runs_at_once_share_a_value_and_each_tells_of_it(
    uneven: Cluster, tmp_path: Path, paths: Any
) -> None:
    swept, gate = load_dask(write_dask(placed.swept, tmp_path)), Path(paths["gate"])
    gate.unlink()
    watching = {"one": Watching(), "two": Watching()}

    def run(id_: str, alpha: float) -> Report:
        sinks = (watching[id_],)
        return execute(
            swept, scheduler=uneven.address, run_id=id_, sinks=sinks, alpha=alpha, **paths
        )

    with ThreadPoolExecutor(2) as pool:
        reports = [pool.submit(run, *each) for each in (("one", 1.0), ("two", 2.0))]
        soon(lambda: sum(each.startswith("swept") for each in uneven.tasks()) == 2)
        gate.touch()
        results = [each.result().results["result"] for each in reports]
    assert results == [3.0, 6.0]
    assert [each for each in ran(paths) if each.startswith("loaded")] == ["loaded big"]
    for id_, watcher in watching.items():
        events = watcher.events
        assert {each["run"] for each in (*events, *watcher.heard)} == {id_}
        lines = [each for each in watcher.heard if each["event"] == "line"]
        assert [(each["node"], each["worker"], each["text"]) for each in lines] == [
            ("loaded", "big", "loading 1")
        ]
        assert [each["event"] for each in events if each.get("node") == "loaded"] == [
            "started", "returned", "guard",
        ]  # fmt: skip
        assert [each["event"] for each in events if each.get("node") == "scaled"] == [
            "started", "returned", "guard",
        ]  # fmt: skip
    soon(lambda: not [each for each in uneven.tasks() if "loaded" in each])
    assert "run_spec" not in uneven.scheduler.log.read_text()


def test_a_collection_that_is_persisted_is_computed_no_more(
    uneven: Cluster, tmp_path: Path, paths: Any
) -> None:
    swept = load_dask(write_dask(placed.swept, tmp_path))
    with uneven.client() as client:
        kept = client.persist(swept(alpha=2.0, **paths))
        assert [client.compute(kept).result() for _ in range(2)] == [6.0, 6.0]
        assert len(ran(paths)) == 2
        # Nothing needs what is within it any more, so another run makes that anew.
        assert client.compute(swept(alpha=3.0, **paths)).result() == 9.0
        assert len(ran(paths)) == 4
        del kept


def test_another_param_is_another_value(uneven: Cluster, tmp_path: Path, paths: Any) -> None:
    swept: Any = load_dask(write_dask(placed.swept, tmp_path))
    with uneven.client() as client:
        futures = client.compute([swept(day=day, **paths) for day in (1, 2, 2)])
        assert client.gather(futures) == [3.0, 5.0, 5.0]
    assert sum(each.startswith("loaded") for each in ran(paths)) == 2


def test_a_value_is_made_again_where_its_worker_was_lost(
    uneven: Cluster, tmp_path: Path, paths: Any
) -> None:
    swept, gate = load_dask(write_dask(placed.swept, tmp_path)), Path(paths["gate"])
    gate.unlink()
    told: list[Event] = []
    with ThreadPoolExecutor(1) as pool:
        report = pool.submit(
            execute, swept, scheduler=uneven.address, run_id="lost", sinks=(told.append,), **paths
        )
        soon(lambda: Path(paths["log"]).exists())
        uneven.kill("big")
        gate.touch()
        assert report.result().results == {"result": 3.0}
    assert ran(paths).count("loaded big") == 2
    assert [each["event"] for each in told if each.get("node") == "loaded"] == [
        "started", "returned", "guard",
    ]  # fmt: skip


def test_where_a_shared_step_failed_is_told(uneven: Cluster, tmp_path: Path, paths: Any) -> None:
    broken = load_dask(write_dask(placed.broken, tmp_path))
    report = execute(broken, scheduler=uneven.address, sinks=(), log=paths["log"])
    failed = report.nodes["breaks"]
    assert (failed.outcome, report.nodes["follows"].outcome) == ("failed", "not_run")
    assert "ValueError: not today" in str(failed.traceback)
    with uneven.client() as client:
        assert failed.worker == uneven.addresses(client)["small"]
