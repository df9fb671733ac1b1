"""Refuse a pipeline that is to keep what has no form in which it could be written (DC189)."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.ir.queries import Index, index_of
from dagcompile.ir.records import Kept, OpNode, Pipeline, TypeKey
from dagcompile.passes.holding import Asked, asking, held


def check_keeps(pipeline: Pipeline, *, places: Mapping[str, Place] | None = None) -> Pipeline:
    """The pipeline as it is.

    Raises:
        CompileError: an output is to be kept whose type cannot be written, or holds a secret.
    """
    nodes = [each for each in pipeline.meaning.nodes if isinstance(each, OpNode) and each.keeps]
    if not nodes:
        return pipeline
    index = index_of(pipeline.meaning)
    asks = asking(index.declared)
    problems = [
        Diagnostic(code="DC189", message=message, fix=fix, labels=_labels(node, places or {}))
        for node in nodes
        for kept in node.keeps
        for message, fix in _against(node, kept, index, asks)
    ]
    if problems:
        raise CompileError(problems)
    return pipeline


def _against(
    node: OpNode, kept: Kept, index: Index, asks: Mapping[TypeKey, Asked]
) -> Iterator[tuple[str, str]]:
    """Why an output cannot be kept, and what to do instead."""
    (port,) = (each for each in index.ops[node.op].outputs if each.name == kept.port)
    what = f"`{node.id}.{port.name}`, which is `{port.type}`, is to be kept"
    for asked, key in sorted(held(port.type, index.declared, asks)):
        match asked:
            case "secrets":
                yield f"{what}: it holds a secret, `{key}`", "keep what may be read by others"
            case "open classes":
                fix = "return a dataclass, a pydantic model, a frame or builtins, or write it in"
                fix += " the op and tell of it: ctx.materialize(...)"
                yield f"{what}: `{key}` has no form in which it is written", fix
            case _:
                assert_never(asked)


def _labels(node: OpNode, places: Mapping[str, Place]) -> tuple[Label, ...]:
    place = places.get(f"node:{node.id}")
    return (Label(place=place, text="called here"),) if place else ()
