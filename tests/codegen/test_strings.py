"""Strings: read back as they were, and showing what they are."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagcompile.codegen.strings import comment, quote, quote_bytes
from dagcompile.codegen.width import width
from tests.codegen.formatting import formatted
from tests.codegen.strategies import TEXTS

HOSTILE = [
    "",
    "plain",
    "it's",
    'say "hi"',
    "both ' and \"",
    "\\",
    "ends in a backslash\\",
    '"""',
    "'''",
    "line\nline\r\n\ttab\x0b\x0c",
    "{{ name }} {% if %} {# #} ${x} %s {0} %(a)s",
    "\x00\x07\x1b[31m",
    "\x85\u2028\u2029\ufeff",
    "\u202eevil\u202c \u2066\u2069\u200b\u200d\u200f",
    "\ud800 lone \udfff",
    "\U0001f600 \U0010ffff",
    'e\u0301 and \u0301 alone, "\u0301',
    "soft\u00adhyphen\u00a0space\u3000wide",
    "日本語 ελληνικά עברית हिन्दी",
    "x" * 300,
    "#!/bin/sh $(rm -rf /) `id` && exit",
    "class",
    "None",
    "__import__('os')",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_string_is_read_back(text: str) -> None:
    assert ast.literal_eval(quote(text)) == text
    assert "\n" not in quote(text)


@given(st.text() | TEXTS)
def test_every_string_is_read_back(text: str) -> None:
    assert ast.literal_eval(quote(text)) == text


@given(st.binary() | st.sampled_from([each.encode("utf-8", "replace") for each in HOSTILE]))
def test_all_bytes_are_read_back(data: bytes) -> None:
    assert ast.literal_eval(quote_bytes(data)) == data
    assert quote_bytes(data).isascii()


@settings(max_examples=10)
@given(st.lists(st.text() | TEXTS, min_size=30), st.lists(st.binary(), min_size=30))
def test_the_formatter_keeps_the_quotes(texts: list[str], data: list[bytes]) -> None:
    literals = [*map(quote, [*texts, *HOSTILE]), *map(quote_bytes, data)]
    text = "".join(f"f({each})\n" for each in literals if width(each) < 80)
    assert formatted(text) == text


@pytest.mark.parametrize(
    "character",
    "\x00\x1f\x7f\x85\xa0\xad\u200b\u200e\u202e\u2028\u2066\ufeff\ufe0f\u3164\U000e0041",
)
def test_what_is_not_seen_is_escaped(character: str) -> None:
    assert quote(f"a{character}b").isascii()


@pytest.mark.parametrize(
    "text", ["naïve", "日本語", "ελληνικά", "עברית", "हिन्दी", "ไทย", "e\u0301"]
)
def test_what_people_write_is_shown(text: str) -> None:
    assert quote(text) == f'"{text}"'


def test_double_quotes_unless_they_need_more_escapes() -> None:
    assert quote("it's") == '"it\'s"'
    assert quote('say "hi"') == "'say \"hi\"'"
    assert quote("'\"") == '"\'\\""'


CLASSES = [
    "é\u0301",
    "日\uff21\uac00",
    "\u231a\u2648",
    "\u1112\u1161\u11ab",
    "\u09ac\u09be",
    "\u0e44\u0e17\u0e22",
    "\u05d0\u0627",
    "\u00a1\u20ac",
    "\u0928\u094d\u0926\u0940",
]


@pytest.mark.parametrize("sample", CLASSES)
def test_the_formatter_agrees_on_how_wide_text_is(sample: str) -> None:
    text = quote(sample * 5)
    fits = f"f({text}, {'x' * (88 - len('f(, )') - width(text))})"
    assert formatted(f"{fits}\n") == f"{fits}\n"
    longer = fits.replace("x)", "xx)")
    assert formatted(f"{longer}\n").count("\n") > 1


@given(st.text() | TEXTS | st.sampled_from(HOSTILE))
def test_a_comment_stays_on_its_line(text: str) -> None:
    assert comment(text).isprintable() or not text.isascii()
    assert len(comment(text).splitlines()) <= 1
    assert "#" not in comment(text)


@pytest.mark.parametrize("text", ["app.encoding:daily", "coding=latin-1", "-*- coding: utf-7 -*-"])
def test_a_comment_does_not_set_the_encoding_of_a_file(text: str) -> None:
    source = f"# from {comment(text)}\nx = 'é'\n".encode()
    scope: dict[str, object] = {}
    exec(compile(source, "x.py", "exec"), scope)
    assert scope["x"] == "é"
