"""What a name of a module stands for, and by which other names it is another."""

import pytest
from texts_of_modules import between, module

from dagcompile.project.bodies.modules import difference, module_of

HELPED = """
from os.path import basename, join
import polars as pl
from . import near

LIMIT = 3
TABLE = {}
TABLE["a"] = 1

def f(rows):
    return cut(rows, TABLE), pl.Series(basename(near.name(rows)))

def cut(rows, table):
    return last(rows)[:LIMIT] + [table]

def last(rows):
    return rows if rows else cut(rows, None)

def other(rows):
    return f(rows)
"""


def helped(before: str, after: str) -> tuple[str, ...] | None:
    assert HELPED.count(before) == 1
    return between(HELPED, HELPED.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after", "through"),
    [
        ("LIMIT = 3", "LIMIT = 4", ("LIMIT",)),
        ("rows if rows", "rows or rows if rows", ("last",)),
        ("last(rows)[:LIMIT]", "last(rows)[LIMIT:]", ("cut",)),
        ('["a"] = 1', '["a"] = 2', ("TABLE",)),
        ("import polars as", "import pandas as", ("pl",)),
        ("from . import", "from .. import", ("near",)),
        ("import basename, join", "import join\nfrom ntpath import basename", ("basename",)),
        ("def cut(", "@cache\ndef cut(", ("cut",)),
        ("def last(rows):", "def gone(rows):", ("last",)),
    ],
)
def test_what_a_function_uses_makes_it_another(
    before: str, after: str, through: tuple[str, ...]
) -> None:
    assert helped(before, after) == through


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("return f(rows)", "return None"),
        ("def other(rows)", "def cuts(rows)"),
        ("import basename, join", "import dirname, basename"),
        ("from . import near", "from app import near"),
        ("LIMIT = 3\n", "FAR = 5\n\nLIMIT = 3  # rows\n"),
    ],
)
def test_what_it_does_not_use_does_not(before: str, after: str) -> None:
    assert helped(before, after) is None


def test_imports_in_another_order_are_the_same() -> None:
    lines = ["import a.b", "import a.c", "from x import g", "from y import h"]
    body = "\ndef f(): return a.b.g(g, h)"
    assert between("\n".join(lines) + body, "\n".join(reversed(lines)) + body) is None


def test_what_is_chosen_by_a_condition_is_compared_with_it() -> None:
    text = (
        "try:\n    import fast as json\nexcept ImportError:\n    import json\ndef f(): json.loads"
    )
    assert between(text, text.replace("ImportError", "OSError")) == ("json",)
    inside = "if fast:\n    def f(): return 1\nelse:\n    def f(): return 2\n"
    assert between(inside, inside.replace("2", "3")) == ()
    assert between(inside, inside.replace("2", " 2")) is None


def test_a_function_that_moved_or_is_called_otherwise_is_followed() -> None:
    old = module("LIMIT = 3\ndef cut(rows):\n    return rows[:LIMIT]\n")
    new = module("LIMIT = 3\n\n\ndef head(rows):\n    return rows[:LIMIT]\n", "app.steps.first")
    assert difference(old, "cut", new, "head") is None
    assert new.line("head") == 4
    new = module("from app.ops import LIMIT\ndef head(rows):\n    return rows[:LIMIT]\n")
    assert difference(old, "cut", new, "head") == ("LIMIT",)


def test_methods_and_classes_within_a_class_are_found() -> None:
    text = "class A:\n    class B:\n        def g(self): return 1\n    def g(self): return 2\n"
    for name, other in (("A.g", "2"), ("A.B.g", "1"), ("A.B", "1")):
        assert between(text, text.replace(other, "3"), name) == ()
        assert between(text, text.replace("2" if other == "1" else "1", "3"), name) is None
    assert module(text).line("A.B.g") == 3


def test_what_a_text_does_not_say_is_no_difference() -> None:
    assert between("from x import *\n", "g = 1\n") is None
    assert between("g = 1\n", "def f(): pass\n") == ()


@pytest.mark.parametrize(
    "content",
    [
        b"def f(:",
        b"\0",
        b"# coding: nonsense\n",
        b"\xff",
        "x = " * 9 + "(" * 5000,
        "-" * 50_000 + "1",
        "1" + "+1" * 50_000,
    ],
    ids=["syntax", "nul", "coding", "bytes", "brackets", "depth", "chain"],
)
def test_a_text_that_python_does_not_read_is_none(content: bytes | str) -> None:
    text = content.encode() if isinstance(content, str) else content
    assert module_of(text, "app.ops", package="app") is None


def test_what_python_reads_and_does_not_compile_is_passed_over() -> None:
    text = "def f():\n    return {}\n    break\n"
    assert between(text.format(1), text.format(2)) is None


def test_a_text_is_read_in_its_own_encoding() -> None:
    text = "# coding: {}\ndef f(): return 'ä'\n"
    modules = [
        module_of(text.format(each).encode(each), "a", package="") for each in ("latin-1", "utf-8")
    ]
    one, other = modules
    assert one is not None
    assert other is not None
    assert difference(one, "f", other, "f") is None
