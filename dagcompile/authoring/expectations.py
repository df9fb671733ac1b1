"""What is expected, as the IR has it: what an expectation looks at, and with which params."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Literal

from dagcompile.authoring.arguments import edge
from dagcompile.authoring.callables import called
from dagcompile.authoring.expecting import Expectation
from dagcompile.authoring.functions import Function, function_of, misjudged
from dagcompile.authoring.handles import Handle
from dagcompile.authoring.literals import Unfit, encoded, handles_in, misfit
from dagcompile.authoring.operations import Op
from dagcompile.authoring.places import Spot
from dagcompile.authoring.policies import stated
from dagcompile.authoring.problems import listed, nearest
from dagcompile.authoring.signatures import Slot
from dagcompile.authoring.sites import Site
from dagcompile.authoring.specs import Spec
from dagcompile.ir import records as ir
from dagcompile.runtime.types import Shape
from dagcompile.runtime.types.names import literal_text
from dagcompile.runtime.types.secrets import holds_secret

_HERE = "said here"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Port:
    """A value that may be looked at."""

    side: Literal["input", "output"]
    shape: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """An expectation of node `site.id` and its function. `at` is where it is said, if elsewhere."""

    site: Site
    expectation: Expectation
    function: Function
    at: Spot | None = None

    @property
    def what(self) -> str:
        """What messages call it."""
        return f"expectation `{self.function.name}` of `{self.site.id}`"

    def refuse(self, code: str, message: str, *, fix: str) -> None:
        """Record a mistake."""
        self.site.refuse(code, message, fix=fix, at=self.at, here=_HERE)


def expectations_of(
    site: Site, spec: Spec, op: Op[..., Any], inputs: tuple[ir.Input, ...]
) -> tuple[ir.Expectation, ...]:
    """What the settings of `op` expect of the values of a node; mistakes are recorded."""
    at = stated(site, op, "expect")
    found: list[ir.Expectation] = []
    given: tuple[object, ...] = op._settings.expect
    for each in given:
        if not isinstance(each, Expectation):
            _not_one(site, each, at)
            continue
        function = function_of(site, each, at=at)
        if function is None:
            continue
        asked = _Asked(site=site, expectation=each, function=function, at=at)
        if looks := _looks(asked, spec, inputs):
            found.append(_record(asked, looks, _ports(spec)))
    return tuple(found)


def wired(
    site: Site, expectation: Expectation, values: tuple[object, ...], named: Mapping[str, object]
) -> tuple[ir.Expectation, tuple[ir.Input, ...]] | None:
    """What is expected of the values that an expectation is called with, and the edges to them;
    None where it cannot be known, for mistakes that are recorded.
    """
    function = function_of(site, expectation, at=None)
    if function is None:
        return None
    slots = {
        expectation.of if at == 0 and expectation.of else slot.name: slot
        for at, slot in enumerate(function.slots)
        if slot.name not in expectation.params
    }
    given = _given(site, function, slots, values, named)
    if not any(handles_in(each) for each in given.values()):
        site.refuse(
            "DC165",
            f"expectation `{site.id}` is given no value of the pipeline",
            fix="pass what calling an op in this pipeline returned, or a param",
        )
        return None
    inputs: list[ir.Input] = []
    for name, value in given.items():
        what = f"`{name}` of expectation `{site.id}`"
        at = site.argument(name, tuple(slots))
        if isinstance(value, Handle) and (wrong := misjudged(function, value._dc_shape)):
            message = f"expectation `{function.name}` of `{site.id}` {wrong[0]}"
            site.refuse("DC163", message, fix=wrong[1], at=at)
            continue
        source = edge(site, value, slots[name].shape, what, at=at)
        if source is not None:
            inputs.append(ir.Input(port=name, source=source))
    looks = tuple(ir.Look(port=each.port, type=slots[each.port].type) for each in inputs)
    ports = {
        name: _Port(side="input", shape=handle._dc_shape)
        for name, value in given.items()
        for handle in handles_in(value)
    }
    asked = _Asked(site=site, expectation=expectation, function=function)
    record = _record(asked, looks, ports)
    return (record, tuple(inputs)) if inputs else None


def _given(
    site: Site,
    function: Function,
    slots: Mapping[str, Slot],
    values: tuple[object, ...],
    named: Mapping[str, object],
) -> dict[str, object]:
    """The values by parameter, in the order of the parameters; others are recorded."""
    positional = [name for name, slot in slots.items() if slot.positional]
    given = dict(zip(positional, values, strict=False))
    if len(values) > len(positional):
        site.refuse(
            "DC164",
            f"expectation `{site.id}` is given {len(values)} values by position,"
            f" but `{function.name}` takes {len(positional)}",
            fix=f"its values: {listed(slots)}",
        )
    for name, value in named.items():
        if name in slots and name not in given:
            given[name] = value
            continue
        again = " twice" if name in given else f", which `{function.name}` does not take"
        site.refuse(
            "DC164",
            f"expectation `{site.id}` is given `{name}`{again}"
            f"{'' if name in given else nearest(name, slots)}",
            fix=f"its values: {listed(slots)}; literals are said before: expect(..., {name}=...)",
        )
    for name, slot in slots.items():
        if slot.required and name not in given:
            site.refuse(
                "DC113",
                f"expectation `{site.id}` is not given `{name}`, of type {slot.type}",
                fix=f"pass it, or say what it is before: expect(..., {name}=...)",
            )
    return {name: given[name] for name in slots if name in given}


def _not_one(site: Site, given: object, at: Spot | None) -> None:
    name = called(given) if type(given) is FunctionType else "..."
    site.refuse(
        "DC160",
        f"`{site.id}` expects an object of class {type(given).__qualname__},"
        " which is no expectation",
        fix=f"write expect({name})",
        at=at,
        here=_HERE,
    )


def _ports(spec: Spec) -> dict[str, _Port]:
    """The values of an op's nodes by name. One of an input and an output is the output's."""
    inputs = {
        slot.name: _Port(side="input", shape=slot.shape)
        for slot in spec.slots
        if slot is not spec.config
    }
    return inputs | {out.name: _Port(side="output", shape=out.shape) for out in spec.outs}


def _looks(asked: _Asked, spec: Spec, inputs: tuple[ir.Input, ...]) -> tuple[ir.Look, ...]:
    """What it looks at; nothing where it cannot be known, for mistakes that are recorded."""
    ports, expectation = _ports(spec), asked.expectation
    looks: list[ir.Look] = []
    for number, slot in enumerate(asked.function.slots):
        port = slot.name if number or expectation.of is None else expectation.of
        if asked.function.form != "function" and expectation.of is None and len(spec.outs) == 1:
            port = spec.outs[0].name
        if slot.name in expectation.params or (port not in ports and not slot.required):
            continue
        if port not in ports:
            _no_such_value(asked, spec, port)
            return ()
        if ports[port].side == "input" and not _has_value(spec, inputs, port):
            asked.refuse(
                "DC162",
                f"{asked.what} looks at input `{port}`, whose default is no literal",
                fix=f"pass `{port}` to `{asked.site.id}`",
            )
            return ()
        if wrong := misjudged(asked.function, ports[port].shape):
            asked.refuse("DC163", f"{asked.what} {wrong[0]} as `{port}`", fix=wrong[1])
            return ()
        looks.append(ir.Look(side=ports[port].side, port=port, type=slot.type))
    if not looks:
        asked.refuse(
            "DC165",
            f"{asked.what} looks at no input or output of it",
            fix=f"name a parameter after one of {listed(ports)}, or say of=...",
        )
    return tuple(looks)


def _no_such_value(asked: _Asked, spec: Spec, port: str) -> None:
    ports, expectation = _ports(spec), asked.expectation
    more = (
        f"; a literal is given in the call: expect(..., {port}=...);"
        " what the first parameter takes, by of=..."
    )
    asked.refuse(
        "DC162",
        f"{asked.what} looks at `{port}`, which is no input or output of op `{spec.name}`"
        f"{nearest(port, ports)}",
        fix=f"its values: {listed(ports)}{'' if port == expectation.of else more}",
    )


def _has_value(spec: Spec, inputs: tuple[ir.Input, ...], port: str) -> bool:
    if any(each.port == port for each in inputs):
        return True
    return any(each.name == port and each.default is not None for each in spec.definition.inputs)


def _record(
    asked: _Asked, looks: tuple[ir.Look, ...], ports: Mapping[str, _Port]
) -> ir.Expectation:
    expectation, ref = asked.expectation, asked.function.ref
    asked.site.tracer.types.update(asked.function.types)
    return ir.Expectation(
        name=expectation.name or f"{ref.module}.{ref.name}",
        ref=ref,
        form=asked.function.form,
        looks=looks,
        by_position=expectation.of is not None or asked.function.form != "function",
        params=asked.function.written or _params(asked),
        severity=expectation.severity,
        secret=expectation.secret
        or any(holds_secret(ports[look.port].shape) for look in looks if look.port in ports),
    )


def _params(asked: _Asked) -> tuple[tuple[str, ir.Value], ...]:
    slots = {slot.name: slot for slot in asked.function.slots}
    found: list[tuple[str, ir.Value]] = []
    for name, value in sorted(asked.expectation.params.items()):
        if name not in slots:
            asked.refuse(
                "DC164",
                f"{asked.what} is given `{name}`, which it does not take{nearest(name, slots)}",
                fix=f"its parameters: {listed(slots)}",
            )
        elif (param := _param(asked, slots[name], value)) is not None:
            found.append((name, param.value))
    return tuple(found)


def _param(asked: _Asked, slot: Slot, value: object) -> ir.Const | None:
    what = f"`{slot.name}` of {asked.what}"
    try:
        written = encoded(value)
        literal_text(value)  # by which it is told of
    except Unfit as error:
        asked.refuse(error.code, f"{what}: {error.reason}", fix=error.fix)
        return None
    except ValueError as error:
        fix = "give numbers, text, dates, enums and containers of them"
        asked.refuse("DC117", f"{what}: {error}", fix=fix)
        return None
    if wrong := misfit(value, slot.shape):
        asked.refuse(
            "DC120",
            f"the literal given for {what} is not {slot.type}: {wrong}",
            fix="change the literal, or the annotation that it is checked by",
        )
    return ir.Const(value=written)
