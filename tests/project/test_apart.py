"""Code in a work tree that is only looked at."""

import sys
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest
from strangers import stranger_in

from dagcompile.diagnostics import CompileError
from dagcompile.project import apart
from dagcompile.project.apart import without_code_of
from dagcompile.target import find_target


class Editable:
    """Finds `stranger` in a folder that is not on the path, as editable installs do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find_spec(
        self, name: str, path: object, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return PathFinder.find_spec(name, [str(self.folder)]) if name == "stranger" else None


@pytest.fixture
def ran(tmp_path: Path) -> Path:
    return stranger_in(tmp_path / "tree", "python2")


def test_what_stands_in_the_tree_is_not_found_on_the_path(
    ran: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(ran.parent)
    monkeypatch.syspath_prepend(ran.parent)
    monkeypatch.syspath_prepend(tmp_path / "link")
    before = list(sys.path)
    with without_code_of(ran.parent):
        with pytest.raises(CompileError, match="there is no target 'python2'"):
            find_target("python2")
        assert find_spec("stranger") is None
        assert find_target("python").name == "python"
    assert sys.path == before
    assert not ran.exists()
    with pytest.raises(CompileError, match="cannot be loaded"):
        find_target("python2")
    assert ran.exists()
    sys.modules.pop("stranger", None)


def test_what_is_installed_as_editable_from_the_tree_is_not_loaded(
    ran: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "site"
    installed.mkdir()
    (ran.parent / "stranger-1.dist-info").rename(installed / "stranger-1.dist-info")
    monkeypatch.syspath_prepend(installed)
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Editable(ran.parent)])
    with (
        without_code_of(ran.parent),
        pytest.raises(CompileError, match=f"stranger stands in {ran.parent}, of which no code"),
    ):
        find_target("python2")
    assert not ran.exists()


def test_an_environment_in_the_tree_is_none_of_a_branch(
    ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = ran.parent / ".venv" / "lib" / "site-packages"
    place.mkdir(parents=True)
    (place / "installed_here.py").touch()
    monkeypatch.syspath_prepend(place)
    monkeypatch.setattr(apart, "_installed", lambda: (place,))
    with without_code_of(ran.parent):
        assert find_spec("installed_here") is not None
