"""Pipelines by name, by id, by reference."""

from pathlib import Path

import pytest

from dagcompile.diagnostics import CompileError
from dagcompile.project.config import Project, Settings, load_project
from dagcompile.project.selection import Selected, selected

LIST = (
    "name one as module:function, or list yours under [tool.dagcompile.pipelines], pyproject.toml"
)


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


@pytest.mark.parametrize(
    ("text", "why", "fix", "line"),
    [
        (None, "there is no pyproject.toml in {}", LIST, None),
        ("[project]\n", "pyproject.toml has no [tool.dagcompile]", LIST, None),
        ("[tool.dagcompile]\n", "pyproject.toml lists none", LIST, None),
        ("[tool.mypy]\n", "pyproject.toml has no [tool.dagcompile]", LIST, None),
        (
            "[project]\n[tool.dagcompiler.pipelines]\n",
            "pyproject.toml has no [tool.dagcompile]",
            "did you mean [tool.dagcompile] instead of [tool.dagcompiler]?",
            2,
        ),
        (
            "[dagcompile]\n",
            "pyproject.toml has no [tool.dagcompile]",
            "did you mean [tool.dagcompile] instead of [dagcompile]?",
            1,
        ),
    ],
)
def test_nothing_to_select_is_an_error_that_says_what_was_read(
    tmp_path: Path, text: str | None, why: str, fix: str, line: int | None
) -> None:
    if text is not None:
        (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(CompileError) as caught:
        selected(load_project(tmp_path))
    (told,) = caught.value.diagnostics
    message = f"there is no pipeline to work on: {why.format(tmp_path)}"
    assert (told.code, told.message, told.fix) == ("DC614", message, fix)
    assert [each.place and each.place.line for each in told.labels] == [line] * (line is not None)


def test_where_projects_lie_below_they_are_named(tmp_path: Path) -> None:
    for folder, table in {"prod": "", "a b/cons": "", "lib": "er", ".hidden": ""}.items():
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "pyproject.toml").write_text(f"[tool.dagcompile{table}]\n")
    with pytest.raises(CompileError) as caught:
        selected(load_project(tmp_path))
    assert caught.value.diagnostics[0].fix == (
        "say which of the projects below, before the verb:"
        f" dagcompile --project '{tmp_path}/a b/cons' or --project {tmp_path}/prod"
    )
