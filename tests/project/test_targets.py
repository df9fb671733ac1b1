"""The targets of a project, and their options."""

from pathlib import Path

import pytest
from commands import Scaffold

from dagcompile.diagnostics import CompileError
from dagcompile.project import targets
from dagcompile.project.config import Project, Settings, load_project
from dagcompile.project.targets import chosen_targets, options_of
from dagcompile.target import Found, Target

INSTALLED = "installed are: airflow, dask, notes, python"


def project(scaffold: Scaffold, text: str) -> Project:
    return load_project(scaffold({"pyproject.toml": f"[tool.dagcompile]\n{text}"}))


def test_without_a_word_every_installed_target_is_chosen(
    scaffold: Scaffold, plugged: Target
) -> None:
    chosen = [each.target for each in chosen_targets(project(scaffold, ""))]
    assert plugged in chosen
    assert {"airflow", "dask", "python"} <= {each.name for each in chosen}


def test_options_are_those_of_the_target(scaffold: Scaffold, plugged: Target) -> None:
    text = '[tool.dagcompile.target.notes]\nlevel = 3\ntags = ["a"]'
    options = options_of(project(scaffold, text), plugged)
    assert options.model_dump() == {"folder": "notes", "guards": None, "level": 3, "tags": ("a",)}


def test_the_table_of_a_target_outweighs_the_project(scaffold: Scaffold, plugged: Target) -> None:
    here = project(scaffold, 'guards = "inline"')
    assert options_of(here, plugged).guards == "inline"
    there = '[tool.dagcompile]\nguards = "inline"\n[tool.dagcompile.target.notes]\nguards = "off"'
    assert options_of(load_project(scaffold({"pyproject.toml": there})), plugged).guards == "off"


def test_everything_that_is_wrong_is_told(scaffold: Scaffold, plugged: Target) -> None:
    text = """targets = ["notes", "dsak"]
[tool.dagcompile.target.notes]
levle = 2
tags = [1]
[tool.dagcompile.target.nots]
"""
    with pytest.raises(CompileError) as caught:
        chosen_targets(project(scaffold, text))
    found = [
        (each.code, each.message, each.fix, place.line)
        for each in caught.value.diagnostics
        if (place := each.labels[0].place)
    ]
    assert found == [
        ("DC502", "there is no target 'dsak'", f"did you mean dask? {INSTALLED}", 2),
        ("DC504", "tool.dagcompile.target.notes.tags.0: expected a text, got a number", "", 5),
        (
            "DC504",
            "there is no setting tool.dagcompile.target.notes.levle",
            "did you mean level? settings are: folder, guards, level, tags",
            4,
        ),
        ("DC502", "there is no target 'nots'", f"did you mean notes? {INSTALLED}", 6),
    ]


def test_tables_are_read_when_no_target_is_named(scaffold: Scaffold, plugged: Target) -> None:
    with pytest.raises(CompileError) as caught:
        chosen_targets(project(scaffold, "[tool.dagcompile.target.nots]"))
    assert [each.code for each in caught.value.diagnostics] == ["DC502"]


def test_names_outweigh_the_project(scaffold: Scaffold, plugged: Target) -> None:
    (chosen,) = chosen_targets(project(scaffold, 'targets = ["dask"]'), names=["notes", "notes"])
    assert chosen.target is plugged


def test_no_target_at_all_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "found_targets", lambda: Found(targets=(), problems=()))
    with pytest.raises(CompileError) as caught:
        chosen_targets(Project(folder=tmp_path, settings=Settings()))
    assert [each.code for each in caught.value.diagnostics] == ["DC502"]
