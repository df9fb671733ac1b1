"""Older formats of the IR, brought to the one that this version writes, in memory.

A format is left behind only where a field that has been written gets another name or meaning; a
new field with a neutral default needs no other format. Whoever raises `FORMAT` adds here how a
document of the old one becomes one of the next:

    def renamed(document: Document) -> Document:
        '''Nodes were called steps.'''
        meaning = dict(document["meaning"])
        meaning["nodes"] = meaning.pop("steps")
        return {**document, "meaning": meaning}

    MIGRATIONS = {1: renamed}

A document is what `json.loads` gives. Its digest was that of its own format, and was checked; it is
not stated anew, for nothing reads it.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

Document: TypeAlias = dict[str, Any]

MIGRATIONS: Mapping[int, Callable[[Document], Document]] = {}
"""How a document of each older format becomes one of the next."""


def migrated(document: Document, *, format: int, wanted: int) -> Document:
    """`document`, which is of `format`, in the format `wanted`; the same object if that is its own.

    Raises:
        LookupError, TypeError, ValueError, AttributeError: it is not as its format says.
    """
    for number in range(format, wanted):
        document = MIGRATIONS[number](document)
    return document
