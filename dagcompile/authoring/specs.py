"""Ops as the tracer needs them: their definition in the IR, and what their handles are."""

from dataclasses import dataclass
from typing import Any

from dagcompile.authoring.annotations import is_model
from dagcompile.authoring.importing import op_obstacle, ref_of
from dagcompile.authoring.literals import Unfit, encoded, misfit
from dagcompile.authoring.operations import Op
from dagcompile.authoring.places import Spot
from dagcompile.authoring.problems import problem
from dagcompile.authoring.signatures import (
    MISSING,
    Out,
    Slot,
    definition_of,
    first_paragraph,
    read,
)
from dagcompile.diagnostics import Diagnostic
from dagcompile.ir import records as ir


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """An op, read once.

    `config` is its config parameter, `config_default` the default of that one. `variadic` tells
    that it takes more than its slots say, which is a mistake of its own.
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
    outs: tuple[Out, ...]
    record: Any
    returns: object
    types: dict[ir.TypeKey, ir.Type]
    text: str
    spot: Spot | None
    problems: tuple[Diagnostic, ...]


def spec_of(op: Op[..., Any]) -> Spec:
    """The spec of `op`, kept for the ops that derive from it once it has no problems."""
    spec = op._shared.get("spec")
    if not isinstance(spec, Spec):
        spec = _spec(op)
        if not spec.problems:
            op._shared["spec"] = spec
    return spec


def _spec(op: Op[..., Any]) -> Spec:
    fn = op.__wrapped__
    ref = ref_of(fn)
    name = ref.name.rpartition(".")[2]
    what, spot = f"op `{name}`", definition_of(fn)
    signature = read(fn, what=what)
    problems = list(signature.problems)
    if obstacle := op_obstacle(op):
        message = f"{what} cannot be imported by the files that run it: {obstacle.reason}"
        problems.insert(0, problem("DC103", message, at=spot, here="the op", fix=obstacle.fix))
    ports: list[ir.InPort] = []
    config: Slot | None = None
    config_default: ir.Instance | None = None
    for slot in signature.slots:
        default, wrong = _default(slot, f"parameter `{slot.name}` of {what}", spot)
        problems.extend(wrong)
        if slot.name == "config" and is_model(slot.annotation):
            config = slot
            config_default = default if isinstance(default, ir.Instance) else None
            continue
        ports.append(
            ir.InPort(
                name=slot.name,
                type=slot.type,
                required=slot.required,
                default=None if default is MISSING else ir.Const(value=default),
                keyword_only=not slot.positional,
            )
        )
    definition = ir.OpDef(
        key=f"{ref.module}:{ref.name}",
        ref=ref,
        inputs=tuple(ports),
        outputs=tuple(ir.OutPort(name=o.name, type=o.type, maybe=o.maybe) for o in signature.outs),
        fields=signature.record is not None,
        config=config.type if config else None,
    )
    return Spec(
        name=name,
        fn=fn,
        definition=definition,
        slots=signature.slots,
        positional=tuple(slot.name for slot in signature.slots if slot.positional),
        keywords=frozenset(slot.name for slot in signature.slots if slot.keyword),
        variadic=any(each.code == "DC104" for each in signature.problems),
        config=config,
        config_default=config_default,
        outs=signature.outs,
        record=signature.record,
        returns=signature.returns,
        types=signature.types,
        text=first_paragraph(fn),
        spot=spot,
        problems=tuple(problems),
    )


def _default(slot: Slot, what: str, spot: Spot | None) -> tuple[Any, list[Diagnostic]]:
    """The default as a value of the IR, MISSING where it has none that is a literal."""
    if slot.default is MISSING:
        return MISSING, []
    try:
        value = encoded(slot.default)
    except Unfit:
        return MISSING, []  # the function's own business: it is not given
    wrong = misfit(slot.default, slot.shape)
    if wrong:
        message = f"the default of {what} is not {slot.type}: {wrong}"
        fix = "change the default, or widen the annotation"
        return MISSING, [problem("DC121", message, at=spot, here="defined here", fix=fix)]
    return value, []
