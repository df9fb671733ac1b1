"""Diagnostics as text: every part has its place, and the same input gives the same text."""

import linecache
import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.diagnostics.excerpt import cells, underline
from dagcompile.diagnostics.render import render

SOURCE = """\
from app import ops

def wired(start):
    rows = ops.load(start)
\treturn ops.clean(rows)
    名前 = ops.load(start)  # wide
"""


@pytest.fixture
def source(tmp_path: Path) -> Iterator[str]:
    file = tmp_path / "app" / "pipelines.py"
    file.parent.mkdir()
    file.write_text(SOURCE)
    yield str(file)
    linecache.clearcache()


def diagnostic(
    *labels: Label, message: str = "it does not fit", fix: str = "mend it"
) -> Diagnostic:
    return Diagnostic(code="DC201", message=message, labels=labels, fix=fix)


def test_every_part_has_its_place(tmp_path: Path, source: str) -> None:
    found = diagnostic(
        Label(place=Place(file=source, line=4, column=12, end_column=20), text="this is list[int]"),
        Label(place=Place(file=source, line=1), text="imported here"),
        Label(place=None, text="it was always so"),
    )
    assert render([found], folder=tmp_path) == (
        "error[DC201]: it does not fit\n"
        "  --> app/pipelines.py:4:12\n"
        "  |\n"
        "4 |     rows = ops.load(start)\n"
        "  |            ^^^^^^^^ this is list[int]\n"
        "  --> app/pipelines.py:1\n"
        "  |\n"
        "1 | from app import ops\n"
        "  | imported here\n"
        "  note: it was always so\n"
        "  fix: mend it\n"
        "\n"
        "for more: dagcompile explain DC201\n"
        "1 error\n"
    )


def test_all_are_told_and_counted() -> None:
    other = replace(diagnostic(message="nor does this", fix=""), code="DC202")
    assert render([diagnostic(fix=""), other, diagnostic(fix="")]) == (
        "error[DC201]: it does not fit\n\n"
        "error[DC202]: nor does this\n\n"
        "error[DC201]: it does not fit\n\n"
        "for more: dagcompile explain DC201 DC202\n"
        "3 errors\n"
    )


def test_a_warning_says_that_it_is_one() -> None:
    found = [
        diagnostic(fix=""),
        replace(diagnostic(message="mind this", fix=""), severity="warning"),
    ]
    text = render(found)
    assert "\n\nwarning[DC201]: mind this\n\n" in text
    assert text.endswith("\n1 error, 1 warning\n")
    assert render(found[1:]).endswith("\n1 warning\n")


def test_a_file_elsewhere_keeps_its_whole_path(tmp_path: Path, source: str) -> None:
    found = diagnostic(Label(place=Place(file=source, line=1), text=""))
    assert f"  --> {source}:1\n" in render([found], folder=tmp_path / "elsewhere")


def test_carets_stand_under_what_follows_a_tab(tmp_path: Path, source: str) -> None:
    found = diagnostic(Label(place=Place(file=source, line=5, column=9, end_column=18), text="x"))
    lines = render([found], folder=tmp_path).split("\n")
    assert lines[3] == "5 |     return ops.clean(rows)"
    assert lines[4] == "  |            ^^^^^^^^^ x"


def test_carets_stand_under_what_follows_wide_characters(tmp_path: Path, source: str) -> None:
    found = diagnostic(Label(place=Place(file=source, line=6, column=10, end_column=18), text="x"))
    lines = render([found], folder=tmp_path).split("\n")
    # Two characters of two columns each stand before it.
    assert lines[4] == "  | " + " " * (9 + 2) + "^^^^^^^^ x"


@pytest.mark.parametrize("line", [0, 99])
def test_a_line_that_is_not_there_costs_only_its_excerpt(
    tmp_path: Path, source: str, line: int
) -> None:
    found = diagnostic(Label(place=Place(file=source, line=line, column=3), text="here"))
    assert f"  --> app/pipelines.py:{line}:3\n  | here\n" in render(
        [found], folder=tmp_path
    ).replace("   |", "  |")


def test_further_lines_of_a_text_are_indented() -> None:
    text = render([diagnostic(message="one\ntwo", fix="this\nand that")])
    assert text.startswith("error[DC201]: one\n  two\n  fix: this\n       and that\n")


def test_nothing_reaches_the_terminal_as_a_command() -> None:
    text = render([diagnostic(message="a\x1b[31m\u202e\r\u2028\ud800b")])
    assert "a\\x1b[31m\\u202e\\r\\u2028\\ud800b" in text


@given(st.text(), st.integers(0, 30), st.integers(0, 30))
def test_marks_are_never_empty_where_a_column_is_known(text: str, column: int, end: int) -> None:
    marks = underline(text, Place(file="f", line=1, column=column, end_column=end))
    assert marks.endswith("^") == bool(column)
    assert set(marks) <= {" ", "^"}


@given(st.text())
def test_what_is_shown_can_be_printed(text: str) -> None:
    shown = cells(text)
    shown.encode()  # raises for a lone surrogate
    assert not set(shown) & set("\t\n\r\x1b\u2028\u202e")


def test_a_traceback_ends_with_all_that_is_told() -> None:
    error = CompileError([diagnostic(), diagnostic(message="nor does this")])
    assert str(error) == "\n" + render(error.diagnostics).rstrip("\n")
    assert pickle.loads(pickle.dumps(error)).diagnostics == error.diagnostics
