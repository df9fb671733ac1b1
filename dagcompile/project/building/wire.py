"""What goes between a build and the processes in which it has pipelines made.

A build sends its `Work`, then numbers of pipelines in batches; a worker sends `Ready`, then what
each pipeline became. An exception travels as the text of its traceback.
"""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from dagcompile.authoring.loading import LoadError
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.diagnostics.raised import RaisedElsewhere, traceback_of
from dagcompile.project.building.plan import Plan
from dagcompile.project.building.result import Result
from dagcompile.project.cache.used import Used
from dagcompile.project.emissions import Emission


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A worker has its work, and waits for pipelines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A worker met a mistake of dagcompile, and ends."""

    traceback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A `CompileError` and the traceback of its cause; `exit_status` where it states its own."""

    diagnostics: tuple[Diagnostic, ...]
    exit_status: int | None
    cause: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of the pipeline with this number in the plan."""

    number: int
    name: str
    outcome: Emission | Refused
    warnings: tuple[Diagnostic, ...]
    used: Used | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a worker knows before it is given pipelines."""

    plan: Plan
    arguments: Sequence[str]


Said: TypeAlias = Ready | Told | Broken
"""What a worker sends."""

_MAIN = b"\x8c\x08__main__"
"""How a pickle names the module that a process was started with, which is another in each."""


def packed(work: Work) -> bytes | None:
    """`work` as it is sent; None if it holds what only this process has."""
    try:
        sent = pickle.dumps(work, protocol=4)
    except (AttributeError, TypeError, pickle.PicklingError):
        return None
    return None if _MAIN in sent else sent


def told(number: int, result: Result) -> Told:
    """A result as it travels."""
    outcome = result.outcome
    return Told(
        number=number,
        name=result.name,
        outcome=outcome if isinstance(outcome, Emission) else _refused(outcome),
        warnings=result.warnings,
        used=result.used,
    )


def result_of(told: Told) -> Result:
    """A result as it was before it travelled."""
    outcome = told.outcome if isinstance(told.outcome, Emission) else _error(told.outcome)
    return Result(name=told.name, outcome=outcome, warnings=told.warnings, used=told.used)


def _refused(error: CompileError) -> Refused:
    return Refused(
        diagnostics=error.diagnostics,
        exit_status=error.exit_status if isinstance(error, LoadError) else None,
        cause=None if error.__cause__ is None else traceback_of(error.__cause__),
    )


def _error(refused: Refused) -> CompileError:
    if refused.exit_status is None:
        error = CompileError(refused.diagnostics)
    else:
        (diagnostic,) = refused.diagnostics
        error = LoadError(diagnostic, exit_status=refused.exit_status)
    if refused.cause is not None:
        error.__cause__ = RaisedElsewhere(refused.cause)
    return error
