"""Pipelines by name, by id, by reference."""

from pathlib import Path

import pytest

from dagcompile.diagnostics import CompileError
from dagcompile.project.config import Project, Settings
from dagcompile.project.selection import Selected, selected


def project(folder: Path, pipelines: dict[str, str]) -> Project:
    return Project(folder=folder, settings=Settings(pipelines=pipelines))


def test_all_are_selected_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = selected(project(tmp_path, {"b": "m:b", "a": "m:a"}))
    assert [each.name for each in found] == ["b", "a"]


def test_names_and_references_are_selected_once(tmp_path: Path) -> None:
    found = selected(project(tmp_path, {"a": "m:a"}), ["n:x", "a", "a"])
    assert found == (Selected(name="n:x", reference="n:x"), Selected(name="a", reference="m:a"))


def test_the_id_of_a_pipeline_is_a_name_too(flow: Path) -> None:
    here = project(flow, {"lost": "lost:lost", "twice": "flow:doubled"})
    assert selected(here, ["doubled"]) == (Selected(name="doubled", reference="flow:doubled"),)


def test_every_unknown_name_is_told_with_the_nearest(tmp_path: Path) -> None:
    here = project(tmp_path, {"daily": "m:daily", "weekly": "m:weekly"})
    with pytest.raises(CompileError) as caught:
        selected(here, ["dayly", "daily", "xyz"])
    too = "; one that is not listed can be named as module:function"
    assert [(each.code, each.fix) for each in caught.value.diagnostics] == [
        ("DC613", f"did you mean daily? its pipelines are: daily, weekly{too}"),
        ("DC613", f"its pipelines are: daily, weekly{too}"),
    ]


def test_nothing_to_select_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CompileError) as caught:
        selected(Project(folder=tmp_path))
    assert [each.code for each in caught.value.diagnostics] == ["DC614"]
