"""Refuse a pipeline that would show a secret.

DC230: a secret is written for `connect.token`
DC231: `connect.token` is `str`, and is given the secret `param token`
DC232: the pipeline's output is a secret

What a step makes of a secret is its own affair: it is one again where its type says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.ir.queries import Index, index_of, source_type
from dagcompile.ir.records import Const, OpNode, Output, Pipeline
from dagcompile.passes.relation import Relations
from dagcompile.passes.reports import EdgeReport, report_of, wired_edges
from dagcompile.passes.secrets import Secrecy

_INSTEAD = "give it to the run that needs it, as a param without a default, or read it in the step"


def check_secrets(pipeline: Pipeline, *, places: Mapping[str, Place] | None = None) -> Pipeline:
    """The pipeline as it is.

    Raises:
        CompileError: a secret is written into it, or flows to where it would be shown.
    """
    index = index_of(pipeline.meaning)
    secrecy = Secrecy(index.types)
    if not secrecy.any:
        return pipeline
    problems = [*_written(index, secrecy, places or {}), *_shown(index, secrecy, places or {})]
    if problems:
        raise CompileError(problems)
    return pipeline


def _written(index: Index, secrecy: Secrecy, places: Mapping[str, Place]) -> Iterator[Diagnostic]:
    for op in index.meaning.ops:
        for port in op.inputs:
            if port.default is not None:
                found = secrecy.written(port.default, port.type)
                yield from _literals(found, f"{op.ref.name}.{port.name}", (f"op:{op.key}",), places)
    for edge in wired_edges(index, Relations(index.types)):
        told = report_of(edge, index)
        found = secrecy.written(edge.source, edge.end.type)
        # Without the step to it, which for a key is the key.
        target = told.target.removesuffix(edge.end.step)
        yield from _literals(found, target, told.target_places, places)
    for node in index.meaning.nodes:
        if isinstance(node, OpNode) and node.config is not None:
            config = index.ops[node.op].config
            assert config is not None
            found = secrecy.written(Const(value=node.config), config)
            yield from _literals(found, f"{node.id}.config", (f"node:{node.id}",), places)


def _literals(
    found: Iterator[str], target: str, keys: tuple[str, ...], places: Mapping[str, Place]
) -> Iterator[Diagnostic]:
    for path in found:
        yield Diagnostic(
            code="DC230",
            message=f"a secret is written for `{target}{path}`: whoever reads the files has it",
            labels=(replace(_label(keys, places, "written here"), hidden=True),),
            fix=_INSTEAD,
        )


def _shown(index: Index, secrecy: Secrecy, places: Mapping[str, Place]) -> Iterator[Diagnostic]:
    for edge in wired_edges(index, Relations(index.types)):
        given = source_type(edge.source, index)
        told = report_of(edge, index)
        if isinstance(edge.source, Const):
            continue
        if isinstance(edge.end.owner, Output):
            if secrecy.shows(given) or secrecy.shows(edge.end.type):
                yield _output(told, places)
        elif not secrecy.keeps(given, edge.end.type):
            yield _input(told, places)


def _output(edge: EdgeReport, places: Mapping[str, Place]) -> Diagnostic:
    given = f"`{edge.source}`, which is `{edge.source_type}`"
    return Diagnostic(
        code="DC232",
        message=f"{edge.target} is a secret, {given}: what a pipeline returns is shown",
        labels=(_label(edge.target_places, places, "returned here"),),
        fix="let the step that makes it hand it on itself, and return what may be shown",
    )


def _input(edge: EdgeReport, places: Mapping[str, Place]) -> Diagnostic:
    wants = f"`{edge.target}` is `{edge.target_type}`"
    gives = f"`{edge.source}` is `{edge.source_type}`"
    return Diagnostic(
        code="DC231",
        message=f"{wants}, but is given a secret: {gives}",
        labels=(
            _label(edge.target_places, places, wants),
            *(_label((key,), places, wants) for key in edge.target_places if key[:3] == "op:"),
        ),
        fix=f"annotate `{edge.target}` as a secret too: Secret[...]",
    )


def _label(keys: tuple[str, ...], places: Mapping[str, Place], text: str) -> Label:
    return Label(place=next((places[key] for key in keys if key in places), None), text=text)
