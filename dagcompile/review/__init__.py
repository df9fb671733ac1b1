"""What changes between two versions of a project's pipelines, told to whoever reviews it.

text_of(review)         for a terminal
data_of(review)         for programs, as JSON
markdown_of(review)     for a comment on a pull request
outline(pipeline)       one version alone, in lines that a text diff can compare
"""

from dagcompile.review.data import data_of
from dagcompile.review.markdown import markdown_of
from dagcompile.review.outline import outline
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
