"""Where settings stand in a TOML file."""

import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dagcompile.project.places import place_of, setting_places

TEXT = """\
title = "x" # out = 1
[ tool . "dag compile" ] # a comment
  "out put" = "generated"
a.b = 1
list = [
  1,
]
[[array]]
"""


def test_headers_and_keys_are_found() -> None:
    places = setting_places(Path("f.toml"), TEXT)
    table = ("tool", "dag compile")
    assert {keys: (each.line, each.column, each.end_column) for keys, each in places.items()} == {
        ("title",): (1, 1, 6),
        table: (2, 1, 25),
        (*table, "out put"): (3, 3, 12),
        (*table, "a", "b"): (4, 1, 4),
        (*table, "list"): (5, 1, 5),
    }


def test_a_part_without_a_place_has_that_of_what_holds_it() -> None:
    places = setting_places(Path("f.toml"), "[t]\nx = {y = 1}")
    assert place_of(("t", "x", "y"), places) == places["t", "x"]
    assert place_of(("u",), places) is None


KEYS = st.dictionaries(
    st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True), st.integers(0, 9), min_size=1
)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), KEYS, min_size=1))
def test_every_key_of_a_plain_file_is_found(tables: dict[str, dict[str, int]]) -> None:
    lines: list[str] = []
    for name, table in tables.items():
        lines += [f"[{name}]", *(f"{key} = {value}" for key, value in table.items())]
    assert tomllib.loads("\n".join(lines)) == tables
    places = setting_places(Path("f"), "\n".join(lines))
    for name, table in tables.items():
        for key, value in table.items():
            assert lines[places[name, key].line - 1] == f"{key} = {value}"


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    setting_places(Path("f"), text)
