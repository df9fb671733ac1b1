"""What one pipeline becomes, or why it becomes nothing."""

from dataclasses import dataclass

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.project.building.plan import Plan
from dagcompile.project.emitting import Emission, emit, examine
from dagcompile.project.loading import compile_selected
from dagcompile.project.selection import Selected


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a pipeline, by the name that it was asked for by.

    `warnings` are told whether it can be built or not.
    """

    name: str
    outcome: Emission | CompileError
    warnings: tuple[Diagnostic, ...] = ()


def made(wanted: Selected, plan: Plan) -> Result:
    """What `wanted` becomes by `plan`. Its module is imported, from where modules are found now."""
    warnings: tuple[Diagnostic, ...] = ()
    try:
        compiled = compile_selected(wanted, **plan.asked)
        warnings = compiled.warnings
        examine(compiled, plan.chosen)
        outcome = emit(wanted.name, compiled, plan.chosen)
    except CompileError as error:
        return Result(name=wanted.name, outcome=error, warnings=warnings)
    return Result(name=wanted.name, outcome=outcome, warnings=warnings)
