"""`dagcompile explain`: pages by code, and the way to the right one."""

import json

import pytest
from commands import Command

from dagcompile.diagnostics.codes import CODES
from dagcompile.diagnostics.pages import page_of


@pytest.mark.parametrize("asked", ["DC201", "dc201", "201"])
def test_a_page_is_shown_as_it_is_where_no_terminal_is(dagcompile: Command, asked: str) -> None:
    done = dagcompile("explain", asked)
    assert (done.status, done.err) == (0, "")
    assert done.out == page_of("DC201").text


def test_several_pages_stand_below_one_another(dagcompile: Command) -> None:
    done = dagcompile("explain", "DC201", "101", "dc201")
    assert done.out == f"{page_of('DC201').text}\n{page_of('DC101').text}"


def test_a_terminal_gets_it_laid_out(dagcompile: Command) -> None:
    done = dagcompile("explain", "DC201", FORCE_COLOR="1", COLUMNS="120")
    assert "\x1b[" in done.out
    assert "```" not in done.out
    assert CODES["DC201"] in done.out
    dumb = dagcompile("explain", "DC201", FORCE_COLOR="1", TERM="dumb")
    assert dumb.out == page_of("DC201").text


def test_all_codes_are_listed_by_family(dagcompile: Command) -> None:
    done = dagcompile("explain")
    blocks = [block.splitlines() for block in done.out.split("\n\n")]
    assert [block[0] for block in blocks][:2] == ["wiring a pipeline", "types and edges"]
    listed = [line.split("  ")[1:] for block in blocks for line in block[1:]]
    assert listed == [[code, CODES[code]] for code in sorted(CODES)]


def test_the_same_as_json(dagcompile: Command) -> None:
    (page,) = json.loads(dagcompile("explain", "--format", "json", "201").out)
    assert page == {"code": "DC201", "title": CODES["DC201"], "text": page_of("DC201").text}
    every = json.loads(dagcompile("explain", "--format", "json").out)
    assert [each["code"] for each in every] == sorted(CODES)


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("DC107", "did you mean DC106 or DC108 or DC105?"),
        ("DC999", "`dagcompile explain` lists all"),
        ("first_of", "did you mean DC128 or DC129?"),
        ("zebra", "`dagcompile explain` lists all"),
    ],
)
def test_an_unknown_code_offers_the_nearest(dagcompile: Command, asked: str, hint: str) -> None:
    done = dagcompile("explain", "DC201", asked)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"there is no code {asked!r}; {hint}\n"


def test_every_error_says_where_to_read_more(dagcompile: Command) -> None:
    pointer = dagcompile("build", "flow:wrong").err.splitlines()[-2]
    assert pointer == "for more: dagcompile explain DC201"
    words = pointer.split()[-2:]
    assert dagcompile(*words).out == page_of("DC201").text
