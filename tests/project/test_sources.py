"""Which files a project's pipelines come from."""

from pathlib import Path

import pytest
from commands import Scaffold

from dagcompile.project.config import load_project
from dagcompile.project.sources import Sources, sources_of

SETTINGS = """
    [tool.dagcompile]
    path = ["src"]
    [tool.dagcompile.pipelines]
    daily = "app.pipelines:daily"
    other = "outside.pipelines:other"
    lost = "nowhere:lost"
"""


def test_folders_with_modules_below_the_path_count(scaffold: Scaffold) -> None:
    names = """
        src/app/pipelines.py src/app/deep/ops.py src/app/data/rows.csv src/alone.py
        src/generated/python/daily_script.py src/.hidden/x.py src/app/__pycache__/x.py
        src/node_modules/x/y.py src/env/pyvenv.cfg src/env/lib/x.py beside/x.py
    """.split()
    settings = f"{SETTINGS}\n    [tool.dagcompile.target.python]".replace(
        'path = ["src"]', 'path = ["src"]\n    out = "src/generated"'
    )
    folder = scaffold({"pyproject.toml": settings, **dict.fromkeys(names, "")})
    found = sources_of(load_project(folder))
    src = folder / "src"
    assert found.folders == {src, src / "app", src / "app/deep"}
    assert found.settings == folder / "pyproject.toml"
    assert found.watched() == (folder, src, src / "app", src / "app/deep")


def test_a_package_that_stands_elsewhere_counts_too(
    scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = scaffold(
        {
            "project/pyproject.toml": SETTINGS,
            "project/src/app/pipelines.py": "",
            "elsewhere/outside/__init__.py": "raise SystemExit('imported')",
            "elsewhere/outside/deep/ops.py": "",
        }
    )
    monkeypatch.syspath_prepend(folder / "elsewhere")
    found = sources_of(load_project(folder / "project"))
    outside = folder / "elsewhere/outside"
    assert {outside, outside / "deep"} <= found.folders
    assert folder / "elsewhere" not in found.folders


def test_what_matters_are_modules_and_settings() -> None:
    sources = Sources(folders=frozenset([Path("/p/app")]), settings=Path("/p/pyproject.toml"))
    assert sources.matters(Path("/p/app/ops.py"))
    assert sources.matters(Path("/p/pyproject.toml"))
    assert not sources.matters(Path("/p/setup.py"))
    assert not sources.matters(Path("/p/app/rows.csv"))
    assert not sources.matters(Path("/p/app/deep/ops.py"))
    assert not sources.matters(Path("/p/app/pyproject.toml"))


def test_a_project_without_settings_has_the_modules_of_its_folder(scaffold: Scaffold) -> None:
    folder = scaffold({"flow.py": ""})
    found = sources_of(load_project(folder))
    assert found.folders == {folder}
    assert found.settings is None
