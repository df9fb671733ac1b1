"""Projects in a folder of their own, and a target of a third party."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent

import damaged
import notes as third_party
import pytest
from commands import Scaffold
from workplace import Workplace

from dagcompile.project.targets import Chosen
from dagcompile.target import Target

FLOW = """
    from dagcompile import op, pipeline

    @op
    def double(number: int) -> int:
        return number * 2

    @pipeline
    def doubled(number: int) -> int:
        '''Twice a number.

        And nothing else.
        '''
        return double(number)
"""


@pytest.fixture
def notes() -> Chosen:
    """A third party's target, chosen without being installed."""
    return Chosen(target=third_party.TARGET, options=third_party.NotesOptions())


@pytest.fixture
def plugged(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Target:
    """The same target, installed: its distribution brings an entry point."""
    installed = tmp_path_factory.mktemp("installed")
    info = installed / "notes-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: notes\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[dagcompile.targets]\nnotes = notes:TARGET\n")
    monkeypatch.syspath_prepend(installed)
    return third_party.TARGET


@pytest.fixture
def scaffold(tmp_path: Path) -> Iterator[Scaffold]:
    """Writes files, their text dedented; their modules are forgotten afterwards."""

    def write(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dedent(text))
        return tmp_path

    yield write
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None) or "").startswith(str(tmp_path)):
            del sys.modules[name]


@pytest.fixture
def flow(scaffold: Scaffold) -> Path:
    """A project with one pipeline."""
    settings = """
        [tool.dagcompile.pipelines]
        doubled = "flow:doubled"
    """
    return scaffold({"pyproject.toml": settings, "flow.py": FLOW})


@pytest.fixture
def place(scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """The project that suffers damage: of two pipelines, and built, in no repository."""
    folder = scaffold({"flow.py": damaged.FLOW, "pyproject.toml": damaged.SETTINGS})
    place = Workplace(folder, monkeypatch)
    assert place("dagcompile build") == 0
    return place
