"""Colours: where they are wanted, and that they are all that is added."""

import io
import re

import pytest

from dagcompile.diagnostics import Diagnostic, Label, Place
from dagcompile.diagnostics.colours import COLOURED, PLAIN, palette_of
from dagcompile.diagnostics.render import render


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "terminal", "file"),
    [
        ({}, COLOURED, PLAIN),
        ({"TERM": "xterm"}, COLOURED, PLAIN),
        ({"TERM": "dumb"}, PLAIN, PLAIN),
        ({"NO_COLOR": "1"}, PLAIN, PLAIN),
        ({"NO_COLOR": ""}, COLOURED, PLAIN),
        ({"FORCE_COLOR": "1"}, COLOURED, COLOURED),
        ({"FORCE_COLOR": ""}, COLOURED, PLAIN),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, COLOURED, COLOURED),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, PLAIN, PLAIN),
    ],
)
def test_the_reader_decides(environment: dict[str, str], terminal: object, file: object) -> None:
    assert palette_of(Terminal(), environment) == terminal
    assert palette_of(io.StringIO(), environment) == file


def test_each_part_has_its_colour_and_nothing_else_changes() -> None:
    place = Place(file=__file__, line=4, column=8, end_column=10)
    found = Diagnostic(
        code="DC201",
        message="it does not fit",
        labels=(Label(place=place, text="this"),),
        fix="mend it\nor not",
    )
    text = render([found], palette=COLOURED)
    assert "\x1b[1;31merror\x1b[0m\x1b[1m[DC201]\x1b[0m: it does not fit\n" in text
    assert "\x1b[1;31m       ^^\x1b[0m this\n" in text
    assert "\x1b[32m  fix: mend it\x1b[0m\n\x1b[32m       or not\x1b[0m\n" in text
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == render([found])


def test_what_an_author_wrote_cannot_colour() -> None:
    found = Diagnostic(code="DC201", message="\x1b[31mred", fix="\x1b[0m")
    assert "\x1b[31m" not in render([found], palette=COLOURED)
