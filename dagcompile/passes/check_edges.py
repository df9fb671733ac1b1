"""Refuse a pipeline that has an edge whose value cannot fit where it is wired to.

DC201: `clean.rows` wants `dict[str, int]`, but `load.result` is `list[app.ops.Row]`
"""

from collections.abc import Mapping

from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.ir.records import Pipeline, Type, TypeKey
from dagcompile.passes.edges import EdgeReport, edges
from dagcompile.passes.hints import repair


def check_edges(pipeline: Pipeline, *, places: Mapping[str, Place] | None = None) -> Pipeline:
    """The pipeline as it is.

    Raises:
        CompileError: an edge is impossible; with a diagnostic for each that is.
    """
    problems = edge_problems(pipeline, places=places)
    if problems:
        raise CompileError(problems)
    return pipeline


def edge_problems(
    pipeline: Pipeline, *, places: Mapping[str, Place] | None = None
) -> tuple[Diagnostic, ...]:
    """A diagnostic for every edge that is impossible."""
    types = {entry.key: entry.type for entry in pipeline.meaning.types}
    impossible = (edge for edge in edges(pipeline) if edge.verdict == "impossible")
    return tuple(_problem(edge, types, places or {}) for edge in impossible)


def _problem(
    edge: EdgeReport, types: Mapping[TypeKey, Type], places: Mapping[str, Place]
) -> Diagnostic:
    wants = f"`{edge.target}` wants `{edge.target_type}`"
    gives = f"`{edge.source}` is `{edge.source_type}`"
    plain = edge.reason == f"`{edge.source_type}` is not `{edge.target_type}`"
    message = f"{wants}, but {gives}{'' if plain else f': {edge.reason}'}"
    labels = [
        _nearest(edge.target_places, places, wants),
        _nearest(edge.source_places, places, gives),
        *_definitions(edge, places, wants=wants, gives=gives),
    ]
    return Diagnostic(code="DC201", message=message, labels=tuple(labels), fix=repair(edge, types))


def _nearest(keys: tuple[str, ...], places: Mapping[str, Place], text: str) -> Label:
    found = (places[key] for key in keys if key in places and not key.startswith("op:"))
    return Label(place=next(found, None), text=text)


def _definitions(
    edge: EdgeReport, places: Mapping[str, Place], *, wants: str, gives: str
) -> list[Label]:
    """Labels on the functions, where the annotations stand."""
    return [
        Label(place=places[key], text=f"{text}, as this says")
        for keys, text in ((edge.target_places, wants), (edge.source_places, gives))
        for key in keys
        if key.startswith("op:") and key in places
    ]
