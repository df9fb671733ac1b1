"""How many columns text takes, the same on every version of Python.

Widths come from Unicode 3.2, which Python carries beside its own changing tables, and from the
few places where formatters see it otherwise; `quote` escapes every character that has none there.
"""

import re
from unicodedata import ucd_3_2_0 as unicode

# Parts of syllables, and marks that some scripts write beside a letter: they take no column.
_JOINED = re.compile(
    "[\u09be\u09d7\u0b3e\u0b57\u0bbe\u0bd7\u0cc0\u0cc2\u0cc7\u0cc8\u0cca\u0ccb\u0cd5\u0cd6\u0d3e"
    "\u0d57\u0dcf\u0ddf\u1161-\u11a2\u11a8-\u11f9\u1885\u1886\uff9e\uff9f"
    "\U0001d165\U0001d166\U0001d16d-\U0001d172]"
)
# Symbols that became wide later.
_WIDE = re.compile("[\u231a\u231b\u25fd\u25fe\u2630-\u2637\u2648-\u2653]")


def width(text: str) -> int:
    """Columns of one line of text: two for wide characters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicode.category(character) in ("Mn", "Me") or _JOINED.match(character):
        return 0
    wide = unicode.east_asian_width(character) in ("W", "F") or _WIDE.match(character)
    return 2 if wide else 1
