"""What a script says that it needs (PEP 723), by what its project is."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from commands import Scaffold

from dagcompile.diagnostics import CompileError
from dagcompile.project.building import build_pipelines
from dagcompile.project.config import load_project
from tests.project.conftest import FLOW

BLOCK = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
"""The expression by which PEP 723 finds a block."""

PROJECT = """
    [project]
    name = "Flow.app"
    requires-python = ">=3.11,<4"
"""
PIPELINES = """
    [tool.dagcompile.pipelines]
    doubled = "flow:doubled"
"""


def built(scaffold: Scaffold, *tables: str, out: Path | None = None) -> str:
    folder = scaffold({"pyproject.toml": "".join((*tables, PIPELINES)), "flow.py": FLOW})
    summary = build_pipelines(load_project(folder), targets=["python"], out=out)
    (script,) = [each for each in summary.built[0].written if each.suffix == ".py"]
    return script.read_text()


def said(text: str) -> dict[str, Any] | None:
    """What the block of a script says, read as PEP 723 has it read."""
    found = [match for match in BLOCK.finditer(text) if match["type"] == "script"]
    if not found:
        return None
    (match,) = found
    lines = match["content"].splitlines(keepends=True)
    return tomllib.loads("".join(line[2:] if line.startswith("# ") else line[1:] for line in lines))


OWN = {"uv": {"sources": {"Flow.app": {"path": "../..", "editable": True}}}}
OPTIONS = "[tool.dagcompile.target.python]\n"


def test_a_project_with_a_name_is_what_its_scripts_need(scaffold: Scaffold) -> None:
    text = built(scaffold, PROJECT)
    assert said(text) == {
        "requires-python": ">=3.11,<4",
        "dependencies": ["Flow.app"],
        "tool": OWN,
    }
    assert '\n\n# /// script\n# requires-python = ">=3.11,<4"\n' in text
    assert '# "Flow.app" = { path = "../..", editable = true }\n# ///\n\n"""Twice a number.' in text


@pytest.mark.parametrize("table", ["", "[project]\ndynamic = []\n", '[project]\nname = "a b"\n'])
def test_a_project_without_a_name_has_no_block(table: str, scaffold: Scaffold) -> None:
    text = built(scaffold, table)
    assert said(text) is None
    assert "///" not in text


@pytest.mark.parametrize(
    ("out", "path"),
    [(".", ".."), ("build/flows", "../../.."), ("./b//", "../.."), ("../beside", None)],
)
def test_the_path_leads_from_the_scripts_to_the_project(
    out: str, path: str | None, scaffold: Scaffold
) -> None:
    found = said(built(scaffold, PROJECT, f'[tool.dagcompile]\nout = "{out}"\n'))
    if path is None:
        assert found is None
    else:
        assert found is not None
        assert found["tool"]["uv"]["sources"]["Flow.app"]["path"] == path


def test_where_a_build_writes_changes_nothing(scaffold: Scaffold, tmp_path: Path) -> None:
    assert built(scaffold, PROJECT, out=tmp_path / "far" / "away") == built(scaffold, PROJECT)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("dependencies = []", None),
        (
            'dependencies = ["flow-app[fast]>=1", "polars"]',
            {"dependencies": ["flow-app[fast]>=1", "polars"], "tool": OWN},
        ),
        ('dependencies = ["flow-apps"]', {"dependencies": ["flow-apps"]}),
        (
            'uv_sources = {flow-app = {git = "https://example.org/a\\"\\u007f"}}',
            {
                "dependencies": ["Flow.app"],
                "tool": {"uv": {"sources": {"flow-app": {"git": 'https://example.org/a"\x7f'}}}},
            },
        ),
        (
            'requires_python = ">=3.12"',
            {"requires-python": ">=3.12", "dependencies": ["Flow.app"], "tool": OWN},
        ),
    ],
)
def test_options_go_before_the_project(
    options: str, expected: dict[str, Any] | None, scaffold: Scaffold
) -> None:
    found = said(built(scaffold, PROJECT, f"\n{OPTIONS}{options}\n"))
    assert found == (expected and {"requires-python": ">=3.11,<4"} | expected)


def test_options_do_without_a_project(scaffold: Scaffold) -> None:
    found = said(built(scaffold, f'{OPTIONS}dependencies = ["polars"]\n'))
    assert found == {"dependencies": ["polars"]}


def test_a_wrong_option_is_refused(scaffold: Scaffold) -> None:
    with pytest.raises(CompileError) as caught:
        built(scaffold, f"{OPTIONS}dependencys = []\n")
    (told,) = caught.value.diagnostics
    assert (told.code, "did you mean dependencies?" in told.fix) == ("DC504", True)
