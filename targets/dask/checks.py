"""What speaks against a pipeline as a Dask graph, though each of its options is one of Dask's."""

from collections.abc import Iterator, Mapping
from typing import Any

from dagcompile.diagnostics import Diagnostic, Place
from dagcompile.ir.options import option_place
from dagcompile.ir.records import OpDef, OpNode, Pipeline
from dagcompile.target import Objection
from dagcompile.targets.dask.options import DaskOptions
from dagcompile.targets.dask.settings import asked, settled


def examine(
    pipeline: Pipeline, options: DaskOptions, places: Mapping[str, Place]
) -> tuple[Diagnostic, ...]:
    """What Dask would take without a word, and not as the author means it (DC530, DC531)."""
    found = (*_without_workers(pipeline, options), *_impure(pipeline, options))
    return tuple(each.told(places) for each in found)


def _without_workers(pipeline: Pipeline, options: DaskOptions) -> Iterator[Objection]:
    """That others may run what is tied to nobody (DC530)."""
    given = dict(settled(pipeline, options))
    alone = [node for node, said in asked(pipeline, options).items() if _in_vain(said, given[node])]
    for node in alone:
        yield _untied(f"node {node!r}", (option_place(node, "dask", _OTHERS), f"node:{node}"))
    if options.nodes.allow_other_workers and not any("workers" in each for each in given.values()):
        yield _untied("every node", (option_place("", "dask", "nodes", _OTHERS), "pipeline"))


_OTHERS = "allow_other_workers"


def _in_vain(said: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    return bool(said.get(_OTHERS)) and "workers" not in given


def _untied(what: str, at: tuple[str, ...]) -> Objection:
    return Objection(
        code="DC530",
        message=f"{what} has the option {_OTHERS} and no option workers: all may run it anyway",
        fix="say which workers it is meant for, or leave the option out",
        at=at,
    )


def _impure(pipeline: Pipeline, options: DaskOptions) -> Iterator[Objection]:
    """What is to be reused, and does more than to give a value (DC531)."""
    ops = {op.key: op for op in pipeline.meaning.ops}
    given = dict(settled(pipeline, options))
    for node in pipeline.meaning.nodes:
        if not isinstance(node, OpNode) or not given[node.id].get("pure"):
            continue
        for fault in _faults(node, ops[node.op]):
            yield Objection(
                code="DC531",
                message=f"node {node.id!r} is said to be pure, and {fault}: a run that takes its"
                " value from another would leave that undone",
                fix='say {"pure": False} of it, or leave it to another op, which takes what this'
                " one returns",
                at=(
                    option_place(node.id, "dask", "pure"),
                    option_place("", "dask", "nodes", "pure"),
                    f"node:{node.id}",
                ),
            )


def _faults(node: OpNode, op: OpDef) -> Iterator[str]:
    """What a node does besides."""
    if node.keeps:
        yield "it writes what it returns to the store"
    elif node.writes:
        yield f"it writes {', '.join(node.writes)}"
    elif op.context:
        yield "its op takes a Context, by which it tells of what it has written"
