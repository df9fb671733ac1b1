"""The tables of docs/targets.md and the files of docs/writing-a-target.md are those of the code."""

import re
from typing import Any

import pytest
from pydantic import BaseModel

from dagcompile import target
from dagcompile.target import FEATURES, Target, find_target, installed_targets
from tests.conftest import Golden
from tests.docs.marked import filled, table
from tests.docs.pages import ROOT

TARGETS = ROOT / "docs/targets.md"
WRITING = ROOT / "docs/writing-a-target.md"
PACKAGE = ROOT / "tests/thirdparty/threads"
OURS = ("python", "dask", "airflow")

FILES = {
    "pyproject": ("toml", "pyproject.toml"),
    "package": ("python", "dagcompile_threads/__init__.py"),
    "target": ("python", "dagcompile_threads/target.py"),
    "template": ("jinja", "dagcompile_threads/templates/module.py.j2"),
    "run time": ("python", "dagcompile_threads/runtime.py"),
    "command": ("python", "dagcompile_threads/commands.py"),
    "runner": ("python", "dagcompile_threads/parity.py"),
}
"""The files of the package by what the page calls them, and the kind of each."""


def test_the_tables_are_as_the_targets(golden: Golden) -> None:
    targets = [find_target(name) for name in OURS]
    parts = {"capabilities": _overview(targets)}
    for each in targets:
        parts[f"options of {each.name}"] = _options(each.options)
        if each.node_options is not None:
            parts[f"options of nodes of {each.name}"] = _options(each.node_options)
        parts[f"capabilities of {each.name}"] = _answers(each)
    golden(TARGETS, filled(TARGETS.read_text(), parts))
    assert {each.name for each in installed_targets()} == set(OURS)


def test_the_files_are_those_of_the_package(golden: Golden) -> None:
    parts = {
        name: f"```{kind}\n{(PACKAGE / path).read_text()}```\n"
        for name, (kind, path) in FILES.items()
    }
    golden(WRITING, filled(WRITING.read_text(), parts))
    files = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*")
        if file.suffix in {".py", ".toml", ".j2"} and "__pycache__" not in file.parts
    }
    assert {path for _, path in FILES.values()} == files


def test_all_that_a_target_is_written_from_is_listed() -> None:
    text = WRITING.read_text()
    (listed,) = re.findall(r"<!-- public -->\n(.*?)<!-- end of public -->", text, re.DOTALL)
    names = re.findall(r"`(\w+)`", listed)
    assert len(names) == len(set(names))
    assert set(names) == set(target.__all__)


@pytest.mark.parametrize("name", OURS)
def test_every_option_is_described(name: str) -> None:
    target = find_target(name)
    for model in (target.options, target.node_options):
        fields = {} if model is None else model.model_fields
        assert [each for each, field in fields.items() if not field.description] == []


def _overview(targets: list[Target]) -> str:
    """Who can do what, in a word."""
    rows = [
        (
            feature,
            meaning,
            *("yes" if each.capabilities[feature].supported else "no" for each in targets),
        )
        for feature, meaning in FEATURES.items()
    ]
    return table(("feature", "meaning", *(each.name for each in targets)), rows)


def _answers(target: Target) -> str:
    """How a target does what it can, and what to do instead of what it cannot."""
    rows = []
    for feature, answer in target.capabilities.items():
        instead = f"; instead, {answer.instead}" if answer.instead else ""
        rows.append((feature, "yes" if answer.supported else "no", f"{answer.note}{instead}"))
    return table(("feature", "", "how"), rows)


def _options(model: type[BaseModel]) -> str:
    schema: dict[str, Any] = model.model_json_schema()
    rows = []
    for name, each in schema["properties"].items():
        default = each.get("default")
        shown = "" if default is None or isinstance(default, dict) else f"`{str(default).lower()}`"
        rows.append((f"`{name}`", shown, each.get("description", "")))
    return table(("option", "default", ""), rows)
