"""Ops as the tracer needs them: their definition in the IR, and what their handles are."""

from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from dagcompile.authoring.annotations import is_model
from dagcompile.authoring.docstrings import first_paragraph
from dagcompile.authoring.importing import op_obstacle, op_ref
from dagcompile.authoring.injected import context_of
from dagcompile.authoring.literals import Unfit, encoded, encoded_config, misfit
from dagcompile.authoring.methods import method_obstacle
from dagcompile.authoring.natives import Native
from dagcompile.authoring.operations import Op
from dagcompile.authoring.places import Spot
from dagcompile.authoring.problems import problem
from dagcompile.authoring.schedules import Partitioned
from dagcompile.authoring.signatures import (
    MISSING,
    Out,
    Signature,
    Slot,
    definition_of,
    read,
)
from dagcompile.diagnostics import Diagnostic
from dagcompile.ir import records as ir
from dagcompile.runtime.types.secrets import holds_secret

_OPEN = ("DC104", "DC135")
"""Mistakes after which it is not known what an op takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """An op, read once.

    `config` is its config parameter, `config_default` the default of that one, `config_unfit` why
    it has one that cannot be written; `context` the name of the parameter that takes the context
    of each attempt, which is none of `slots`. `variadic` tells that the op takes more than its
    slots say, which is a mistake of its own.
    """

    name: str
    fn: Any
    definition: ir.OpDef
    slots: tuple[Slot, ...]
    positional: tuple[str, ...]
    keywords: frozenset[str]
    variadic: bool
    config: Slot | None
    config_default: ir.Instance | None
    config_unfit: Unfit | None
    context: str
    outs: tuple[Out, ...]
    record: Any
    returns: object
    types: dict[ir.TypeKey, ir.Type]
    text: str
    spot: Spot | None
    problems: tuple[Diagnostic, ...]


def spec_of(op: Op[..., Any]) -> Spec:
    """The spec of `op`, kept for the ops that derive from it once nothing is wrong with it."""
    spec = op._shared.get("spec")
    if not isinstance(spec, Spec):
        spec = _native(op) if type(op) is Native else _spec(op)
        if not any(each.severity == "error" for each in spec.problems):
            op._shared["spec"] = spec
    return spec


def _native(op: Native[Any]) -> Spec:
    from dagcompile.authoring.native_specs import native_spec

    return native_spec(op)


@dataclass(slots=True, kw_only=True)
class _Taken:
    """What an op takes, as it is found out."""

    ports: list[ir.InPort] = field(default_factory=list)
    config: Slot | None = None
    config_default: ir.Instance | None = None
    config_unfit: Unfit | None = None
    context: str = ""
    problems: list[Diagnostic] = field(default_factory=list)


def _spec(op: Op[..., Any]) -> Spec:
    fn = op.__wrapped__
    ref = op_ref(op)
    name = ref.name.rpartition(".")[2]
    what, spot = f"op `{name}`", definition_of(fn)
    signature = read(fn, what=what)
    if method := method_obstacle(op):
        signature = replace(signature, slots=())  # what it is given is not the point
        wrong = [problem("DC135", f"{what}: {method.reason}", at=spot, fix=method.fix)]
    elif obstacle := op_obstacle(op):
        message = f"{what} cannot be imported by the files that run it: {obstacle.reason}"
        wrong = [problem("DC103", message, at=spot, here="the op", fix=obstacle.fix)]
    else:
        wrong = []
    taken = _taken(signature, what, spot)
    slots = tuple(slot for slot in signature.slots if not slot.is_context)
    before = takewhile(lambda slot: not slot.is_context, signature.slots)
    return Spec(
        name=name,
        fn=fn,
        definition=_definition(ref, signature, taken),
        slots=slots,
        positional=tuple(slot.name for slot in before if slot.positional),
        keywords=frozenset(slot.name for slot in slots if slot.keyword),
        variadic=any(each.code in _OPEN for each in (*wrong, *signature.problems)),
        config=taken.config,
        config_default=taken.config_default,
        config_unfit=taken.config_unfit,
        context=taken.context,
        outs=signature.outs,
        record=signature.record,
        returns=signature.returns,
        types=signature.types,
        text=first_paragraph(fn),
        spot=spot,
        problems=(*wrong, *signature.problems, *taken.problems),
    )


def _definition(ref: ir.Ref, signature: Signature, taken: _Taken) -> ir.OpDef:
    outs = signature.outs
    return ir.OpDef(
        key=f"{ref.module}:{ref.name}",
        ref=ref,
        inputs=tuple(taken.ports),
        outputs=tuple(ir.OutPort(name=out.name, type=out.type, maybe=out.maybe) for out in outs),
        fields=signature.record is not None,
        config=taken.config.type if taken.config else None,
        context=taken.context,
    )


def _taken(signature: Signature, what: str, spot: Spot | None) -> _Taken:
    taken = _Taken()
    taken.context, taken.problems = context_of(signature.slots, what=what, spot=spot)
    passed = False
    for slot in signature.slots:
        if slot.is_context:
            passed = True
            continue
        wrong = _wrong_default(slot, f"parameter `{slot.name}` of {what}", spot)
        taken.problems.extend(wrong)
        if slot.name == "config" and is_model(slot.annotation):
            taken.config = slot
            passed = True
            if slot.default is not MISSING and not wrong:
                _take_config(slot.default, taken)
        else:
            default = None if wrong else _default(slot)
            taken.ports.append(_port(slot, default, passed=passed))
    return taken


def _take_config(default: object, taken: _Taken) -> None:
    try:
        taken.config_default = encoded_config(default)
    except Unfit as unfit:  # a mistake only where the default is used
        taken.config_unfit = unfit


def _port(slot: Slot, default: ir.Const | None, *, passed: bool) -> ir.InPort:
    """The input that a parameter is; `passed` is one that is no input, before it."""
    return ir.InPort(
        name=slot.name,
        type=slot.type,
        required=slot.required,
        default=default,
        keyword_only=passed or not slot.positional,
    )


def _default(slot: Slot) -> ir.Const | None:
    """The default of an input, None where it has none that is a literal."""
    if slot.default is MISSING:
        return None
    try:
        return ir.Const(value=encoded(slot.default))
    except Unfit:
        return None  # the function's own business: it is not given


def _wrong_default(slot: Slot, what: str, spot: Spot | None) -> list[Diagnostic]:
    if slot.default is MISSING:
        return []
    try:
        encoded(slot.default)
    except Unfit as unfit:
        if not isinstance(slot.default, Partitioned):
            return []
        message = f"the default of {what} {unfit.reason.removeprefix('it ')}"
        return [problem(unfit.code, message, at=spot, here="defined here", fix=unfit.fix)]
    wrong = misfit(slot.default, slot.shape)
    if not wrong:
        return []
    message = f"the default of {what} is not {slot.type}: {wrong}"
    fix = "change the default, or widen the annotation"
    hidden = holds_secret(slot.shape)
    return [problem("DC121", message, at=spot, here="defined here", fix=fix, hidden=hidden)]
