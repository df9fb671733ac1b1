"""From a plan to what each pipeline becomes, all of it in memory.

for result in make(plan):
    result.outcome      # an Emission, or why there is none
"""

from dataclasses import dataclass

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.project.building.plan import Plan
from dagcompile.project.compiling import importing
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


def make(plan: Plan) -> tuple[Result, ...]:
    """What each pipeline of `plan` becomes, in its order; one that fails does not stop the others.

    Nothing is written. The author's modules are imported.
    """
    with importing(plan.path):
        return tuple(_made(each, plan) for each in plan.wanted)


def _made(wanted: Selected, plan: Plan) -> Result:
    warnings: tuple[Diagnostic, ...] = ()
    try:
        compiled = compile_selected(wanted, **plan.asked)
        warnings = compiled.warnings
        examine(compiled, plan.chosen)
        outcome = emit(wanted.name, compiled, plan.chosen)
    except CompileError as error:
        return Result(name=wanted.name, outcome=error, warnings=warnings)
    return Result(name=wanted.name, outcome=outcome, warnings=warnings)
