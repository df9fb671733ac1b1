"""The list of a project's pipelines."""

from pathlib import Path

from commands import Scaffold

from dagcompile.project.config import load_project
from dagcompile.project.listing import listed


def test_each_says_its_first_line(flow: Path) -> None:
    (only,) = listed(load_project(flow))
    assert (only.name, only.reference, only.summary) == (
        "doubled",
        "flow:doubled",
        "Twice a number.",
    )


def test_one_that_cannot_be_loaded_is_listed_with_the_reason(scaffold: Scaffold) -> None:
    settings = "[tool.dagcompile.pipelines]\nz = 'lost:z'\na = 'flat:a'"
    source = "from dagcompile import pipeline\n@pipeline\ndef a(x: int) -> int:\n    return x\n"
    project = load_project(scaffold({"pyproject.toml": settings, "flat.py": source}))
    first, second = listed(project)
    assert (first.name, first.summary, first.error) == ("a", "", None)
    assert second.error is not None
    assert [each.code for each in second.error.diagnostics] == ["DC141"]
