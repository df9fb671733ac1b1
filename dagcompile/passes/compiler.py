"""The passes in their order, and the one function that runs them."""

from collections.abc import Mapping
from typing import Protocol

from dagcompile.diagnostics import CompileError, Place
from dagcompile.ir.records import Pipeline
from dagcompile.ir.verify import verify
from dagcompile.passes.check_edges import check_edges
from dagcompile.passes.place_guards import place_guards


class Pass(Protocol):
    """A step of the compiler from IR to IR."""

    def __call__(
        self, pipeline: Pipeline, *, places: Mapping[str, Place] | None = None
    ) -> Pipeline: ...


PASSES: tuple[Pass, ...] = (check_edges, place_guards)
"""The passes in the order in which they run."""


def compile_ir(pipeline: Pipeline, places: Mapping[str, Place] | None = None) -> Pipeline:
    """A traced pipeline, verified, checked and completed.

    `places` tells where the author wrote things: `node:<id>`, `input:<id>.<port>`, `op:<key>`,
    `output:<name>`, `param:<name>`. A missing place costs only its excerpt.

    Raises:
        CompileError: the pipeline is wrong; with every diagnostic of the first step that says so.
    """
    problems = verify(pipeline)
    if problems:
        raise CompileError(problems)
    for each in PASSES:
        pipeline = each(pipeline, places=places)
    return pipeline
