"""A compiled pipeline to artifacts, by every target that was asked for.

emission = emit("daily_delays", compiled, chosen)
emission.made[0].artifact.path   # "python/daily_delays.py"
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dagcompile.codegen.artifact import Artifact, verify
from dagcompile.codegen.names import Misnamed
from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.ir.codec import dumps
from dagcompile.ir.queries import index_of
from dagcompile.ir.records import Pipeline
from dagcompile.ir.stages import stages_of
from dagcompile.project.compiled import Compiled
from dagcompile.project.emissions import IR_SUFFIX, Emission, Grouped, Made
from dagcompile.project.targets import Chosen
from dagcompile.runtime.collector import without_collector
from dagcompile.target import check_capabilities
from dagcompile.target.emitting import file_stem


def emit(name: str, compiled: Compiled, chosen: Sequence[Chosen]) -> Emission:
    """The artifacts of `compiled` and its IR.

    Raises:
        CompileError: with what every target says against it.
    """
    made: list[Made] = []
    errors: list[CompileError] = []
    for each in chosen:
        try:
            artifacts = emitted(compiled, each)
        except CompileError as error:
            errors.append(error)
        else:
            made += [
                Made(artifact=one, maker=f"the {each.target.name} target") for one in artifacts
            ]
    if errors:
        raise _joined(errors)
    made.append(Made(artifact=ir_artifact(compiled), maker="the IR"))
    return Emission(
        name=name,
        id=compiled.pipeline.meaning.name,
        made=tuple(made),
        stages=tuple(_grouped(compiled.pipeline, chosen)),
        assets=compiled.pipeline.meaning.assets,
    )


def _grouped(pipeline: Pipeline, chosen: Sequence[Chosen]) -> Iterator[Grouped]:
    """What every target makes of every stage."""
    if pipeline.meaning.stages:
        stages = stages_of(index_of(pipeline.meaning))
        for stage in pipeline.meaning.stages:
            for each in chosen:
                text = each.target.tell_stage(stage, stages)
                id, target = pipeline.meaning.name, each.target.name
                yield Grouped(pipeline=id, stage=stage.id, target=target, text=text)


def examine(compiled: Compiled, chosen: Sequence[Chosen]) -> None:
    """Look at the author's modules, for the targets that want to know more of them.

    Raises:
        CompileError: with what speaks against them.
    """
    told = [
        _or_without(problem, each.target.name)
        for each in chosen
        for problem in each.target.examine(
            compiled.pipeline,
            each.target.settled(compiled.pipeline, each.options),
            compiled.places,
        )
    ]
    if told:
        raise CompileError(dict.fromkeys(told))


def emitted(compiled: Compiled, chosen: Chosen) -> tuple[Artifact, ...]:
    """The verified artifacts of one target.

    Raises:
        CompileError: the target lacks what the pipeline asks for (DC501), or fails (DC619) with
            its exception as the cause.
    """
    target, pipeline = chosen.target, compiled.pipeline
    options = target.settled(pipeline, chosen.options)
    lacking = check_capabilities(
        pipeline,
        target.capabilities,
        target=target.name,
        places=compiled.places,
        guards=options.guards,
    )
    if lacking:
        raise CompileError(_or_without(each, target.name) for each in lacking)
    try:
        with without_collector():
            return tuple(verify(each) for each in target.emit(pipeline, options))
    except Misnamed as error:
        raise CompileError(_shown(error, compiled.places)) from None
    except CompileError:
        raise
    except Exception as error:
        raise CompileError(
            [
                Diagnostic(
                    code="DC619",
                    message=f"the {target.name} target failed on {pipeline.meaning.name}: {error}",
                    fix="this is a mistake of the target, not of the pipeline; please report it",
                )
            ]
        ) from error


def _shown(error: Misnamed, places: Mapping[str, Place]) -> Iterator[Diagnostic]:
    """What is wrong with names, at what is called so."""
    for told, parts in error.parts.items():
        ends = [(part.partition(":")[2], places[part]) for part in parts if part in places]
        labels = [Label(place=place, text=f"this is {name!r}") for name, place in ends]
        yield replace(told, labels=(*told.labels, *labels))


def _or_without(lacking: Diagnostic, target: str) -> Diagnostic:
    """What a target lacks matters only where the pipeline is built for it."""
    out = f"leave the {target} target out: `targets` in the configuration, or --target"
    return replace(lacking, fix=f"{lacking.fix}; or {out}" if lacking.fix else out)


def ir_artifact(compiled: Compiled) -> Artifact:
    """The canonical JSON of the pipeline, which is committed beside its artifacts."""
    id = compiled.pipeline.meaning.name
    return Artifact(path=f"{file_stem(id)}{IR_SUFFIX}", text=dumps(compiled.pipeline))


def _joined(errors: Sequence[CompileError]) -> CompileError:
    """All of `errors` as one, each diagnostic once; the first cause is kept."""
    joined = CompileError(dict.fromkeys(_diagnostics(errors)))
    joined.__cause__ = next((each.__cause__ for each in errors if each.__cause__), None)
    return joined


def _diagnostics(errors: Sequence[CompileError]) -> Iterator[Diagnostic]:
    for error in errors:
        yield from error.diagnostics
