"""Pipelines to IR: the front end's one door.

traced = trace(daily_delays)
traced.pipeline             # the IR
traced.places["node:clean"] # where `clean` is called
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from dagcompile.authoring.aliases import Found, aliases, note
from dagcompile.authoring.handles import Handle
from dagcompile.authoring.ids import id_obstacle
from dagcompile.authoring.importing import ref_of
from dagcompile.authoring.outputs import outputs_of
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.authoring.literals import Unfit, encoded, misfit
from dagcompile.authoring.scope import CURRENT
from dagcompile.authoring.places import Mark
from dagcompile.authoring.problems import problem
from dagcompile.authoring.signatures import Signature, mark_of_function, read, whole_text
from dagcompile.authoring.sources import Places
from dagcompile.authoring.tracer import Tracer
from dagcompile.diagnostics import CompileError, Diagnostic, Place
from dagcompile.ir import records as ir


@dataclass(frozen=True, slots=True)
class Traced:
    """A traced pipeline, and where its parts were written.

    Keys of `places`: `node:<id>`, `input:<id>.<port>`, `op:<key>`, `param:<name>`,
    `output:<name>`.
    """

    pipeline: ir.Pipeline
    places: Mapping[str, Place]


def trace(pipeline: Pipeline[..., Any], /) -> Traced:
    """Run the body of `pipeline` once, with handles, and return what it wired.

    Raises:
        CompileError: with every mistake that was found. Its `__cause__` is the exception that
            the author's code raised, if it did.
    """
    fn = pipeline.__wrapped__
    tracer = Tracer(name=pipeline.name, file=fn.__code__.co_filename)  # type: ignore[attr-defined]
    cause: Exception | None = None
    outputs: tuple[ir.Output, ...] = ()
    with _collector_off():
        signature = read(fn, what=f"pipeline `{pipeline.name}`")
        params = _params(tracer, pipeline, signature)
        try:
            returned = _run(tracer, pipeline, signature) if _runs(signature) else None
        except CompileError as error:
            tracer.problems.extend(error.diagnostics)
        except Exception as error:
            cause = _trimmed(error)
            tracer.problems.append(_raised(pipeline, error))
        else:
            outputs = outputs_of(tracer, signature, returned, mark_of_function(fn))
        if tracer.problems:
            raise CompileError(tracer.problems) from cause
        return _traced(tracer, pipeline, signature, params, outputs)


def _runs(signature: Signature) -> bool:
    return all(each.code != "DC105" for each in signature.problems)


def _run(tracer: Tracer, pipeline: Pipeline[..., Any], signature: Signature) -> object:
    args, kwargs = [], {}
    for slot in signature.slots:
        handle = Handle(tracer, ir.FromParam(name=slot.name), slot.shape)
        if slot.positional:
            args.append(handle)
        else:
            kwargs[slot.name] = handle
    token = CURRENT.set(tracer)
    try:
        return pipeline.__wrapped__(*args, **kwargs)
    finally:
        CURRENT.reset(token)


def _params(
    tracer: Tracer, pipeline: Pipeline[..., Any], signature: Signature
) -> tuple[ir.Param, ...]:
    mark = mark_of_function(pipeline.__wrapped__)
    here = "the pipeline is defined here"
    if reason := id_obstacle(pipeline.name):
        message = f"the id {pipeline.name!r} of a pipeline {reason}"
        tracer.refuse("DC109", message, mark, here=here, fix="give it another: @pipeline(name=...)")
    tracer.problems.extend(signature.problems)
    tracer.types.update(signature.types)
    params = []
    for slot in signature.slots:
        what = f"param `{slot.name}` of pipeline `{pipeline.name}`"
        if not slot.annotated:
            fix = "annotate it; a run reads its value by that type"
            tracer.refuse("DC106", f"{what} has no type", mark, here=here, fix=fix)
        default = None
        if not slot.required:
            try:
                default = ir.Const(value=encoded(slot.default))
            except Unfit as error:
                message = f"the default of {what}: {error.reason}"
                tracer.refuse(error.code, message, mark, here=here, fix=error.fix)
            else:
                if wrong := misfit(slot.default, slot.shape):
                    message = f"the default of {what} is not {slot.type}: {wrong}"
                    fix = "change the default, or widen the annotation"
                    tracer.refuse("DC121", message, mark, here=here, fix=fix)
        params.append(ir.Param(name=slot.name, type=slot.type, default=default))
    return tuple(params)


def _raised(pipeline: Pipeline[..., Any], error: Exception) -> Diagnostic:
    inner, handles = error.__traceback__, _handles_refused(error)
    mark = None
    while inner is not None:
        if inner.tb_frame.f_code.co_filename == pipeline.__wrapped__.__code__.co_filename:  # type: ignore[attr-defined]
            mark = Mark(inner.tb_frame.f_code, inner.tb_lasti)
        inner = inner.tb_next
    if handles:
        return problem(
            "DC118",
            f"an object that holds {handles[0]!r} cannot be made while the pipeline is wired",
            at=mark,
            here="made here",
            fix="pass the handle as an input of its own, or build the object in an op",
        )
    return problem(
        "DC108",
        f"the body of pipeline `{pipeline.name}` raised {type(error).__name__}: {error}",
        at=mark,
        here="raised here",
        fix="the body runs once, at compile time; put what works on values into ops",
    )


def _handles_refused(error: Exception) -> list[Handle]:
    """Handles that a pydantic model was given for fields of other types."""
    errors = getattr(error, "errors", None)
    if not (callable(errors) and type(error).__name__ == "ValidationError"):
        return []
    return [each["input"] for each in errors() if type(each.get("input")) is Handle]


def _trimmed(error: Exception) -> Exception:
    """`error` with the author's frame on top of its traceback."""
    if error.__traceback__ is not None:
        ours = error.__traceback__
        while ours is not None and ours.tb_frame.f_code.co_filename == __file__:
            ours = ours.tb_next
        error.__traceback__ = ours
    return error


