"""What happens to the IR between the front end and the targets.

    pipeline = compile_ir(traced, places)

A pass is a pure function of the IR in a module of its name; it returns the same object where it
has nothing to change, and raises `CompileError` with everything it found. `PASSES` is their order.
"""

from collections.abc import Mapping
from typing import Protocol

from dagcompile.diagnostics import CompileError, Place
from dagcompile.ir.records import Pipeline
from dagcompile.ir.verify import verify
from dagcompile.passes.check_edges import check_edges
from dagcompile.passes.edges import EdgeReport, edges
from dagcompile.passes.place_guards import place_guards
from dagcompile.passes.relation import Relation, relate

__all__ = ["PASSES", "EdgeReport", "Pass", "Relation", "compile_ir", "edges", "relate"]


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
