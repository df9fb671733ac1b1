"""The functions of expectations: how they are imported, and what they take."""

import inspect
from dataclasses import dataclass
from typing import Any, Literal

from dagcompile.authoring.callables import called, entered, yields
from dagcompile.authoring.checks import classes_of, may_meet
from dagcompile.authoring.expecting import Expectation
from dagcompile.authoring.importing import ref_of, thing_obstacle
from dagcompile.authoring.literals import Unfit, encoded
from dagcompile.authoring.places import Spot
from dagcompile.authoring.signatures import MISSING, Slot, parameters_of
from dagcompile.authoring.sites import Site
from dagcompile.ir import records as ir
from dagcompile.runtime.types import AnyShape, Shape, UnsupportedType
from dagcompile.runtime.types.frames.annotations import libraries_of
from dagcompile.runtime.types.frames.contract import Library
from dagcompile.runtime.types.frames.expecting import ColumnCheck
from dagcompile.runtime.types.frames.models import contract_of
from dagcompile.runtime.types.frames.shape import frame_class, library_of

_FRAME = Slot(
    name="frame",
    shape=AnyShape(),
    type="Any",
    annotation=Any,
    annotated=False,
    default=MISSING,
    positional=True,
    keyword=False,
    description="",
)
"""What a model or a check of a column looks at."""
_ANY: dict[ir.TypeKey, ir.Type] = {"Any": ir.AnyType()}

_MODELLED: tuple[Library, ...] = ("pandas", "polars", "lazy")

_STARS = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function that says of values whether they are as expected."""

    name: str
    ref: ir.Ref
    slots: tuple[Slot, ...]
    types: dict[ir.TypeKey, ir.Type]
    form: Literal["function", "model", "column"] = "function"
    written: tuple[tuple[str, ir.Value], ...] = ()
    """What a check of a column is made of."""
    libraries: tuple[Library, ...] = ()
    """Those whose frames it judges, where it does not take values of other types."""


def function_of(site: Site, expectation: Expectation, *, at: Spot | None) -> Function | None:
    """The function of an expectation of node `site.id`; None, and a mistake recorded, where it
    cannot be one.

    Args:
        at: where the expectation is said, if not where the node is made.
    """
    fn: Any = expectation.fn
    if isinstance(fn, ColumnCheck):
        return _of_column(site, fn, at)
    if isinstance(fn, type) and hasattr(fn, "to_schema"):
        return _of_model(site, fn, at)
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


def _of_model(site: Site, model: Any, at: Spot | None) -> Function | None:
    what = f"expectation `{model.__name__}`"
    if obstacle := thing_obstacle(model):
        message = f"{what} of `{site.id}` cannot be imported by the files that run it"
        _refuse(site, "DC161", f"{message}: {obstacle.reason}", obstacle.fix, at)
        return None
    libraries = libraries_of(model)
    try:
        contract_of(model, model, library=libraries[0])
    except UnsupportedType as error:
        fix = error.fix or "give it a model that only looks"
        _refuse(site, "DC163", f"{what} of `{site.id}`: {error.reason}", fix, at)
        return None
    return Function(
        name=model.__name__,
        ref=ref_of(model),
        slots=(_FRAME,),
        types=_ANY,
        form="model",
        libraries=libraries,
    )


def _of_column(site: Site, asked: ColumnCheck, at: Spot | None) -> Function | None:
    what = f"the check of column `{asked.column}`, expected of `{site.id}`,"
    if not isinstance(asked.check, str) and (obstacle := thing_obstacle(asked.check)):
        message = f"{what} cannot be imported by the files that run it: {obstacle.reason}"
        _refuse(site, "DC161", message, obstacle.fix, at)
        return None
    try:
        written = {
            "check": encoded(asked.check),
            "column": encoded(asked.column),
            "given": encoded(dict(asked.given)),
        }
    except Unfit as error:
        _refuse(site, error.code, f"{what}: {error.reason}", error.fix, at)
        return None
    return Function(
        name=f"{asked.column} check",
        ref=ir.Ref(module="dagcompile.runtime.v1", name="column"),
        slots=(_FRAME,),
        types=_ANY,
        form="column",
        written=tuple(written.items()),
        libraries=_MODELLED,
    )


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


def misjudged(function: Function, shape: Shape) -> tuple[str, str] | None:
    """Why a function of frames cannot judge values of `shape`, to follow what it is, and what to
    write; None where it may.
    """
    ours = classes_of(shape)
    theirs = [cls for each in function.libraries if (cls := frame_class(each)) is not None]
    if not ours or not theirs or any(may_meet(mine, other) for mine in ours for other in theirs):
        return None
    kinds = " and ".join(dict.fromkeys(cls.__module__.partition(".")[0] for cls in theirs))
    fix = f"expect it of a frame of {kinds.replace(' and ', ' or ')}"
    if function.form == "model" and any(library_of(cls) in _MODELLED for cls in ours):
        fix = f"{fix}, or give it a model for `{shape.text}`"
    return f"judges frames of {kinds}, and is given `{shape.text}`", fix


def _refuse(site: Site, code: str, message: str, fix: str, at: Spot | None) -> None:
    site.refuse(code, message, fix=fix, at=at, here="said here")
