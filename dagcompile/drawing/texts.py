r"""Texts of people as a picture shows them, and the keys by which its parts are told apart.

shown("a\nb")                        r"a\nb"
typed(Text(type="date", ...))        "2026-01-31"
keys(["load", "a b"], prefix="step")    {"load": "step_load", "a b": "step_a_b_1"}
"""

import json
import re
from collections.abc import Iterable
from typing import Any, assert_never

from dagcompile.codegen.strings import escape
from dagcompile.ir.records import Instance, Mapping, Member, Sequence, Symbol, Text, Value
from dagcompile.ir.text import ref_text
from dagcompile.ir.texts import from_text
from dagcompile.runtime.reading.wording import readable

LONGEST = 60
"""Characters of a text that are shown; more would push everything else out of the picture."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_ODD = re.compile(r"[^A-Za-z0-9]+")


def shown(text: str) -> str:
    """`text` on one line, what cannot be seen as Python escapes it, its end left out if long."""
    line = text if text.isascii() and text.isprintable() else escape(text)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def typed(value: Value) -> str:
    """A literal as a person types it for a param: `2026-01-31`, `[1, 2]`, `null`."""
    data = _plain(value)
    return data if isinstance(data, str) and data else json.dumps(data, ensure_ascii=False)


def _plain(value: Value) -> Any:
    """A literal as JSON builtins that are read as it is. Nothing of the author's is imported."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Text():
            try:
                return readable(from_text(value))
            except (ValueError, LookupError, ArithmeticError):  # a zone that is not known here
                return value.text
        case Sequence():
            return [_plain(each) for each in value.items]
        case Mapping():
            return {str(_plain(key)): _plain(each) for key, each in value.items}
        case Member():
            return value.name
        case Instance():
            return {name: _plain(each) for name, each in value.fields}
        case Symbol():
            return ref_text(value.ref)
        case _:
            assert_never(value)


def keys(names: Iterable[str], *, prefix: str) -> dict[str, str]:
    """A key for each name: of ASCII, no word of any format, and unique among all.

    That of a plain name does not depend on the others, so that a picture changes where the
    pipeline does.
    """
    found: dict[str, str] = {}
    odd: list[str] = []
    for each in names:
        if _PLAIN.fullmatch(each) and len(each) <= LONGEST:
            found[each] = f"{prefix}_{each}"
        else:
            odd.append(each)
    taken = set(found.values())
    for each in odd:
        start = _ODD.sub("_", each[:LONGEST]).strip("_")
        number = 1
        while (key := f"{prefix}_{start}_{number}") in taken:
            number += 1
        taken.add(key)
        found[each] = key
    return found
