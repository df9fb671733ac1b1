"""The functions of expectations: how they are imported, and what they take."""

import inspect
from dataclasses import dataclass
from typing import Any

from dagcompile.authoring.callables import called, entered, yields
from dagcompile.authoring.expecting import Expectation
from dagcompile.authoring.importing import ref_of, thing_obstacle
from dagcompile.authoring.places import Spot
from dagcompile.authoring.signatures import Slot, parameters_of
from dagcompile.authoring.sites import Site
from dagcompile.ir import records as ir

_STARS = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function that says of values whether they are as expected."""

    name: str
    ref: ir.Ref
    slots: tuple[Slot, ...]
    types: dict[ir.TypeKey, ir.Type]


def function_of(site: Site, expectation: Expectation, *, at: Spot | None) -> Function | None:
    """The function of an expectation of node `site.id`; None, and a mistake recorded, where it
    cannot be one.

    Args:
        at: where the expectation is said, if not where the node is made.
    """
    fn = expectation.fn
    name = called(fn)
    what = f"expectation `{name}`"
    obstacle = thing_obstacle(fn)
    if obstacle is not None:
        message = f"{what} of `{site.id}` cannot be imported by the files that run it"
        _refuse(site, "DC161", f"{message}: {obstacle.reason}", obstacle.fix, at)
        return None
    if found := _unfit(fn, by_position=expectation.of is not None):
        reason, fix = found
        _refuse(site, "DC163", f"{what} of `{site.id}` {reason}", fix, at)
        return None
    slots, types, problems = parameters_of(fn, what=what)
    for each in problems:
        site.tracer.tell(each)
    if any(each.severity == "error" for each in problems):
        return None
    return Function(name=name, ref=ref_of(fn), slots=slots, types=types)


def _unfit(fn: Any, *, by_position: bool) -> tuple[str, str] | None:
    """Why `fn` cannot be asked, to follow what it is, and what to write."""
    if isinstance(fn, type):
        return "is a class, which says neither yes nor no", "write a function"
    if inspect.iscoroutinefunction(entered(fn)):
        return "is async, and nothing there waits for it", "write def; load what it needs in an op"
    if kind := yields(fn):
        return f"is {kind}, which says neither yes nor no", "return True, False or a Verdict"
    try:
        signature = inspect.signature(fn)
    except (TypeError, ValueError):
        return "does not say what it takes: it is not a Python function", "wrap it in a function"
    parameters = list(signature.parameters.values())
    if starred := [each for each in parameters if each.kind in _STARS]:
        names = " and ".join(f"`{each}`".replace(": ", ":") for each in starred)
        return f"takes {names}, and it is not known what to give", "give each value a name"
    only = [each for each in parameters if each.kind is each.POSITIONAL_ONLY]
    if only[1 if by_position else 0 :]:
        reason = f"takes `{only[-1].name}` by position only"
        return reason, "take it by name, or say which value a single parameter takes: of=..."
    if signature.return_annotation in (None, "None"):
        return "is annotated -> None", "return True, False or a Verdict, and annotate -> bool"
    return None


def _refuse(site: Site, code: str, message: str, fix: str, at: Spot | None) -> None:
    site.refuse(code, message, fix=fix, at=at, here="said here")
