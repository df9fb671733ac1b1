"""The arguments of a call in a pipeline: bound to parameters, made edges, checked when literal."""

from typing import Any

from dagcompile.authoring.annotations import is_config
from dagcompile.authoring.handles import Handle
from dagcompile.authoring.literals import Unfit, encoded_config, handles_in, misfit, source_of
from dagcompile.authoring.places import Spot
from dagcompile.authoring.problems import closest, listed, nearest, problem
from dagcompile.authoring.signatures import Slot
from dagcompile.authoring.sites import Site
from dagcompile.authoring.sources import Definition, Parameter
from dagcompile.authoring.specs import Spec
from dagcompile.ir import records as ir
from dagcompile.runtime.types import Shape
from dagcompile.runtime.types.secrets import holds_secret

_INSTEAD = "a config is decided when the pipeline is compiled; make the value an input instead"

_BY_POSITION = "pass it by position"

_SAID_BEFORE = {
    "name": "named(...)",
    "id": "named(...)",
    "after": "after(...)",
    "retry": "with_policy(retry=...)",
    "timeout": "with_policy(timeout=...)",
    "guard": "with_policy(guard=...)",
    "expect": "expecting(expect(...))",
    "reads": "reading(...)",
    "writes": "writing(...)",
    "keeps": "keeping(...)",
}
"""What may be meant by an argument for no input."""

_LONGEST = 60

Given = dict[str, object]
"""Argument values by parameter."""


def bind(site: Site, spec: Spec, args: tuple[object, ...], kwargs: dict[str, object]) -> Given:
    """Arguments by parameter; those too many, unknown or given twice are recorded."""
    if spec.context in kwargs:
        site.refuse(
            "DC183",
            f"`{site.id}` is given `{spec.context}`, the context that each attempt has of its own",
            fix="leave it out",
            at=site.keyword(spec.context),
            here="given here",
        )
        kwargs = {name: value for name, value in kwargs.items() if name != spec.context}
    positional = spec.positional
    given: Given = dict(zip(positional, args, strict=False))
    if len(args) > len(positional) and not spec.variadic:
        site.refuse(
            "DC115",
            f"`{site.id}` is given {len(args)} inputs by position,"
            f" but op `{spec.name}` takes {len(positional)}",
            fix=_inputs(spec),
        )
    for name, value in kwargs.items():
        if name not in spec.keywords:
            if not spec.variadic:
                given |= _unknown(
                    site, spec, name, value, taken={*given, *(kwargs.keys() - {name})}
                )
        elif name in given:
            site.refuse(
                "DC116",
                f"`{site.id}` is given its input `{name}` twice, by position and by name",
                fix="give it once",
                at=site.keyword(name),
                here="given again here",
            )
        else:
            given[name] = value
    return given


def _unknown(site: Site, spec: Spec, name: str, value: object, *, taken: set[str]) -> Given:
    """What an argument for no input was meant for, if that can be guessed and is not given."""
    site.refuse(
        "DC114",
        f"`{site.id}` is given `{name}`, which op `{spec.name}` does not take by that name"
        f"{'' if name in spec.positional else nearest(name, spec.keywords)}",
        fix=_instead(spec, name, value),
        at=site.keyword(name),
        here="no input of that name",
    )
    guess = name if name in spec.positional else closest(name, spec.keywords)
    return {guess: value} if guess and guess not in taken else {}


def _instead(spec: Spec, name: str, value: object) -> str:
    """What to write in the place of an argument for no input."""
    if name in spec.positional:
        return _BY_POSITION
    if name in _SAID_BEFORE:
        shown = repr(value) if type(value) is str else "..."
        said = _SAID_BEFORE[name].replace("...", shown)
        return f"that is said before the call: {spec.name}.{said}(...); {_inputs(spec)}"
    return _inputs(spec)


def _inputs(spec: Spec) -> str:
    if spec.definition.operator is not None:
        taken = listed(slot.name for slot in spec.slots)
        return f"say takes={{...}} where it is made, or give it a literal there; it takes: {taken}"
    return f"the inputs of op `{spec.name}`: {listed(slot.name for slot in spec.slots)}"


def inputs_of(site: Site, spec: Spec, given: Given) -> tuple[ir.Input, ...]:
    """The edges into the node, in the order of the op's parameters."""
    inputs: list[ir.Input] = []
    for slot in spec.slots:
        name = slot.name
        if slot is spec.config:
            continue
        if name in given:
            value = given[name]
            if type(value) is Handle and value._dc_tracer is site.tracer:
                inputs.append(ir.Input(port=name, source=value._dc_source))
                continue
            at = site.argument(name, spec.positional)
            source = edge(site, value, slot.shape, f"input `{name}` of `{site.id}`", at=at)
            if source is not None:
                inputs.append(ir.Input(port=name, source=source))
        elif slot.required:
            _not_given(site, spec, slot)
        else:
            _warn_of_config(site, spec, slot)
    return tuple(inputs)


