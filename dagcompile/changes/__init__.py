"""The semantic difference of two versions of a pipeline, worked out on their IR alone.

What is named here is loaded when it is first used: a weight alone needs no comparison.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagcompile.changes.comparing import compare
    from dagcompile.changes.records import (
        REACH,
        WEIGHTS,
        Change,
        Comparison,
        Names,
        Part,
        Sides,
        Subject,
        Verb,
        Weight,
        heaviest,
    )

__all__ = [
    "REACH",
    "WEIGHTS",
    "Change",
    "Comparison",
    "Names",
    "Part",
    "Sides",
    "Subject",
    "Verb",
    "Weight",
    "compare",
    "heaviest",
]

_HOMES = {
    "REACH": "dagcompile.changes.records",
    "WEIGHTS": "dagcompile.changes.records",
    "Change": "dagcompile.changes.records",
    "Comparison": "dagcompile.changes.records",
    "Names": "dagcompile.changes.records",
    "Part": "dagcompile.changes.records",
    "Sides": "dagcompile.changes.records",
    "Subject": "dagcompile.changes.records",
    "Verb": "dagcompile.changes.records",
    "Weight": "dagcompile.changes.records",
    "compare": "dagcompile.changes.comparing",
    "heaviest": "dagcompile.changes.records",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
