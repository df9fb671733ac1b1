"""What may be an id of a node or of a pipeline. Targets make names of their own from it."""

import unicodedata
from typing import Any

_HIDDEN = {
    "Cc": "a control character",
    "Cs": "a lone surrogate",
    "Zl": "a line separator",
    "Zp": "a paragraph separator",
}


def id_obstacle(id: Any) -> str:
    """Why `id` cannot be an id, to follow "the id ..."; empty when it can."""
    if not issubclass(type(id), str):  # a handle does not say what it is
        return f"is of class {type(id).__qualname__}, not text"
    if not id.strip():
        return "is empty"
    if id.isascii() and id.isprintable():
        return ""
    for character in id:
        kind = _HIDDEN.get(unicodedata.category(character))
        if kind is not None:
            return f"holds {kind} (U+{ord(character):04X})"
    return ""
