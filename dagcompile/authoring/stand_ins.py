"""What does the work of an operator where there is no orchestrator: an op that is like it."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from dagcompile.authoring.natives import Native
from dagcompile.authoring.operations import Op
from dagcompile.authoring.problems import listed
from dagcompile.authoring.signatures import Signature, Slot
from dagcompile.authoring.specs import Spec, spec_of
from dagcompile.ir import records as ir

Refuse: TypeAlias = Callable[..., None]
"""Records a mistake: its code, message, repair, and the argument that it is of."""


def stand_in_of(
    native: Native[Any], signature: Signature, what: str, refuse: Refuse
) -> ir.OpDef | None:
    """The op that stands in, None where there is none or it is wrong, which is recorded."""
    given = native.stand_in
    if given is None:
        return None
    if type(given) is not Op:
        message = f"the stand-in of {what} is of class {type(given).__qualname__}, not an op"
        refuse("DC199", message, "write stand_in=op(function), or decorate it with @op", "stand_in")
        return None
    spec = spec_of(given)
    wrong = next((each for each in spec.problems if each.severity == "error"), None)
    if wrong is not None:
        refuse("DC199", f"the stand-in of {what}: {wrong.message}", wrong.fix, "stand_in")
        return None
    for fault, fix in _unlike(signature, spec):
        refuse("DC199", f"the stand-in `{spec.name}` of {what} {fault}", fix, "stand_in")
    return spec.definition


def _unlike(signature: Signature, spec: Spec) -> Iterator[tuple[str, str]]:
    """How a stand-in differs from what it stands in for."""
    slots: dict[str, Slot] = {slot.name: slot for slot in spec.slots if slot is not spec.config}
    wanted = {slot.name: slot for slot in signature.slots}
    for name, slot in wanted.items():
        if name not in slots or not slots[name].keyword:
            yield f"has no input `{name}`", f"give it one of that name, of type {slot.type}"
        elif slots[name].type != slot.type:
            fix = f"annotate it {slot.type}, or change takes="
            yield f"takes `{name}` of type {slots[name].type}, not {slot.type}", fix
    more = [name for name, slot in slots.items() if slot.required and name not in wanted]
    if more:
        yield f"also needs {listed(more)}", "give it defaults, or name it in takes="
    if spec.config is not None and spec.config.required:
        yield "needs a config", "give it a default"
    returned = signature.outs[0] if signature.record is None else None
    if spec.record is not None:
        yield "returns a NamedTuple", "let it return one value"
    elif returned is not None and returned.type != "Any":
        (out,) = spec.outs
        if (out.type, out.maybe) != (returned.type, returned.maybe):
            yield f"returns {out.type}, not {returned.type}", "let both be of one type"
