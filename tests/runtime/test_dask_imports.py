"""What the user's own modules import, and whether their files are as they were loaded."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dagcompile.runtime.dask.cluster.imports import imported_by
from dagcompile.runtime.dask.cluster.probe import probe, process

FILES = {
    "shelf/__init__.py": "",
    "shelf/flow.py": "import json, pandas\nfrom shelf.helper import K\nfrom . import near\n",
    "shelf/helper.py": "K = 1\n",
    "shelf/near.py": "def late():\n    from .deep.bottom import VALUE\n    import plain_shelf\n",
    "shelf/deep/__init__.py": "from ..helper import K\ndef no():\n    from ....nowhere import x\n",
    "shelf/deep/bottom.py": "VALUE = 0\nVALUE = 1\n",
    "shelf/unused.py": "",
    "plain_shelf.py": "from site_shelf import far\nimport dagcompile\n",
    "site-packages/site_shelf.py": "import shelf.unused\n",
}


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path / "site-packages")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    yield tmp_path
    for name in [each for each in sys.modules if "shelf" in each.partition(".")[0]]:
        del sys.modules[name]


@pytest.mark.usefixtures("shelf")
def test_those_that_are_imported_however_far_and_nothing_is_loaded() -> None:
    assert imported_by(["shelf.flow", "pandas", "__main__"]) == [
        "plain_shelf", "shelf", "shelf.deep", "shelf.deep.bottom", "shelf.helper", "shelf.near",
    ]  # fmt: skip
    assert "shelf" not in sys.modules


def test_what_is_edited_is_followed_anew(shelf: Path) -> None:
    assert imported_by(["shelf.helper"]) == ["shelf"]
    (shelf / "shelf/helper.py").write_text("import shelf.unused\n")
    assert imported_by(["shelf.helper"]) == ["shelf", "shelf.unused"]


def outdated(*names: str) -> list[str]:
    return list(probe(names[:1], names[1:], (), process())["outdated"])


def test_what_was_changed_after_it_had_been_loaded(shelf: Path) -> None:
    names = ("shelf.flow", "shelf.helper", "shelf.near", "shelf.deep.bottom")
    assert outdated(*names) == []
    assert "shelf.deep.bottom" not in sys.modules
    (shelf / "shelf/deep/bottom.py").write_text("VALUE = 2\n")  # not loaded yet
    assert outdated(*names) == []
    (shelf / "shelf/helper.py").write_text("K = 2\n")  # no function of it has changed
    assert outdated(*names) == ["shelf.helper"]
    assert outdated(*names) == ["shelf.helper"]
    importlib.import_module("shelf.deep.bottom")
    (shelf / "shelf/deep/bottom.py").write_text("VALUE = 3\n")
    assert outdated(*names) == ["shelf.helper", "shelf.deep.bottom"]


def test_what_is_forgotten_is_loaded_as_it_is_now(shelf: Path) -> None:
    names = ("shelf.flow", "shelf.helper")
    assert outdated(*names) == []
    (shelf / "shelf/helper.py").write_text("K = 2\n")
    for name in [each for each in sys.modules if each.partition(".")[0] == "shelf"]:
        del sys.modules[name]
    assert outdated(*names) == []
    assert sys.modules["shelf.helper"].K == 2
