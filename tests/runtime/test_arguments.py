"""What a docstring says of arguments."""

import pytest

from dagcompile.runtime.command.arguments import documented, with_documented

TEXT = """What it does.

Args:
    day: the day,
        in UTC
    top (int): how many: at most
        - a list

    **rest: all else

Returns:
    nothing
"""
SAID = {"day": "the day, in UTC", "top": "how many: at most - a list", "rest": "all else"}


def test_the_section_is_read_and_taken_out() -> None:
    assert documented(TEXT) == ("What it does.\n\nReturns:\n    nothing", SAID)


@pytest.mark.parametrize("text", ["", "What it does.", "Args", "Args: day", "Returns:\n    day: a"])
def test_a_text_without_one(text: str) -> None:
    assert documented(text) == (text, {})


@pytest.mark.parametrize(
    "text", [TEXT, "", "What it does.", "Args:", "  Args:\n      day: a\n\n\nx"]
)
def test_what_is_added_is_read_again(text: str) -> None:
    added = with_documented(text, {"day": "other", "new": "a\n  new\tone", "x": "x"})
    rest, said = documented(added)
    assert rest == documented(text)[0]
    assert said["new"] == "a new one"
    assert said["day"] == documented(text)[1].get("day", "other")


def test_nothing_to_add_changes_nothing() -> None:
    assert with_documented(TEXT, {"day": "other"}) is TEXT
    assert with_documented(TEXT, {}) is TEXT
