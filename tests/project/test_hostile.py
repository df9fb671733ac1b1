"""Any text in any place of the project file: it does what it says, or is refused by a code."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from commands import Scaffold
from hostile.corpus import TEXTS
from hostile.ops import valid

from dagcompile.codegen.header import parse_header
from dagcompile.diagnostics import CompileError
from dagcompile.diagnostics.render import render
from dagcompile.project import build_pipelines, load_project
from dagcompile.project.building import Summary

FLOW = """
    from dagcompile import op, pipeline

    @op
    def double(number: int) -> int:
        return number * 2

    @pipeline
    def doubled(number: int) -> int:
        return double(number)
"""

TOML = sorted({valid(text) for text in TEXTS})
"""What can stand in a file of settings, which is UTF-8."""

PLAIN = '[tool.dagcompile]\ntargets = ["python"]\n[tool.dagcompile.pipelines]\nx = "flow:doubled"\n'

Place = Callable[[str], str]

PLACES: Mapping[str, tuple[Place, set[str]]] = {
    "name of a pipeline": (
        lambda t: PLAIN.replace("x =", f"{t} ="),
        {"fine", "DC611"},
    ),
    "reference of a pipeline": (
        lambda t: PLAIN.replace('"flow:doubled"', t),
        {"DC141", "DC611"},
    ),
    "out": (
        lambda t: PLAIN.replace("]\n", f"]\nout = {t}\n", 1),
        {"fine", "DC611", "DC618"},
    ),
    "path": (
        lambda t: PLAIN.replace("]\n", f']\npath = [".", {t}]\n', 1),
        {"fine", "DC611"},
    ),
    "guards": (lambda t: PLAIN.replace("]\n", f"]\nguards = {t}\n", 1), {"DC611"}),
    "name of a target": (lambda t: PLAIN.replace('"python"', t), {"fine", "DC502"}),
    "name of a setting": (lambda t: PLAIN.replace("]\n", f"]\n{t} = 1\n", 1), {"DC611"}),
    "table of a target": (
        lambda t: f"{PLAIN}[tool.dagcompile.target.{t}]\n",
        {"fine", "DC502"},
    ),
    "name of an option": (
        lambda t: f"{PLAIN}[tool.dagcompile.target.python]\n{t} = 1\n",
        {"DC504"},
    ),
    "tag of a DAG": (
        lambda t: (
            PLAIN.replace("python", "airflow") + f"[tool.dagcompile.target.airflow]\ntags = [{t}]\n"
        ),
        {"fine", "DC504"},
    ),
}
"""Where an author may write a text, and what may come of it."""


def quoted(text: str) -> str:
    """`text` as TOML writes it."""
    plain = re.compile(r"[ !#-\[\]-~]")
    return '"' + "".join(c if plain.match(c) else f"\\U{ord(c):08x}" for c in text) + '"'


def built(folder: Path) -> Summary:
    return build_pipelines(load_project(folder))


@pytest.mark.parametrize("place", PLACES)
def test_a_text_in_the_project_file(scaffold: Scaffold, place: str) -> None:
    write, allowed = PLACES[place]
    found: Counter[str] = Counter()
    for text in TOML:
        folder = scaffold({"flow.py": FLOW})
        (folder / "pyproject.toml").write_text(write(quoted(text)))
        try:
            summary = built(folder)
        except CompileError as error:
            problems = error.diagnostics
        else:
            problems = tuple(one for each in summary.failed for one in each.error.diagnostics)
            for each in summary.built:
                for file in (*each.written, *each.unchanged):
                    assert file.suffix == ".json" or parse_header(file.read_text()) is not None
        codes = {each.code for each in problems} or {"fine"}
        assert codes <= allowed, (text, codes)
        found.update(codes)
        if problems:
            shown = render(problems)
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e]", shown), text
    assert found.keys() == allowed, found


def test_the_places_are_counted() -> None:
    assert len(PLACES) == 10
    assert len(TOML) > 100
