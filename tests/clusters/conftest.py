"""One cluster of two worker processes for all tests of a session that do not break it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from clusters import Cluster, Command
from clusters.commands import RUNNING


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers of one thread each, with nannies. A test leaves it as it was."""
    with Cluster(tmp_path_factory.mktemp("dask")) as made:
        yield made


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A worker `big` with a GPU, and one `small` without."""
    with Cluster(tmp_path_factory.mktemp("uneven"), workers=0) as made:
        made.start("big", "--resources", "GPU=1")
        made.start("small")
        made.ready()
        yield made


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    return Command(capsys, tmp_path / "events")


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of modules that only this process has."""
    folder = tmp_path / "local"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        if str(folder) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


@pytest.fixture(autouse=True)
def _none_is_left() -> Iterator[None]:
    """Commands that a test has started end with it."""
    yield
    while RUNNING:
        RUNNING.pop().kill()
