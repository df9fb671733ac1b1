"""What decides over all pipelines: another of it is another environment."""

import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from commands import Scaffold

from dagcompile.project.cache import environment, habits, roots
from dagcompile.project.cache.environment import environment_digest


@pytest.fixture
def installed(scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of distributions; what is known of it is forgotten afterwards."""
    folder = scaffold({"made.py": ""})
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(roots, "_covered", set())
    environment._editable.cache_clear()
    yield folder
    environment._editable.cache_clear()


def test_it_is_the_same_until_something_changes(installed: Path, scaffold: Scaffold) -> None:
    bare = environment_digest()
    assert environment_digest() == bare
    scaffold({"made.py": "1", "other.py": ""})  # the author's, known by content elsewhere
    assert environment_digest() == bare


def test_a_distribution_is_known_by_the_list_of_its_files(
    installed: Path, scaffold: Scaffold
) -> None:
    told = [environment_digest()]
    for record in ("notes.py,sha256=a,1\n", "notes.py,sha256=b,1\n"):
        scaffold({"notes-1.0.dist-info/RECORD": record})
        told.append(environment_digest())
    scaffold({"notes.pth": "import notes"})
    told.append(environment_digest())
    assert len(set(told)) == len(told)


def test_what_is_put_among_the_installed_without_a_list_counts(
    installed: Path, scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch
) -> None:
    scaffold({"site-packages/rates.py": ""})
    monkeypatch.syspath_prepend(installed / "site-packages")
    first = environment_digest()
    assert environment_digest() == first
    scaffold({"site-packages/faster.py": ""})
    assert environment_digest() != first


def test_what_adds_to_the_compiler_and_is_editable_counts_by_content(
    installed: Path, scaffold: Scaffold
) -> None:
    scaffold(
        {
            "adding-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: adding\nVersion: 1.0\n",
            "adding-1.0.dist-info/entry_points.txt": "[dagcompile.types]\nx = adding.kinds:X\n",
            "adding/__init__.py": "",
            "adding/kinds.py": "X = 1",
        }
    )
    first = environment_digest()
    assert not roots.is_own(str(installed / "adding/kinds.py"))
    assert roots.is_own(str(installed / "made.py"))
    scaffold({"adding/kinds.py": "X = 2"})
    assert environment_digest() != first


def test_a_distribution_in_a_folder_of_the_project_counts(
    tmp_path: Path, scaffold: Scaffold
) -> None:
    told = [environment_digest([tmp_path])]
    for name in ("notes-1.dist-info/METADATA", "rates.egg-info", "rates.egg-info.egg-link"):
        scaffold({name: "Version: 1"})
        told.append(environment_digest([tmp_path]))
    scaffold({"notes-1.dist-info/entry_points.txt": "[a]\nb=c"})
    told.append(environment_digest([tmp_path]))
    assert len(set(told)) == len(told)


_HABITS = (
    "TZ",
    "PYTHONHASHSEED",
    "PYTHONUTF8",
    "PYTHONWARNINGS",
    "PYTHONIOENCODING",
    "PYTHONPATH",
    "LANGUAGE",
    "LC_ALL",
    "LC_COLLATE",
    "LC_MONETARY",
    "LC_MESSAGES",
)


@pytest.mark.parametrize("name", _HABITS)
def test_a_habit_of_python_counts(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "0")
    first = environment_digest()
    monkeypatch.setenv(name, "1")
    assert environment_digest() != first


@pytest.mark.parametrize("name", ["PYTHONSTARTUP", "PYTHONDONTWRITEBYTECODE", "LC_TERMINAL"])
def test_what_a_terminal_or_an_editor_says_counts_for_none(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(name, raising=False)
    first = habits.habits()
    monkeypatch.setenv(name, "1")
    monkeypatch.setitem(sys._xoptions, "pycache_prefix", "/somewhere")
    assert habits.habits() == first


def test_how_python_was_started_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [repr(habits.habits())]
    monkeypatch.setattr(sys, "warnoptions", ["error"])
    told.append(repr(habits.habits()))
    monkeypatch.setitem(sys._xoptions, "utf8", "1")
    told.append(repr(habits.habits()))
    monkeypatch.setattr(habits, "_ZONE", str(tmp_path / "zone"))
    told.append(repr(habits.habits()))
    custom = tmp_path / "sitecustomize.py"
    spec = spec_from_file_location("sitecustomize", custom)
    assert spec is not None
    monkeypatch.setitem(sys.modules, "sitecustomize", module_from_spec(spec))
    for text in ("", "1"):
        custom.write_text(text)
        told.append(repr(habits.habits()))
    assert len(set(told)) == len(told)
