"""Warn of a param that nothing takes: whoever starts a run is asked for it, and it changes nothing.

DC150: param `day` of pipeline `daily` is taken by no step
"""

from collections.abc import Mapping

from dagcompile.diagnostics import Diagnostic, Label, Place
from dagcompile.ir.queries import all_sources, flat
from dagcompile.ir.records import FromParam, Pipeline


def unused_params(
    pipeline: Pipeline, *, places: Mapping[str, Place] | None = None
) -> tuple[Diagnostic, ...]:
    """A warning for each param that no step takes and the pipeline does not return."""
    meaning = pipeline.meaning
    taken = {
        each.name
        for source in all_sources(meaning)
        for each in flat(source)
        if isinstance(each, FromParam)
    }
    return tuple(
        Diagnostic(
            code="DC150",
            severity="warning",
            message=f"param `{param.name}` of pipeline `{meaning.name}` is taken by no step",
            labels=(Label(place=(places or {}).get(f"param:{param.name}"), text="the param"),),
            fix="wire it to the step that it is for, or remove it",
        )
        for param in meaning.params
        if param.name not in taken
    )
