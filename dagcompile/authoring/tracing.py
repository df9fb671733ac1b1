"""Pipelines to IR: the front end's one door.

traced = trace(daily_delays)
traced.pipeline              # the IR
traced.places["node:clean"]  # where `clean` is called
"""

import inspect
import linecache
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dagcompile.authoring.aliases import Aliases
from dagcompile.authoring.assets import table
from dagcompile.authoring.callables import entered
from dagcompile.authoring.configs import described
from dagcompile.authoring.contained import contained
from dagcompile.authoring.docstrings import whole_text
from dagcompile.authoring.failures import raised, trimmed
from dagcompile.authoring.handles import Handle
from dagcompile.authoring.importing import ref_of
from dagcompile.authoring.outputs import outputs_of
from dagcompile.authoring.parameters import params_of
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.authoring.problems import problem
from dagcompile.authoring.scheduling import Timing, refuse_endless, timing_of
from dagcompile.authoring.scope import CURRENT
from dagcompile.authoring.signatures import Signature, read
from dagcompile.authoring.sites import Site
from dagcompile.authoring.sources import Definition, Places, Returned
from dagcompile.authoring.staging import problems_of, stages_of
from dagcompile.authoring.threads import follow_threads
from dagcompile.authoring.tracer import Tracer, is_same_misuse
from dagcompile.diagnostics import CompileError, Diagnostic, Place
from dagcompile.ir import records as ir
from dagcompile.runtime.collector import without_collector

_NEVER_RUN = "DC105"
"""A body that is async or a generator does nothing when it is called, and no op is read by then."""

_NEVER_WHOLE = "DC104"
"""A pipeline whose parameters are not known is called without them."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A traced pipeline, where its parts were written, and what its author is to be warned of.

    Keys of `places`: `node:<id>`, `input:<id>.<port>` (`input:<id>.<number>` for first_of),
    `op:<key>`, `param:<name>`, `output:<name>`, `stage:<name>`, `pipeline`, and those of
    `option_place`. Places are worked out when they are asked for.
    """

    pipeline: ir.Pipeline
    places: Mapping[str, Place]
    warnings: tuple[Diagnostic, ...] = ()


class WiringError(CompileError):
    """A pipeline that is wrong as it is wired. `traced` is what could be wired in spite of it."""

    def __init__(self, diagnostics: Iterable[Diagnostic], traced: Traced) -> None:
        super().__init__(diagnostics)
        self.traced = traced


def trace(pipeline: Pipeline[..., Any], /) -> Traced:
    """Run the body of `pipeline` once, with handles, and return what it wired.

    Raises:
        WiringError: with every mistake that was found. Its `__cause__` is the exception that
            the author's code raised, if it did.
    """
    with without_collector():
        return _trace(pipeline)


def _trace(pipeline: Pipeline[..., Any]) -> Traced:
    fn = pipeline.__wrapped__
    definition = Definition(inspect.unwrap(fn).__code__)
    linecache.checkcache(definition.code.co_filename)
    tracer = Tracer(name=pipeline.name, file=definition.code.co_filename)
    signature = read(fn, what=f"pipeline `{pipeline.name}`")
    tracer.problems.extend(signature.problems)
    tracer.shared.begin(pipeline._settings, definition)
    if inspect.iscoroutinefunction(entered(fn)):
        tracer.problems.append(_awaited(tracer.name, definition))
    tracer.types.update(signature.types)
    params = params_of(tracer, signature, definition)
    site = Site(tracer, id=pipeline.name, spot=definition, here="the pipeline is defined here")
    timing = timing_of(site, pipeline._times, definition, params)
    outputs, cause = _run(tracer, pipeline, signature, definition)
    refuse_endless(site, timing.schedule, definition)
    tracer.problems.extend(problems_of(tracer.stages))
    traced = Traced(
        pipeline=_pipeline(tracer, pipeline, signature, params, outputs, timing=timing),
        places=Places(tracer=tracer, code=definition.code, params=params, outputs=outputs),
        warnings=tuple(each for each in tracer.problems if each.severity == "warning"),
    )
    if any(each.severity == "error" for each in tracer.problems):
        raise WiringError(tracer.problems, traced) from cause
    return traced


