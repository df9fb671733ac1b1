"""The text of JSON builtins, laid out for review: one fact a line.

    {
     "name": "daily",
     "nodes": [
      {"kind": "first_of", "id": "pick", "items": [], "type": "int"}
     ]
    }

An object stands on one line when it fits and holds nothing deeper than scalars, arrays of scalars
and objects of scalars; an array when it fits and holds scalars only. Readable characters are kept;
control characters, line separators, marks of writing direction and lone surrogates are escaped.
"""

import re
from functools import lru_cache
from json.encoder import encode_basestring

from dagcompile.ir.plain import Atom, Json

WIDTH = 100
"""Columns that an object on one line may take, its indentation and name included."""

_HIDDEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_BROKEN = 9


def lay_out(value: Json) -> str:
    """`value` as JSON text that ends with a newline.

    Raises:
        ValueError: a string holds two lone surrogates that JSON would join.
    """
    return _text(value, 0, 0)[0] + "\n"


def _text(value: Json, indent: int, used: int) -> tuple[str, int]:
    """The text of `value` on a line that has `used` columns taken, and its height.

    The height of a scalar is 0, of an array or object on one line 1 or 2, of what is broken over
    lines `_BROKEN`.
    """
    if isinstance(value, dict):
        return _object(value, indent, used)
    if isinstance(value, list):
        return _array(value, indent, used)
    return _scalar(value), 0


def _object(value: dict[str, Json], indent: int, used: int) -> tuple[str, int]:
    if not value:
        return "{}", 1
    inner = indent + 1
    tallest = 0
    parts: list[str] = []
    for key, item in value.items():
        name = _name(key)
        if isinstance(item, (dict, list)):
            text, height = _text(item, inner, inner + len(name))
            tallest = max(tallest, height)
            parts.append(name + text)
        else:
            parts.append(name + _scalar(item))
    return _joined(parts, "{}", indent, used, height=tallest + 1, limit=2)


def _array(value: list[Json], indent: int, used: int) -> tuple[str, int]:
    if not value:
        return "[]", 1
    inner = indent + 1
    tallest = 0
    parts: list[str] = []
    for item in value:
        text, height = _text(item, inner, inner)
        tallest = max(tallest, height)
        parts.append(text)
    return _joined(parts, "[]", indent, used, height=tallest + 1, limit=1)


def _joined(
    parts: list[str], ends: str, indent: int, used: int, *, height: int, limit: int
) -> tuple[str, int]:
    if height <= limit and sum(map(len, parts)) + 2 * len(parts) + used < WIDTH:
        return ends[0] + ", ".join(parts) + ends[1], height
    pad = "\n" + " " * indent
    return ends[0] + pad + " " + f",{pad} ".join(parts) + pad + ends[1], _BROKEN


def _scalar(value: Atom) -> str:
    if isinstance(value, str):
        return quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)


@lru_cache(maxsize=256)
def _name(key: str) -> str:
    """The start of a member: there are few names of fields."""
    return f"{quoted(key)}: "


def quoted(text: str) -> str:
    """`text` as a JSON string.

    Raises:
        ValueError: it holds two lone surrogates that JSON would join.
    """
    literal = encode_basestring(text)
    if (text.isascii() and text.isprintable()) or _HIDDEN.search(literal) is None:
        return literal
    if re.search("[\ud800-\udbff][\udc00-\udfff]", literal):
        raise ValueError(
            f"{text!a} holds a split surrogate pair, which JSON cannot tell from one character"
        )
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", literal)
