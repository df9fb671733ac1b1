"""Docstrings lose their indentation, and only once, whichever Python compiled them."""

import statistics
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.authoring.docstrings import dedented, first_paragraph

TEXTS = st.text(st.sampled_from(" \t\n\r\x0b\x0c\xa0\u2003ab"), max_size=30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  \n   \n", ""),
        ("One.", "One."),
        ("  One.\n\n    Two.\n      Three.\n    ", "One.\n\nTwo.\n  Three."),
        ("\n    One.\n\tTwo.\n", "One.\n    Two."),
        ("\xa0One.\n\xa0\xa0Two.\n  \xa0Three.", "\xa0One.\n\xa0\xa0Two.\n  \xa0Three."),
        ("One.\n  \x0cTwo.", "One.\n\x0cTwo."),
        ("One.\n    Two.\n  \n      \n", "One.\nTwo."),
    ],
)
def test_only_spaces_are_indentation(text: str, expected: str) -> None:
    assert dedented(text) == expected


@given(TEXTS)
def test_what_the_compiler_did_already_changes_nothing(text: str) -> None:
    assert dedented(_compiled(text)) == dedented(text)


def test_what_a_python_says_of_its_own_functions_is_not_quoted() -> None:
    assert first_paragraph(statistics.mean) == first_paragraph(Path.cwd) == ""
    assert first_paragraph(first_paragraph) == "The first paragraph of the docstring of a function."


def _compiled(text: str) -> str:
    """What the compiler of Python 3.13 makes of a docstring: the margin goes, lines stay."""
    first, *rest = text.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip(" ")) for line in rest if line.strip(" ")), default=0)
    return "\n".join([first.lstrip(" "), *(line[margin:] for line in rest)])
