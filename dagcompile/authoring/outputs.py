"""What a pipeline returns, as its outputs."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from dagcompile.authoring.arguments import edge
from dagcompile.authoring.handles import Handle
from dagcompile.authoring.signatures import MISSING, Out, Signature
from dagcompile.authoring.sites import Site
from dagcompile.ir import records as ir

_NONE = type(None)


def outputs_of(site: Site, signature: Signature, returned: object) -> tuple[ir.Output, ...]:
    """The outputs of pipeline `site.id`, whose body returned `returned`; mistakes are recorded."""
    if signature.record is not None:
        return _fields(site, signature, returned)
    (out,) = signature.outs
    unsaid = out.annotation is MISSING
    if (unsaid or out.annotation is _NONE) and _is_nothing(returned):
        return ()
    if out.annotation is _NONE or (returned is None and not out.shape.accepts(None)):
        what, fix = "a value", f"annotate it -> {_type_of(returned)}, or return nothing"
        if returned is None:
            what, fix = "nothing", "return what its last op returns, or annotate it -> None"
        message = f"pipeline `{site.id}` returns {what}, but is annotated -> {out.type}"
        site.refuse("DC130", message, fix=fix)
        return ()
    if unsaid and type(returned) is not Handle and hasattr(returned, "_fields"):
        record: Any = returned
        named = [replace(out, name=name) for name in record._fields]
        return _outputs(site, zip(named, record, strict=True))
    return _outputs(site, [(out, returned)])


def _type_of(returned: object) -> str:
    return returned._dc_shape.text if type(returned) is Handle else type(returned).__name__


def _is_nothing(returned: object) -> bool:
    """None, or the handle of a step that returns none."""
    if type(returned) is Handle:
        return returned._dc_shape.text == "None"
    return returned is None


def _fields(site: Site, signature: Signature, returned: Any) -> tuple[ir.Output, ...]:
    record: Any = signature.record
    if type(returned) is Handle or not isinstance(returned, record):
        name = record.__qualname__
        site.refuse(
            "DC130",
            f"pipeline `{site.id}` is annotated -> {name}, but does not return one",
            fix=f"return {name}({', '.join(f'{field}=...' for field in record._fields)})",
        )
        return ()
    return _outputs(site, zip(signature.outs, returned, strict=True))


def _outputs(site: Site, pairs: Iterable[tuple[Out, object]]) -> tuple[ir.Output, ...]:
    outputs: list[ir.Output] = []
    for out, value in pairs:
        source = edge(site, value, out.shape, f"output `{out.name}` of pipeline `{site.id}`")
        if source is not None:
            outputs.append(ir.Output(name=out.name, source=source, type=out.type))
    return tuple(outputs)
