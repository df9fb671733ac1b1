"""Annotations: a runner reads back what was said, ten of a kind."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.diagnostics import Diagnostic, Label, Place, Severity
from dagcompile.diagnostics.excerpt import cells
from dagcompile.diagnostics.github import MOST, annotations

ROOT = Path("/repository")


def found(message: str, *labels: Label, severity: Severity = "error", fix: str = "") -> Diagnostic:
    return Diagnostic(code="DC201", message=message, labels=labels, fix=fix, severity=severity)


def read(line: str) -> tuple[str, dict[str, str], str]:
    """A command as a runner reads it: its kind, properties and message."""
    matched = re.fullmatch(r"::(\w+)(?: (.*?))?::(.*)", line, re.DOTALL)
    assert matched, line
    kind, listed, data = matched.groups()
    pairs = [each.split("=", 1) for each in (listed or "").split(",") if each]
    return kind, {key: unescaped(text) for key, text in pairs}, unescaped(data)


def unescaped(text: str) -> str:
    for code, character in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        text = text.replace(code, character)
    return text


def test_the_first_place_is_annotated_and_the_others_are_told() -> None:
    here = Place(file="/repository/a, b/flow:1.py", line=3, column=5, end_column=9)
    there = Place(file="/repository/ops.py", line=7)
    told = found(
        "100% wrong",
        Label(place=None, text="it was so"),
        Label(place=here, text="this"),
        Label(place=there, text="that"),
        fix="mend it\nor not",
    )
    (line,) = annotations([told], folder=ROOT).splitlines()
    assert line.startswith("::error title=DC201,file=a%2C b/flow%3A1.py,line=3,col=5,endColumn=9::")
    assert read(line)[2] == (
        "100% wrong\nnote: it was so\na, b/flow:1.py:3: this\nops.py:7: that\nfix: mend it\nor not"
    )


def test_what_is_not_known_is_not_said() -> None:
    told = found("wrong", Label(place=Place(file="/elsewhere/x.py", line=2), text=""))
    assert annotations([told, found("alone", severity="warning")], folder=ROOT) == (
        "::error title=DC201,file=/elsewhere/x.py,line=2::wrong\n::warning title=DC201::alone\n"
    )
    assert annotations([], folder=ROOT) == ""


@pytest.mark.parametrize(
    ("errors", "warnings", "notice"),
    [
        (MOST, MOST, ""),
        (MOST + 1, 1, "1 more error"),
        (0, MOST + 2, "2 more warnings"),
        (MOST + 3, MOST + 1, "3 more errors and 1 more warning"),
    ],
)
def test_a_runner_takes_ten_of_a_kind(errors: int, warnings: int, notice: str) -> None:
    told = [
        *(found("w", severity="warning") for _ in range(warnings)),
        *(found("e") for _ in range(errors)),
    ]
    lines = annotations(told, folder=ROOT).splitlines()
    kinds = [read(line)[0] for line in lines]
    assert kinds.count("error") == min(errors, MOST)
    assert kinds.count("warning") == min(warnings, MOST)
    assert lines[-1].startswith(f"::notice::{notice}: ") == bool(notice)


@given(st.text(), st.text())
def test_no_text_ends_its_command(message: str, file: str) -> None:
    place = Place(file=f"/repository/{file}", line=1)
    text = annotations([found(message, Label(place=place, text=""))], folder=ROOT)
    assert text.endswith("\n")
    assert not set(text[:-1]) & {"\n", "\r"}  # what ends a line for a runner
    kind, properties, said = read(text[:-1])
    assert kind == "error"
    assert set(properties) == {"title", "file", "line"}
    assert said == "\n".join(map(cells, message.split("\n")))