def _traced(
    tracer: Tracer,
    pipeline: Pipeline[..., Any],
    signature: Signature,
    params: tuple[ir.Param, ...],
    outputs: tuple[ir.Output, ...],
) -> Traced:
    specs = [tracer.specs[key] for key in sorted(tracer.specs)]
    meaning = ir.Meaning(
        name=pipeline.name,
        params=params,
        nodes=tuple(tracer.nodes),
        outputs=outputs,
        ops=tuple(spec.definition for spec in specs),
        types=tuple(ir.TypeEntry(key=key, type=tracer.types[key]) for key in sorted(tracer.types)),
    )
    docs = ir.Docs(
        origin=ref_of(pipeline.__wrapped__),
        text=whole_text(pipeline.__wrapped__),
        params=tuple((slot.name, slot.description) for slot in signature.slots if slot.description),
        ops=tuple((spec.definition.key, spec.text) for spec in specs if spec.text),
        aliases=_aliases(tracer, pipeline, signature),
    )
    places = Places(tracer=tracer, fn=pipeline.__wrapped__, params=params, outputs=outputs)
    return Traced(ir.Pipeline(meaning=meaning, docs=docs), places)


def _aliases(
    tracer: Tracer, pipeline: Pipeline[..., Any], signature: Signature
) -> tuple[tuple[ir.TypeKey, ir.Ref], ...]:
    found: Found = {}
    for spec in tracer.specs.values():
        note(found, spec.fn, (*spec.slots, *spec.outs), tracer.types)
    note(found, pipeline.__wrapped__, (*signature.slots, *signature.outs), tracer.types)
    return aliases(found)


@contextmanager
def _collector_off() -> Iterator[None]:
    """The cyclic collector finds nothing here, and its walks over the nodes are not linear."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
