"""A pipeline that cannot be loaded is told of at the line of the project file that lists it."""

from pathlib import Path

import pytest
from commands import FLOW, Scaffold

from dagcompile.authoring import LoadError
from dagcompile.diagnostics import Diagnostic
from dagcompile.project.building import build_pipelines
from dagcompile.project.config import load_project
from dagcompile.project.listing import listed


def refusal(folder: Path) -> Diagnostic:
    (failed,) = build_pipelines(load_project(folder), targets=["python"]).failed
    (listing,) = listed(load_project(folder))
    assert isinstance(failed.error, LoadError)
    assert listing.error is not None
    assert listing.error.diagnostics == failed.error.diagnostics
    (diagnostic,) = failed.error.diagnostics
    return diagnostic


def project(scaffold: Scaffold, file: str, *, reference: str, settings: str = "") -> Path:
    table = f"[tool.dagcompile]\n{settings}\npipelines.p = '{reference}'\n"
    return scaffold({"pyproject.toml": table, file: FLOW})


@pytest.mark.parametrize(
    ("file", "reference", "settings", "said"),
    [
        ("src/w.py", "w:p", "", '`w` is in src: add `path = ["src"]`'),
        ("src/w/__init__.py", "w.deep:p", "", '`w` is in src: add `path = ["src"]`'),
        ("a/b/w.py", "w:p", "path = ['.']", '`w` is in a/b: make it `path = [".", "a/b"]`'),
    ],
)
def test_the_folder_that_holds_the_module_is_named(
    file: str, reference: str, settings: str, said: str, scaffold: Scaffold
) -> None:
    told = refusal(project(scaffold, file, reference=reference, settings=settings))
    assert (told.code, told.fix) == ("DC141", f"{said} in [tool.dagcompile]")


@pytest.mark.parametrize(
    ("file", "reference", "code"),
    [
        ("w.py", "v:p", "DC141"),
        ("w.py", "w.deep:p", "DC141"),
        ("w.py", "w:nothing", "DC143"),
        ("w.py", "w:double", "DC144"),
    ],
)
def test_the_line_that_lists_it_is_shown(
    file: str, reference: str, code: str, scaffold: Scaffold
) -> None:
    told = refusal(project(scaffold, file, reference=reference))
    assert told.code == code
    assert "path = [" not in told.fix
    place = told.labels[-1].place
    assert place is not None
    assert (Path(place.file).name, place.line) == ("pyproject.toml", 3)


def test_a_mistake_in_the_module_is_not_one_of_the_list(scaffold: Scaffold) -> None:
    told = refusal(scaffold({
        "pyproject.toml": "[tool.dagcompile.pipelines]\np = 'w:p'\n",
        "w.py": "1 / 0\n",
    }))  # fmt: skip
    assert told.code == "DC142"
    assert [Path(each.place.file).name for each in told.labels if each.place] == ["w.py"]
