"""`[tool.dagcompile]`: found, read strictly, and every wrong leaf told."""

from pathlib import Path

import pytest
from commands import Scaffold

from dagcompile.diagnostics import CompileError
from dagcompile.ir.records import Sample
from dagcompile.project.config import load_project

NAME = "a name has no colon, no dash in front, and is not empty"
WHOLE = """
    [project]
    name = "flights"

    [tool.dagcompile]
    out = "built"
    targets = ["python", "airflow"]
    guards = "inline"
    path = ["src"]

    [tool.dagcompile.pipelines]
    daily = "flights.pipelines:daily"
    "weekly-2" = "flights.pipelines:Group.weekly"

    [tool.dagcompile.target.airflow]
    start_date = 2024-02-29
"""


def test_every_setting_is_read(scaffold: Scaffold) -> None:
    folder = scaffold({"pyproject.toml": WHOLE, "src/x.py": ""})
    project = load_project(folder)
    assert project.file == folder / "pyproject.toml"
    assert (project.out, project.path) == (folder / "built", (folder / "src",))
    settings = project.settings
    assert (settings.targets, settings.guards) == (("python", "airflow"), "inline")
    assert settings.pipelines["weekly-2"] == "flights.pipelines:Group.weekly"
    assert settings.target["airflow"] == {"start_date": "2024-02-29"}


def test_what_is_left_out_has_a_default(scaffold: Scaffold) -> None:
    project = load_project(scaffold({"pyproject.toml": "[tool.dagcompile]"}))
    assert (project.out, project.path) == (project.folder / "generated", (project.folder,))
    assert (project.settings.targets, project.settings.guards) == (None, None)
    assert not project.settings.pipelines


def test_the_nearest_file_with_a_table_counts(
    scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch
) -> None:
    nested = {"pyproject.toml": WHOLE, "src/pyproject.toml": "[project]", "src/deep/x.py": ""}
    folder = scaffold(nested)
    monkeypatch.chdir(folder / "src" / "deep")
    assert load_project().folder == folder


def test_a_folder_that_is_named_is_the_only_one_looked_at(scaffold: Scaffold) -> None:
    folder = scaffold({"pyproject.toml": WHOLE, "src/x.py": ""})
    project = load_project(folder / "src")
    assert (project.folder, project.file) == (folder / "src", None)


def test_without_a_file_the_working_folder_is_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    project = load_project()
    assert (project.folder, project.file) == (tmp_path, None)
    assert project.path == (tmp_path,)


def problems(scaffold: Scaffold, text: str) -> list[tuple[str, str, str, int]]:
    """Code, message, repair and line of every mistake in a pyproject.toml."""
    with pytest.raises(CompileError) as caught:
        load_project(scaffold({"pyproject.toml": text}))
    assert caught.value.__cause__ is None
    return [
        (each.code, each.message, each.fix, place.line)
        for each in caught.value.diagnostics
        if (place := each.labels[0].place) is not None
    ]


def test_every_wrong_leaf_is_told_where_it_stands(scaffold: Scaffold) -> None:
    text = """\
        [tool.dagcompile]
        otu = "built"
        targets = ["python", 3]
        guards = "inlined"

        [tool.dagcompile.pipelines]
        "a b" = "flights.pipelines"
        "x:y" = "m:f"
        ok = 'm:f'
    """
    found = problems(scaffold, text)
    assert {each[0] for each in found} == {"DC611"}
    assert [each[1:] for each in found] == [
        ("tool.dagcompile.targets.1: expected a text, got a number", "", 3),
        (
            "tool.dagcompile.guards: input should be 'steps', 'inline' or 'off'",
            "did you mean inline?",
            4,
        ),
        ('tool.dagcompile.pipelines."a b": expected module:function', "", 7),
        (
            'tool.dagcompile.pipelines."x:y": ' + NAME,
            "",
            8,
        ),
        (
            "there is no setting tool.dagcompile.otu",
            (
                "did you mean out? settings are: expectations, guard-depth, guards, out, path,"
                " pipelines, target, targets"
            ),
            2,
        ),
    ]


@pytest.mark.parametrize(
    ("setting", "said", "fix"),
    [
        (
            'target = ["python"]',
            "target: expected a table, got a list",
            "did you mean targets? a table begins with [tool.dagcompile.target]",
        ),
        (
            "target.python = 3",
            "target.python: expected a table, got a number",
            "a table begins with [tool.dagcompile.target.python]",
        ),
        (
            'pipelines = ["m:f"]',
            "pipelines: expected a table, got a list",
            "a table begins with [tool.dagcompile.pipelines]",
        ),
        (
            'targets = "python"',
            "targets: expected a list, got a text",
            'write targets = ["python"]',
        ),
        ('path = "src"', "path: expected a list, got a text", 'write path = ["src"]'),
        ("out = 3", "out: expected a text, got a number", ""),
        ("out = true", "out: expected a text, got true", ""),
        ("out = {a = 1}", "out: expected a text, got a table", ""),
    ],
)
def test_a_setting_of_another_kind_is_told_as_toml_calls_it(
    scaffold: Scaffold, setting: str, said: str, fix: str
) -> None:
    found = problems(scaffold, f"[tool.dagcompile]\n{setting}\n")
    assert found == [("DC611", f"tool.dagcompile.{said}", fix, 2)]


def test_a_folder_of_the_path_must_be_there(scaffold: Scaffold) -> None:
    found = problems(scaffold, '[tool.dagcompile]\npath = [".", "scr"]')
    message = "tool.dagcompile.path: 'scr' is not a folder"
    assert found == [("DC611", message, "name folders relative to pyproject.toml", 2)]


@pytest.mark.parametrize("reference", ["m", ":f", "m:", "m:f:g", "m.:f", "m-x:f", "m: f"])
def test_a_reference_is_a_module_and_a_function(scaffold: Scaffold, reference: str) -> None:
    found = problems(scaffold, f'[tool.dagcompile.pipelines]\nx = "{reference}"')
    assert [each[1] for each in found] == ["tool.dagcompile.pipelines.x: expected module:function"]


def test_what_is_not_toml_is_told_with_its_line(scaffold: Scaffold) -> None:
    ((code, message, _, line),) = problems(scaffold, "[tool.dagcompile]\nout = generated")
    assert (code, line) == ("DC610", 2)
    assert message.startswith("pyproject.toml cannot be read: Invalid value")


def test_what_is_not_text_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"\xff")
    with pytest.raises(CompileError) as caught:
        load_project(tmp_path)
    assert [each.code for each in caught.value.diagnostics] == ["DC610"]


def test_the_depth_of_guards_is_a_setting(scaffold: Scaffold) -> None:
    project = scaffold({"pyproject.toml": '[tool.dagcompile]\nguard-depth = "sample(50)"\n'})
    assert load_project(project).settings.depth == Sample(count=50)
    (found,) = problems(scaffold, '[tool.dagcompile]\nguard-depth = "deep"\n')
    message = "tool.dagcompile.guard-depth: expected full, schema or sample(1000), got 'deep'"
    assert found == ("DC611", message, "", 2)
