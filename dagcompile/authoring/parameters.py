"""The params of a pipeline: a typed, checked list of its function's parameters."""

from dagcompile.authoring.ids import id_obstacle
from dagcompile.authoring.literals import Unfit, encoded, misfit
from dagcompile.authoring.partitioning import partition_of
from dagcompile.authoring.problems import problem
from dagcompile.authoring.schedules import Partitioned
from dagcompile.authoring.signatures import Signature, Slot
from dagcompile.authoring.sites import Site
from dagcompile.authoring.sources import Definition, Parameter
from dagcompile.authoring.tracer import Tracer
from dagcompile.diagnostics import Diagnostic
from dagcompile.ir import records as ir
from dagcompile.runtime.reading.writable import writable
from dagcompile.runtime.types.secrets import holds_secret


def params_of(tracer: Tracer, signature: Signature, definition: Definition) -> tuple[ir.Param, ...]:
    """The params of the pipeline that is being traced; mistakes are recorded."""
    if reason := id_obstacle(tracer.name):
        site = Site(tracer, id=tracer.name, spot=definition, here="the pipeline is defined here")
        message = f"the id {tracer.name!r} of a pipeline {reason}"
        site.refuse("DC109", message, fix="give it another: @pipeline(name=...)")
    return tuple(_param(tracer, slot, definition) for slot in signature.slots)


def _param(tracer: Tracer, slot: Slot, definition: Definition) -> ir.Param:
    spot = Parameter(definition.code, slot.name)
    site = Site(tracer, id=slot.name, spot=spot, here="the param")
    what = f"param `{slot.name}` of pipeline `{tracer.name}`"
    if slot.is_context:
        fix = "take it as a parameter of the op that tells of what it wrote"
        site.refuse("DC180", f"{what} is a Context, which is of one attempt at one step", fix=fix)
        return ir.Param(name=slot.name, type=slot.type)
    if not slot.annotated:
        fix = "annotate it; a run reads its value by that type"
        site.refuse("DC106", f"{what} has no type", fix=fix)
    if isinstance(slot.default, Partitioned):
        partition = partition_of(site, slot, slot.default.period)
        return ir.Param(name=slot.name, type=slot.type, partition=partition)
    if slot.required and not writable(slot.shape):
        tracer.problems.append(_unwritable(slot, tracer.name, spot))
    default = None if slot.required else _default(site, slot, what)
    return ir.Param(name=slot.name, type=slot.type, default=default)


def _unwritable(slot: Slot, name: str, spot: Parameter) -> Diagnostic:
    return problem(
        "DC153",
        f"param `{slot.name}` of pipeline `{name}` is of type `{slot.type}`, of which no value can"
        " be written: not on a command line, in a file of params or in the form of an engine",
        at=spot,
        here="the param",
        fix="take a text, a path or a date that says which is meant, and load it in an op; or start"
        f" it from Python alone: execute({name}, {slot.name}=...), or testing.run in a test",
        severity="warning",
    )


def _default(site: Site, slot: Slot, what: str) -> ir.Const | None:
    try:
        value = encoded(slot.default)
    except Unfit as error:
        site.refuse(error.code, f"the default of {what}: {error.reason}", fix=error.fix)
        return None
    if wrong := misfit(slot.default, slot.shape):
        message = f"the default of {what} is not {slot.type}: {wrong}"
        fix = "change the default, or widen the annotation"
        site.refuse("DC121", message, fix=fix, hidden=holds_secret(slot.shape))
    return ir.Const(value=value)
