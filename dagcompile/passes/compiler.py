"""The passes in their order, and what runs them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.ir.records import Pipeline
from dagcompile.ir.verify import verify
from dagcompile.passes.check_edges import check_edges
from dagcompile.passes.check_keeps import check_keeps
from dagcompile.passes.check_secrets import check_secrets
from dagcompile.passes.large_literals import large_literals
from dagcompile.passes.place_guards import place_guards
from dagcompile.passes.settle_expectations import settle_expectations
from dagcompile.passes.uneven_partitions import uneven_partitions
from dagcompile.passes.unused_params import unused_params
from dagcompile.runtime.collector import without_collector


class Pass(Protocol):
    """A step of the compiler from IR to IR."""

    def __call__(
        self, pipeline: Pipeline, *, places: Mapping[str, Place] | None = None
    ) -> Pipeline: ...


class Lint(Protocol):
    """A question to a compiled pipeline, whose answers fail nothing."""

    def __call__(
        self, pipeline: Pipeline, *, places: Mapping[str, Place] | None = None
    ) -> tuple[Diagnostic, ...]: ...


PASSES: tuple[Pass, ...] = (
    check_edges,
    check_secrets,
    check_keeps,
    settle_expectations,
    place_guards,
)
"""The passes in the order in which they run."""

LINTS: tuple[Lint, ...] = (unused_params, uneven_partitions, large_literals)
"""What the author of a pipeline that is not wrong is warned of, in this order."""


_WITHOUT_STEPS = "DC321"


@without_collector()
def compile_ir(pipeline: Pipeline, places: Mapping[str, Place] | None = None) -> Pipeline:
    """A traced pipeline, verified, checked and completed.

    `places` tells where the author wrote things: `node:<id>`, `input:<id>.<port>`, `op:<key>`,
    `output:<name>`, `param:<name>`, `pipeline`. A missing place costs only its excerpt.

    Raises:
        CompileError: the pipeline is wrong; with every diagnostic of the first step that says so.
    """
    if problems := verify(pipeline):
        raise CompileError(_shown(each, places or {}) for each in problems)
    for each in PASSES:
        pipeline = each(pipeline, places=places)
    return pipeline


def _shown(broken: Diagnostic, places: Mapping[str, Place]) -> Diagnostic:
    """A broken rule of the whole pipeline, at its definition."""
    if broken.code != _WITHOUT_STEPS or "pipeline" not in places:
        return broken
    return replace(broken, labels=(Label(place=places["pipeline"], text="defined here"),))


def warnings_of(
    pipeline: Pipeline, places: Mapping[str, Place] | None = None
) -> tuple[Diagnostic, ...]:
    """What the author of a compiled pipeline is to be warned of; `places` as in `compile_ir`."""
    return tuple(warning for lint in LINTS for warning in lint(pipeline, places=places))
