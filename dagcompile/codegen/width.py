"""How many columns text takes, the same on every version of Python.

Widths come from Unicode 3.2, which Python carries beside its own changing tables; `quote` escapes
every character that has none there.
"""

from unicodedata import ucd_3_2_0 as unicode


def width(text: str) -> int:
    """Columns of one line of text: two for wide characters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicode.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicode.east_asian_width(character) in ("W", "F") else 1
