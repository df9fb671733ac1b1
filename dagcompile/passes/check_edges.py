"""Refuse a pipeline that has an edge whose value cannot fit where it is wired to.

DC201: `clean.rows` wants `dict[str, int]`, but `load.result` is `list[app.ops.Row]`

A frame whose contract does not declare a column may have it all the same. But a contract says what
may be relied on, so an edge that wants such a column is refused too (DC203).

An output of the pipeline has no step behind it that could be guarded, so it must be proven
(DC202).
"""

from collections.abc import Mapping

from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.ir.records import Pipeline, Type, TypeKey
from dagcompile.passes.hints import declaring, repair
from dagcompile.passes.reports import EdgeReport, doubtful_edges, looked_edges


def check_edges(pipeline: Pipeline, *, places: Mapping[str, Place] | None = None) -> Pipeline:
    """The pipeline as it is.

    Raises:
        CompileError: an edge is impossible, or between unrelated classes, or wants a column that is
            not declared, or an output of the pipeline is unproven; with a diagnostic for each.
    """
    problems = edge_problems(pipeline, places=places)
    if problems:
        raise CompileError(problems)
    return pipeline


def edge_problems(
    pipeline: Pipeline, *, places: Mapping[str, Place] | None = None
) -> tuple[Diagnostic, ...]:
    """A diagnostic for every edge that is impossible or refused, and every unproven output."""
    types = {entry.key: entry.type for entry in pipeline.meaning.types}
    found: list[Diagnostic] = []
    for edge in doubtful_edges(pipeline):
        if edge.written:  # which `check_secrets` refuses, without showing it
            continue
        if _is_misfit(edge):
            found.append(_problem(edge, types, places or {}))
        elif edge.refused:
            found.append(_undeclared(edge, types, places or {}))
        elif edge.verdict == "guarded" and _is_output(edge):
            found.append(_unproven(edge, places or {}))
    looked = (each for each in looked_edges(pipeline) if _is_misfit(each))
    return (*found, *(_problem(each, types, places or {}) for each in looked))


def _is_misfit(edge: EdgeReport) -> bool:
    """Whether no value fits, but for one of a class that nobody declared."""
    return edge.verdict == "impossible" or edge.refused == "unrelated"


def _is_output(edge: EdgeReport) -> bool:
    return any(key.startswith("output:") for key in edge.target_places)


def _unproven(edge: EdgeReport, places: Mapping[str, Place]) -> Diagnostic:
    wants, gives = _ends(edge)
    return Diagnostic(
        code="DC202",
        message=f"{wants}, but {gives}, which may be something else: {edge.reason}",
        labels=_labels(edge, places, wants=wants, gives=gives),
        fix=_proving(edge, places),
    )


def _undeclared(
    edge: EdgeReport, types: Mapping[TypeKey, Type], places: Mapping[str, Place]
) -> Diagnostic:
    wants, gives = _ends(edge)
    return Diagnostic(
        code="DC203",
        message=f"{wants}, but {gives}: {edge.reason}",
        labels=_labels(edge, places, wants=wants, gives=gives),
        fix=declaring(edge, types),
    )


def _proving(edge: EdgeReport, places: Mapping[str, Place]) -> str:
    """What to change so that an output is of its type for certain."""
    if edge.source_type == "Any" and (
        keys := [each for each in edge.source_places if each.startswith("op:")]
    ):
        own = f"annotate `{edge.source}` as `{edge.target_type}`, or " if keys[0] in places else ""
        return (
            f"{own}wrap a function that cannot be annotated (a lambda, one of a library) in a def"
            f" that is: -> {edge.target_type}; or let the pipeline return `Any`"
        )
    return (
        f"annotate `{edge.source}` as `{edge.target_type}`, let the pipeline return"
        f" `{edge.source_type}`, or put an op between that makes one of the other"
    )


def _ends(edge: EdgeReport) -> tuple[str, str]:
    """What stands at the two ends, in words: what is wanted, and what is given."""
    target = edge.target if _is_output(edge) else f"`{edge.target}`"
    return f"{target} wants `{edge.target_type}`", f"`{edge.source}` is `{edge.source_type}`"


def _problem(
    edge: EdgeReport, types: Mapping[TypeKey, Type], places: Mapping[str, Place]
) -> Diagnostic:
    wants, gives = _ends(edge)
    plain = edge.reason == f"`{edge.source_type}` is not `{edge.target_type}`"
    message = f"{wants}, but {gives}{'' if plain else f': {edge.reason}'}"
    labels = _labels(edge, places, wants=wants, gives=gives)
    return Diagnostic(code="DC201", message=message, labels=labels, fix=repair(edge, types))


def _labels(
    edge: EdgeReport, places: Mapping[str, Place], *, wants: str, gives: str
) -> tuple[Label, ...]:
    target = _nearest(edge.target_places, places, wants)
    source = _nearest(edge.source_places, places, gives)
    nearest = [target, source]
    if target.place is not None and target.place == source.place:  # a call within a call
        nearest = [Label(place=target.place, text=f"{wants}; {gives}")]
    return (*nearest, *_definitions(edge, places, wants=wants, gives=gives))


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
