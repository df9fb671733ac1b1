"""Workers of other versions than the process that starts a run."""

import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from clusters import Cluster, Command, other
from pythons import python_of

from dagcompile.runtime.dask.cluster.versions import differing, remedy
from tests.runtime import bodies

DASK = version("dask")
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster to which a test adds a worker of other versions."""
    with Cluster(tmp_path_factory.mktemp("versions"), workers=1) as made:
        yield made


@pytest.mark.packaging
def test_a_worker_of_another_release_of_dask(
    odd: Cluster, command: Command, tmp_path: Path
) -> None:
    installed(tmp_path, "--no-deps", "dask==2026.7.1", "distributed==2026.7.1")
    with other(odd, tmp_path, *sys.path) as address:
        said = command(bodies.process, "--scheduler", odd.address)
    assert said.status == 4
    assert said.lines[0] == (
        f"daily: the cluster of {odd.address} has other versions, which may not read what this "
        "process writes"
    )
    elsewhere = "where the others run, or install their version here"
    assert said.lines[1:] == [
        f"  dask is {DASK} here, 2026.7.1 on worker odd ({address})",
        f"  distributed is {DASK} here, 2026.7.1 on worker odd ({address})",
        f'run `pip install "dask=={DASK}" "distributed=={DASK}"` {elsewhere}',
    ]


@pytest.mark.packaging
def test_a_worker_of_another_python(odd: Cluster, command: Command, tmp_path: Path) -> None:
    python, minor = another_python()
    wheels = ("--only-binary=:all:", f"--python-version={minor}")
    installed(tmp_path, *wheels, f"dask=={DASK}", f"distributed=={DASK}")
    with other(odd, tmp_path, python=python) as address:
        said = command(bodies.process, "--scheduler", odd.address)
    assert said.status == 4
    first, second, last = said.lines
    assert first.startswith(f"daily: the cluster of {odd.address} has other versions, ")
    assert second.startswith(f"  python is {HERE}.")
    assert f" here, {minor}." in second
    assert second.endswith(f" on worker odd ({address})")
    assert last == "run both with the same minor version of Python"


def installed(folder: Path, *packages: str) -> None:
    """Have pip install `packages` into `folder`."""
    pip = (sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check")
    subprocess.run([*pip, "--target", str(folder), *packages], check=True, timeout=120)


def another_python() -> tuple[str, str]:
    """One of another minor version, if this machine has any that Dask runs on."""
    for minor in (f"3.{number}" for number in range(10, 20)):
        python = python_of(minor) if minor != HERE else None
        if python:
            return python, minor
    pytest.skip("no other Python is on this machine")


# --- what differs ------------------------------------------------------------------------------


def versions(*, scheduler: dict[str, Any] | None = None, **workers: dict[str, Any]) -> Any:
    """As Dask tells them: the same everywhere, but for what is said."""
    same = {"python": "3.11.7.final.0", "dask": "2026.8.0", "distributed": "2026.8.0",
            "cloudpickle": "3.1.2", "msgpack": "1.2.4", "numpy": "2.4.6", "lz4": None}  # fmt: skip
    return {
        "client": {"packages": same},
        "scheduler": {"packages": {**same, **(scheduler or {})}},
        "workers": {
            f"tcp://{name}": {"packages": {**same, **each}} for name, each in workers.items()
        },
    }


def said(asked: Any, *libraries: str) -> list[tuple[str, bool]]:
    workers = {each: {"name": each} for each in asked["workers"]}
    return [(each.line(workers), each.breaks) for each in differing(asked, libraries)]


def test_the_same_versions() -> None:
    assert said(versions(a={}, b={}), "numpy") == []


@pytest.mark.parametrize(
    ("package", "version", "breaks"),
    [("python", "3.12.0.final.0", True), ("dask", "2026.9.0", True), ("dask", "2026.8.1", False),
     ("distributed", "2025.8.0", True), ("cloudpickle", "3.0.0", False), ("msgpack", "1.1", False)],
)  # fmt: skip
def test_what_breaks_and_what_may_matter(package: str, version: str, breaks: bool) -> None:
    ((line, broken),) = said(versions(scheduler={package: version}, a={}))
    assert line.startswith(f"{package} is ")
    assert line.endswith(f" here, {version.removesuffix('.final.0')} on the scheduler")
    assert broken == breaks


def test_what_makes_no_difference() -> None:
    assert said(versions(a={"python": "3.11.9.final.0"})) == []
    assert said(versions(a={"numpy": "1.0"})) == []  # of which the run sends no values
    assert said(versions(scheduler={"numpy": "1.0"}, a={}), "numpy") == []
    assert said(versions(a={"numpy": None}), "numpy") == []  # importing it says more
    assert said(versions(a={"lz4": "1"}), "lz4") == []


def test_hosts_are_told_together() -> None:
    asked = versions(a={"numpy": "1.0"}, b={}, c={"numpy": "1.0"}, d={"numpy": "2.0"})
    ((line, _),) = said(asked, "numpy")
    assert line == (
        "numpy is 2.4.6 here, 1.0 on 2 of 4 workers (tcp://a, tcp://c), 2.0 on worker tcp://d"
    )


def test_what_to_do_about_both() -> None:
    asked = versions(a={"python": "3.12.0.final.0", "dask": "2026.9.0"})
    assert remedy(list(differing(asked, ()))) == (
        'run both with the same minor version of Python; run `pip install "dask==2026.8.0"` where '
        "the others run, or install their version here"
    )
