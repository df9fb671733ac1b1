"""What is asked of a cluster before a run, and what is said where it is not there."""

import importlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from clusters import Cluster, Command, other, without_dagcompile

import dagcompile
from tests.runtime import bodies


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster to which a test adds a worker that is not as the others."""
    with Cluster(tmp_path_factory.mktemp("odd"), workers=1) as made:
        yield made


# --- imports -----------------------------------------------------------------------------------


def test_modules_that_nobody_has_are_told_once(
    cluster: Cluster, command: Command, local: Path
) -> None:
    (local / "only_here").mkdir()
    (local / "only_here/__init__.py").write_text("")
    (local / "only_here/ops.py").write_text("def op(_):\n    return 1\n")
    (local / "only_here/kinds.py").write_text("class Kind: ...\n")
    kind = importlib.import_module("only_here.kinds").Kind()
    said = command(
        importlib.import_module("only_here.ops").op, "--scheduler", cluster.address, inputs=(kind,)
    )
    assert said.status == 4
    everywhere = "(on the scheduler and all 2 workers)"
    assert said.err.splitlines() == [
        f"daily: the cluster of {cluster.address} cannot import what the run uses",
        f"  only_here.kinds, only_here.ops: No module named 'only_here' {everywhere}",
        "install it where the scheduler and the workers run, or put it on their PYTHONPATH; or",
        "  --upload sends your own packages with the run, and dagcompile",
        "  client.register_plugin(distributed.PipInstall([...])) has Dask install it from an index",
    ]


def test_a_module_that_fails_there_is_told_by_what_it_raises(
    odd: Cluster, command: Command, local: Path, tmp_path: Path
) -> None:
    (local / "fussy.py").write_text("def op():\n    return 1\n")
    (tmp_path / "there").mkdir()
    (tmp_path / "there/fussy.py").write_text("raise ValueError('not on\\na worker')\n")
    op = importlib.import_module("fussy").op
    with other(odd, tmp_path / "there", *sys.path) as address:
        said = command(op, "--scheduler", odd.address)
    assert said.status == 4
    assert f"\n  fussy: ValueError: not on a worker (on worker odd ({address}))\n" in said.err
    assert "fussy: No module named 'fussy' (on the scheduler and worker w0 (tcp://" in said.err


def test_a_worker_without_dagcompile(odd: Cluster, command: Command, tmp_path: Path) -> None:
    with other(odd, without_dagcompile(tmp_path)) as address:
        said = command(bodies.process, "--scheduler", odd.address)
    assert said.status == 4
    lack = "  dagcompile.runtime.dask.graph.tasks: No module named 'dagcompile'"
    assert "  tests.runtime.bodies: No module named 'tests'" in said.err
    assert f"{lack} (on worker odd ({address}))" in said.err.splitlines()


def test_a_worker_with_another_dagcompile(odd: Cluster, command: Command, tmp_path: Path) -> None:
    copy = tmp_path / "older/dagcompile"
    shutil.copytree(Path(dagcompile.__file__).parent, copy, ignore=shutil.ignore_patterns("*.pyc"))
    with (copy / "runtime/node.py").open("a") as file:
        file.write("\nOLDER = True\n")
    with other(odd, tmp_path / "older", *sys.path) as address:
        said = command(bodies.process, "--scheduler", odd.address)
    assert said.status == 4
    first, second, last = said.err.splitlines()
    assert first.startswith(f"daily: the cluster of {odd.address} has another dagcompile than this")
    assert second.startswith("  ")
    assert second.endswith(f" on worker odd ({address})")
    assert last == "install the same one there, or send this one: --upload"


# --- code that is not the same -----------------------------------------------------------------


def test_other_code_there_is_a_warning_and_runs(
    odd: Cluster, command: Command, local: Path, tmp_path: Path
) -> None:
    text = "from edited import helper\ndef op():\n    return helper.WHOSE\n"
    for folder, whose in ((local, "mine"), (tmp_path / "there", "theirs")):
        (folder / "edited").mkdir(parents=True)
        (folder / "edited/__init__.py").touch()
        (folder / "edited/flow.py").write_text(text)
        (folder / "edited/helper.py").write_text(f"WHOSE = {whose!r}\n")
    op = importlib.import_module("edited.flow").op
    paths = [str(tmp_path / "there"), *sys.path]
    with Cluster(tmp_path, workers=1, path=paths) as made:
        said = command(op, "--scheduler", made.address)
        (tmp_path / "there/edited/helper.py").write_text("WHOSE = 'mine'\n")
        again = command(op, "--scheduler", made.address)
    assert (said.status, said.out) == (0, '"theirs"\n')
    everywhere = "on the scheduler and the only worker"
    assert said.err.startswith(
        f"daily: warning: edited.helper {everywhere} is not the code that is here, and runs as it "
        "is there; to run yours: --upload\n"
    )
    assert (again.status, again.out) == (0, '"theirs"\n')
    assert again.err.startswith(
        f"daily: warning: edited.helper {everywhere} was changed after it had been loaded there, "
        "and runs as it was; to have it loaded again: client.restart()\n"
    )


def test_the_same_code_is_no_warning(cluster: Cluster, command: Command) -> None:
    said = command(bodies.process, "--scheduler", cluster.address)
    assert (said.status, said.err) == (0, "")
