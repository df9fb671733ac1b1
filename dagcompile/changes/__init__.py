"""The semantic difference of two versions of a pipeline, worked out on their IR alone."""

from dagcompile.changes.compare import compare
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