def _not_given(site: Site, spec: Spec, slot: Slot) -> None:
    message = f"`{site.id}` is not given its input `{slot.name}`, of type {slot.type}"
    how = f"pass {slot.name}=..." if slot.keyword else _BY_POSITION
    fix = f"{how}, or give the parameter of op `{spec.name}` a default"
    site.refuse("DC113", message, fix=fix)


def _warn_of_config(site: Site, spec: Spec, slot: Slot) -> None:
    """Tell once of an op that its parameter looks like its config and is an input."""
    name, spot = slot.name, spec.spot
    if is_config(slot.annotation):
        code, but = "DC151", "is a Config by its type, but an input by its name"
        fix = "move its fields to those of `config`" if spec.config else "name it `config`"
    elif name == "config":
        code, but = "DC152", f"is a config by its name, but an input by its type, {slot.type}"
        fix = "annotate it with a class made of dagcompile.Config"
    else:
        return
    site.tracer.tell(
        problem(
            code,
            f"parameter `{name}` of op `{spec.name}` {but}:"
            " its default is not written into the generated files, and no run can --set it",
            at=Parameter(spot.code, name) if isinstance(spot, Definition) else spot,
            here="this parameter",
            fix=fix,
            severity="warning",
        )
    )


def edge(
    site: Site, value: object, shape: Shape, what: str, *, at: Spot | None = None
) -> "ir.Source | None":
    """`value` as a source for `what`; None, and a mistake recorded, when it cannot be one.

    `at` is where it is written, if not all that is written here is meant.
    """
    handles = handles_in(value)
    if not site.owns_all(handles):
        return None
    try:
        source = source_of(value)
    except Unfit as error:
        site.refuse(error.code, f"{what}: {error.reason}", fix=error.fix, at=at, here="this")
        return None
    if not handles and (wrong := misfit(value, shape)):
        site.refuse(
            "DC120",
            f"the literal given for {what} is not {shape.text}: {wrong}",
            fix=_called(value) or "change the literal, or the annotation that it is checked by",
            at=at,
            here="this",
            hidden=holds_secret(shape),
        )
        return None
    return source


def _called(value: object) -> str:
    """What to write in the place of a class or function that is not called."""
    if isinstance(value, type):
        return f"it is the class itself; call it: {value.__name__}(...)"
    if callable(value):
        return "it is the function itself; make it an op, and pass what its call returns"
    return ""


def config_of(site: Site, spec: Spec, configured: object, given: Given) -> ir.Instance | None:
    """The resolved config of a node: what the call gives, else `configured`, else the default."""
    slot = spec.config
    if slot is None:
        if configured is not None:
            site.refuse(
                "DC123",
                f"`{site.id}` is configured, but op `{spec.name}` has no config",
                fix="give the op a parameter `config` annotated with a pydantic model",
            )
        return None
    if "config" in given:
        return _config(site, spec, given["config"], slot)
    if configured is not None:
        return _config(site, spec, configured, slot)
    if slot.required:
        site.refuse(
            "DC122",
            f"`{site.id}` has no config, and op `{spec.name}` has no default one",
            fix=f"pass config={slot.type}(...)",
        )
    elif spec.config_unfit is not None:
        _unwritable(site, f"the default config of op `{spec.name}`", spec.config_unfit)
    return spec.config_default


def _config(site: Site, spec: Spec, config: Any, slot: Slot) -> ir.Instance | None:
    what = f"the config of `{site.id}`"
    if type(config) is Handle:
        site.refuse("DC124", f"{what} is a handle, {config!r}", fix=_INSTEAD)
        return None
    model: Any = slot.annotation
    if not isinstance(config, model):
        message, fix = _no_config(config, model)
        at = site.argument("config", spec.positional)
        site.refuse("DC123", f"{what} {message}, not a {slot.type}", fix=fix, at=at, here="this")
        return None
    try:
        value = encoded_config(config)
    except Unfit as error:
        _unwritable(site, what, error)
        return None
    if wrong := misfit(config, slot.shape):
        fix = "build it by its constructor, which validates it"
        message = f"{what} is not {slot.type}: {wrong}"
        site.refuse("DC120", message, fix=fix, hidden=holds_secret(slot.shape))
    return value


def _no_config(config: Any, model: Any) -> tuple[str, str]:
    """What is given for an object of `model`, and what to write."""
    name = model.__name__
    if config is model:
        return "is the class itself", f"call it: {name}()"
    if type(config) is dict and config and all(type(each) is str for each in config):
        fields = ", ".join(f"{key}={value!r}" for key, value in config.items())
        short = fields if len(fields) <= _LONGEST else "..."
        return "is of class dict", f"pass {name}({short})"
    return f"is of class {type(config).__qualname__}", f"pass {name}(...)"


def _unwritable(site: Site, what: str, error: Unfit) -> None:
    if error.code == "DC118":
        site.refuse("DC124", f"{what}: {error.reason}", fix=_INSTEAD)
    else:
        site.refuse(error.code, f"{what}: {error.reason}", fix=error.fix)
