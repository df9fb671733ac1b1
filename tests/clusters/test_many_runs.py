"""Several runs on one cluster: at once, and one after another."""

import json
from pathlib import Path

from clusters import Cluster, soon
from faulty import pipelines

from tests.clusters.held import Held
from tests.clusters.starting import start


def folders(home: Path, number: int) -> list[Path]:
    made = [home / f"r{each}" for each in range(number)]
    for each in made:
        each.mkdir()
    return made


def test_two_runs_with_different_params_at_once_are_both_right(
    cluster: Cluster, tmp_path: Path
) -> None:
    one, other = folders(tmp_path, 2)
    runs = [start(pipelines.counted, cluster, each, "--number", str(number))
            for number, each in enumerate((one, other), start=1)]  # fmt: skip
    # Each waits until both have begun, so that the cluster has both.
    for each in (one, other):
        Held(each).begun("first")
    for each in (one, other):
        Held(each).go("first")
    results = []
    for run in runs:
        ended = run.ended()
        assert ended.status == 0, ended.err
        results.append(json.loads(ended.out))
        names = {each["run"] for each in run.told.events()}
        assert len(names) == 1
        assert run.told.kinds("first") == ["started", "returned", "guard"]
    assert results == [2, 3]


def test_two_runs_of_one_name_at_once_are_refused(cluster: Cluster, tmp_path: Path) -> None:
    first, same, other, apart = folders(tmp_path, 4)
    name = ("--run-id", "nightly")
    run = start(pipelines.counted, cluster, first, "--number", "1", *name)
    Held(first).begun("first")
    # The same folder gives the same params, and so the same keys.
    again = start(pipelines.counted, cluster, first, "--number", "1", *name).ended()
    another = start(pipelines.counted, cluster, other, "--number", "2", *name).ended()
    for ended in (again, another):
        assert ended.status == 4, ended.err
        assert "a run of counted is on the cluster already that is called nightly" in ended.err
        assert "--run-id" in ended.err
    of_another = start(pipelines.quick, cluster, apart, *name).ended()
    assert (of_another.status, of_another.out) == (0, "5\n"), of_another.err
    Held(first).go("first")
    ended = run.ended()
    assert (ended.status, ended.out) == (0, "2\n"), ended.err
    assert run.told.kinds("first") == ["started", "returned", "guard"]
    assert not Held(same).pids("first")
    Held(other).go("first")
    afterwards = start(pipelines.counted, cluster, other, "--number", "2", *name).ended()
    assert (afterwards.status, afterwards.out) == (0, "3\n"), afterwards.err


def test_runs_leave_nothing_on_the_scheduler(cluster: Cluster, tmp_path: Path) -> None:
    kept = []
    for each in folders(tmp_path, 3):
        ended = start(pipelines.quick, cluster, each).ended()
        assert ended.status == 0, ended.err
        soon(lambda: not cluster.tasks())
        kept.append(cluster.sizes())
    # Prefixes are of names of ops, whose times Dask learns from one run for the next.
    assert kept[1] == kept[2]
    assert (kept[2]["tasks"], kept[2]["groups"], kept[2]["topics"]) == (0, 0, 0)
