"""What one pipeline becomes, or why it becomes nothing: it is imported, traced and emitted here."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.project.building.plan import Plan
from dagcompile.project.building.result import Result
from dagcompile.project.cache.recording import recorded, recording
from dagcompile.project.emitting import emit, examine
from dagcompile.project.importing import importing
from dagcompile.project.loading import compile_selected
from dagcompile.project.selection import Selected


@contextmanager
def loading(plan: Plan) -> Iterator[None]:
    """While inside, the author's modules are found, and seen if `plan` wants to know of them."""
    with importing(plan.path), recording() if plan.recorded else nullcontext():
        yield


def made(wanted: Selected, plan: Plan) -> Result:
    """What `wanted` becomes by `plan`. Its module is imported, from where modules are found now."""
    result, used = recorded(wanted.reference, lambda: _made(wanted, plan))
    return replace(result, used=used)


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
