"""What changes between two versions of a project's pipelines, told to whoever reviews it.

text_of(review)         for a terminal
data_of(review)         for programs, as JSON
markdown_of(review)     for a comment on a pull request
outline(pipeline)       one version alone, in lines that a text diff can compare

What is named here is loaded when it is first used.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagcompile.review.data import data_of
    from dagcompile.review.markdown import markdown_of
    from dagcompile.review.outlines import outline
    from dagcompile.review.records import Cause, CodeChange, FileChange, Note, Review, Reviewed
    from dagcompile.review.text import text_of

__all__ = [
    "Cause",
    "CodeChange",
    "FileChange",
    "Note",
    "Review",
    "Reviewed",
    "data_of",
    "markdown_of",
    "outline",
    "text_of",
]

_HOMES = {
    "Cause": "dagcompile.review.records",
    "CodeChange": "dagcompile.review.records",
    "FileChange": "dagcompile.review.records",
    "Note": "dagcompile.review.records",
    "Review": "dagcompile.review.records",
    "Reviewed": "dagcompile.review.records",
    "data_of": "dagcompile.review.data",
    "markdown_of": "dagcompile.review.markdown",
    "outline": "dagcompile.review.outlines",
    "text_of": "dagcompile.review.text",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
