"""Docstrings say what the author said, and the formatter leaves them alone."""

import ast
import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.codegen.docstrings import docstring
from tests.codegen.formatting import formatted
from tests.codegen.strategies import TEXTS, drawn

HOSTILE = [
    "One line.",
    "Two.\n\n  Indented.\n",
    'Ends in "quotes"',
    '"Begins',
    '"""',
    '"',
    "\\",
    "ends in \\",
    "a\\\n b",
    "tab\there",
    "\u2028",
    "{{ x }} {% y %}",
    "'''",
    'a""""b""""',
    "x" * 300,
    "  ",
    "a  \n   b  ",
    "\ud800",
    'end\\"',
    "a\n" + '"',
    "# type: ignore",
    "日本",
    "w " * 43,
    "w " * 42 + "w",
    "w\n" + "v " * 42 + "v",
    "One.\n    \n\n\n\n  Two.",
    "Args:\n    number: how many",
    '"Quoted"\n    and below',
]


def wanted(text: str) -> str:
    return "\n".join(line.rstrip() for line in inspect.cleandoc(f"\n{text}").strip().split("\n"))


def read(text: str, *, indent: int) -> str | None:
    margin = " " * indent
    head = "if x:\n" if indent else ""
    source = f"{head}{margin}def f():\n{margin}    {docstring(text, indent=indent + 4)}\n"
    tree = ast.parse(source)
    function = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return ast.get_docstring(function)


@given(TEXTS | st.text() | st.sampled_from(HOSTILE), st.sampled_from([0, 4]))
def test_the_text_is_read_back(text: str, indent: int) -> None:
    if docstring(text):
        assert read(text, indent=indent) == wanted(text)
    else:
        assert not wanted(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_line_ends_in_a_space_and_none_has_a_tab(text: str) -> None:
    for line in docstring(text, indent=4).split("\n"):
        assert line == line.rstrip()
        assert line.isprintable()


def test_the_formatter_changes_nothing() -> None:
    texts = [*HOSTILE, *drawn(TEXTS | st.text(), 100), *map("\n".join, drawn(st.lists(TEXTS), 100))]
    blocks = [
        f"def f():\n    {docstring(each, indent=4)}\n    return 1\n"
        for each in texts
        if docstring(each)
    ]
    text = "\n\n".join(blocks)
    kept = formatted(text)
    changed = [
        pair
        for pair in zip(blocks, kept.split("\n\n\n"), strict=False)
        if pair[0].strip() != pair[1].strip()
    ]
    assert kept == text, changed[:1]
