"""What became of one pipeline of a plan, whether it was made now or is known."""

from dataclasses import dataclass

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.project.cache.used import Used
from dagcompile.project.emissions import Emission


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a pipeline, by the name that it was asked for by.

    `warnings` are told whether it can be built or not. `used` is what it was made of; None where
    that was not asked for.
    """

    name: str
    outcome: Emission | CompileError
    warnings: tuple[Diagnostic, ...] = ()
    used: Used | None = None
