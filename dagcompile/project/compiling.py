"""One pipeline from its reference to IR that targets can emit.

with importing(project):
    compiled = compile_pipeline("flights.pipelines:daily_delays", guards="inline")
compiled.pipeline.meaning.name   # "daily_delays"
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Unpack

from dagcompile.authoring.loading import load
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.authoring.tracing import Traced, WiringError, trace
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.ir import records as ir
from dagcompile.ir.rules.references import references_lead_somewhere
from dagcompile.ir.rules.tables import tables_of
from dagcompile.ir.verify import verify
from dagcompile.passes import compile_ir, warnings_of
from dagcompile.passes.check_edges import edge_problems
from dagcompile.passes.place_guards import place_guards
from dagcompile.passes.settle_expectations import settle_expectations
from dagcompile.project.asked import option_problems
from dagcompile.project.compiled import Compiled
from dagcompile.project.ways import Asked


def compile_pipeline(reference: str, **asked: Unpack[Asked]) -> Compiled:
    """Import, trace and check the pipeline at `reference` (`module:function`).

    Args:
        reference: found on `sys.path`.
        asked: how it is to be built.

    Raises:
        CompileError: with every mistake of the first step that finds some. Its `__cause__` is
            what the author's code raised, if it did.
    """
    return compile_loaded(load(reference), **asked)


def compile_loaded(pipeline: Pipeline[..., Any], **asked: Unpack[Asked]) -> Compiled:
    """Trace and check a pipeline that is imported already; otherwise as `compile_pipeline`."""
    return _compiled(*_traced(pipeline, asked))


def examine_loaded(
    pipeline: Pipeline[..., Any], **asked: Unpack[Asked]
) -> tuple[Compiled, CompileError | None]:
    """As `compile_loaded`, but what the passes refuse is told beside the pipeline.

    Its guards are placed all the same: such a pipeline can be looked at, and not be built.

    Raises:
        CompileError: it cannot be traced, or its graph is broken.
    """
    traced, wanted = _traced(pipeline, asked)
    try:
        return _compiled(traced, wanted), None
    except CompileError as error:
        if verify(wanted):
            raise
        placed = place_guards(settle_expectations(wanted))
        return Compiled(pipeline=placed, places=traced.places), error


def _traced(pipeline: Pipeline[..., Any], asked: Asked) -> tuple[Traced, ir.Pipeline]:
    """A pipeline as it was traced, and asked to be built in this way."""
    try:
        traced = trace(pipeline)
    except WiringError as error:
        wrong = option_problems(error.traced.pipeline, error.traced.places)
        raise CompileError([*error.diagnostics, *_further(error), *wrong]) from error.__cause__
    return traced, with_build(traced.pipeline, **asked)


def _compiled(traced: Traced, asked: ir.Pipeline) -> Compiled:
    wrong = option_problems(asked, traced.places)
    try:
        compiled = compile_ir(asked, traced.places)
    except CompileError as error:
        raise CompileError([*error.diagnostics, *wrong, *traced.warnings]) from None
    if wrong:
        raise CompileError([*wrong, *traced.warnings])
    return Compiled(
        pipeline=compiled,
        places=traced.places,
        warnings=(*traced.warnings, *warnings_of(compiled, traced.places)),
    )


def _further(error: WiringError) -> Iterator[Diagnostic]:
    """Edges that cannot be, in a pipeline that is wired wrongly elsewhere."""
    pipeline, places = error.traced.pipeline, error.traced.places
    if any(references_lead_somewhere(tables_of(pipeline.meaning))):
        return  # an edge comes from nowhere
    told = {label.place for each in error.diagnostics for label in each.labels}
    for each in edge_problems(pipeline, places=places):
        if each.code == "DC201" and each.labels[0].place not in told:
            yield each


def with_build(pipeline: ir.Pipeline, **asked: Unpack[Asked]) -> ir.Pipeline:
    """`pipeline`, to be built as asked; the same object if it was to be so already."""
    build = replace(pipeline.build, **asked)
    return pipeline if build == pipeline.build else replace(pipeline, build=build)
