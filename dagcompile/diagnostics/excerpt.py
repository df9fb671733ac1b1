"""A line of source as a terminal shows it, and the marks under a part of it."""

import unicodedata

from dagcompile.diagnostics.records import Place

_TAB = "    "
_WIDE = {"W", "F"}
_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def cells(text: str) -> str:
    """`text` with tabs as spaces and with what a terminal would obey or hide written as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def underline(line: str, place: Place) -> str:
    """Carets that stand under the part of `line` at `place`, empty where only the line is known."""
    if not place.column:
        return ""
    start = place.column - 1
    end = max(place.end_column - 1, place.column)
    width = sum(map(_width, line[start:end]))
    return " " * sum(map(_width, line[:start])) + "^" * max(width, 1)


def _shown(character: str) -> str:
    if character == "\t":
        return _TAB
    if unicodedata.category(character) in _HIDDEN:
        return character.encode("unicode_escape", "surrogatepass").decode("ascii")
    return character


def _width(character: str) -> int:
    """How many columns of a terminal it takes."""
    if unicodedata.combining(character):
        return 0
    shown = _shown(character)
    return 2 if unicodedata.east_asian_width(shown[0]) in _WIDE else len(shown)
