r"""Texts of people as a picture shows them, and the keys by which its parts are told apart.

shown("a\nb")                        r"a\nb"
keys(["load", "a b"], prefix="step")    {"load": "step_load", "a b": "step_a_b_1"}
"""

import re
from collections.abc import Iterable

from dagcompile.codegen.strings import escape

LONGEST = 60
"""Characters of a text that are shown; more would push everything else out of the picture."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_ODD = re.compile(r"[^A-Za-z0-9]+")


def shown(text: str) -> str:
    """`text` on one line, what cannot be seen as Python escapes it, its end left out if long."""
    line = text if text.isascii() and text.isprintable() else escape(text)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


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
