"""`dagcompile submit` on a cluster of processes."""

import json
import re
from pathlib import Path

import pytest
from clusters import Cluster, Told
from commands import Command, Done

EXAMPLE = Path(__file__).parents[2] / "examples/flights"
PIPELINE = "flights.pipelines:daily_delays"
DAY = ("--day", "2013-01-30")


@pytest.fixture
def dagcompile(tmp_path: Path) -> Command:
    """The command in an empty folder: the package of the example is on the path, as in workers."""
    return Command(tmp_path)


def submit(dagcompile: Command, *flags: str, **environment: str) -> Done:
    return dagcompile("submit", PIPELINE, *flags, cwd=None, **environment)


def test_the_example_submitted_gives_what_its_script_gives(
    cluster: Cluster, dagcompile: Command
) -> None:
    script = dagcompile("run", PIPELINE, *DAY, "--quiet", "--events", "script.jsonl")
    named = ("--scheduler", cluster.address, "--events", "dask.jsonl", "--run-id", "r1")
    done = submit(dagcompile, *DAY, *named)
    assert (script.status, done.status) == (0, 0), script.err + done.err + cluster.said()
    assert json.loads(done.out) == json.loads(script.out)
    here, there = (Told(dagcompile.folder / f"{each}.jsonl") for each in ("script", "dask"))
    assert there.outcomes() == here.outcomes()
    for node in here.outcomes():
        assert there.alike(node) == here.alike(node)
    assert {each["run"] for each in there.events()} == {"r1"}
    # A person is told where it runs before the first step.
    first, second, *_ = done.err.splitlines()
    assert first.startswith("daily_delays  on 2 workers, 2 threads  http://127.0.0.1:")
    assert second == "daily_delays  started  run r1"


def test_the_scheduler_is_found_by_its_file_and_by_the_settings_of_dask(
    cluster: Cluster, dagcompile: Command
) -> None:
    by_file = submit(dagcompile, *DAY, "--quiet", "--scheduler-file", str(cluster.file))
    by_settings = submit(dagcompile, *DAY, "--quiet", DASK_SCHEDULER_ADDRESS=cluster.address)
    assert (by_file.status, by_settings.status) == (0, 0), by_file.err + by_settings.err
    assert by_file.out == by_settings.out
    assert by_file.err == by_settings.err == ""


def test_a_step_that_fails_is_1(cluster: Cluster, dagcompile: Command) -> None:
    done = submit(dagcompile, "--day", "1913-01-30", "--scheduler", cluster.address)
    assert (done.status, done.out) == (1, "")
    assert re.search(r"\n  load_flights failed on w[01]\b.*: .*there is not one row", done.err), (
        done.err
    )