def _awaited(name: str, definition: Definition) -> Diagnostic:
    return problem(
        _NEVER_RUN,
        f"pipeline `{name}` is an async function; its body only wires, and nothing there waits",
        at=definition,
        here=f"pipeline `{name}` is defined here",
        fix="write def; the ops that it calls may be async",
    )


def _run(
    tracer: Tracer, pipeline: Pipeline[..., Any], signature: Signature, definition: Definition
) -> tuple[tuple[ir.Output, ...], BaseException | None]:
    """The outputs, and what the author's code raised in their place."""
    if any(each.code == _NEVER_RUN for each in tracer.problems):
        return (), None
    try:
        returned = _call(tracer, pipeline, signature)
    except CompileError as error:
        for each in error.diagnostics:
            tracer.tell(each)
        return (), None
    except (Exception, SystemExit) as error:  # noqa: BLE001  (whatever the author's code raises)
        told = raised(error, name=pipeline.name)
        # What a library made of a misused handle is told once.
        tracer.problems[:] = [each for each in tracer.problems if not is_same_misuse(each, told)]
        if any(each.code == _NEVER_WHOLE for each in signature.problems):
            return (), None  # it was called without what it asks for
        tracer.problems.append(told)
        return (), trimmed(error)
    finally:
        tracer.runs = False
    spot = Returned(definition.code)
    here = "returned here" if spot.is_written() else "nothing is returned in it"
    site = Site(tracer, id=pipeline.name, spot=spot, here=here)
    return outputs_of(site, signature, returned), None


def _call(tracer: Tracer, pipeline: Pipeline[..., Any], signature: Signature) -> object:
    args: list[Handle] = []
    kwargs: dict[str, Handle] = {}
    for slot in signature.slots:
        handle = Handle(tracer, ir.FromParam(name=slot.name), slot.shape)
        if slot.positional:
            args.append(handle)
        else:
            kwargs[slot.name] = handle
    token = CURRENT.set(tracer)
    follow_threads()
    try:
        with contained():
            return pipeline.__wrapped__(*args, **kwargs)
    finally:
        CURRENT.reset(token)


def _pipeline(
    tracer: Tracer,
    pipeline: Pipeline[..., Any],
    signature: Signature,
    params: tuple[ir.Param, ...],
    outputs: tuple[ir.Output, ...],
    *,
    timing: Timing,
) -> ir.Pipeline:
    specs = [tracer.specs[key] for key in sorted(tracer.specs)]
    meaning = ir.Meaning(
        name=pipeline.name,
        params=params,
        nodes=tuple(tracer.nodes),
        outputs=outputs,
        ops=tuple(spec.definition for spec in specs),
        types=tuple(ir.TypeEntry(key=key, type=tracer.types[key]) for key in sorted(tracer.types)),
        schedule=timing.schedule,
        start=timing.start,
        catchup=timing.catchup,
        assets=table(tracer),
        stages=stages_of(tracer.stages),
    )
    aliases = Aliases(tracer.types)
    for spec in specs:
        aliases.note(spec.fn, (*spec.slots, *spec.outs))
    aliases.note(pipeline.__wrapped__, (*signature.slots, *signature.outs))
    docs = ir.Docs(
        origin=ref_of(pipeline.__wrapped__),
        text=whole_text(pipeline.__wrapped__),
        params=tuple((slot.name, slot.description) for slot in signature.slots if slot.description),
        ops=tuple((spec.definition.key, spec.text) for spec in specs if spec.text),
        aliases=aliases.entries(),
        tags=tracer.shared.told.tags,
        owner=tracer.shared.told.owner,
        configs=tuple(each for spec in specs for each in described(spec)),
    )
    return ir.Pipeline(meaning=meaning, docs=docs, build=tracer.shared.build())
