"""How the tests of wiring ask what is wrong with a pipeline."""

import linecache
from typing import Any

from dagcompile import Pipeline
from dagcompile.authoring import trace
from dagcompile.diagnostics import CompileError, Diagnostic, Place
from dagcompile.ir.records import Meaning


def meaning(pipeline: Pipeline[..., Any]) -> Meaning:
    """What a pipeline means."""
    return trace(pipeline).pipeline.meaning


def found(pipeline: Pipeline[..., Any]) -> list[Diagnostic]:
    """All that is wrong with a pipeline."""
    try:
        trace(pipeline)
    except CompileError as error:
        return list(error.diagnostics)
    return []


def codes(pipeline: Pipeline[..., Any]) -> list[str]:
    """The codes of all that is wrong with a pipeline."""
    return [each.code for each in found(pipeline)]


def only(pipeline: Pipeline[..., Any]) -> Diagnostic:
    """The one thing that is wrong with a pipeline."""
    (diagnostic,) = found(pipeline)
    return diagnostic


def source(place: Place | None) -> str:
    """The text at a place."""
    assert place is not None
    return linecache.getline(place.file, place.line)[place.column - 1 : place.end_column - 1]
