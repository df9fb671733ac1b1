"""Make of expectations what the whole build was asked to: each by its severity, or all alike.

ignore    they are left out, and what comes after one comes after the nodes that it looked at
warn      what is not met is told, and fails nothing
fail      what is not met fails its node
"""

from collections.abc import Mapping
from dataclasses import replace

from dagcompile.diagnostics import Place
from dagcompile.ir.queries import upstream
from dagcompile.ir.records import Expect, Expectations, Node, OpNode, Pipeline, Severity, Stage

_SEVERITIES: Mapping[Expectations, Severity] = {"warn": "warn", "fail": "error"}


def settle_expectations(
    pipeline: Pipeline,
    *,
    places: Mapping[str, Place] | None = None,  # noqa: ARG001 - every pass takes them
) -> Pipeline:
    """The pipeline with the expectations that it will be run with; the same object if it has them
    already.
    """
    asked = pipeline.build.expectations
    if asked is None:
        return pipeline
    old = pipeline.meaning.nodes
    if asked == "ignore":
        nodes = _without(old)
    else:
        nodes = tuple(_judged(node, _SEVERITIES[asked]) for node in old)
    if len(nodes) == len(old) and all(map(_is_same, nodes, old)):
        return pipeline
    stages = _of(pipeline.meaning.stages, nodes)
    return replace(pipeline, meaning=replace(pipeline.meaning, nodes=nodes, stages=stages))


def _of(stages: tuple[Stage, ...], nodes: tuple[Node, ...]) -> tuple[Stage, ...]:
    """The stages of those nodes that are left; none without any."""
    left = {node.id for node in nodes}
    kept = (
        replace(stage, nodes=tuple(node for node in stage.nodes if node in left))
        for stage in stages
    )
    return tuple(stage for stage in kept if stage.nodes)


def _is_same(new: Node, old: Node) -> bool:
    return new is old


def _judged(node: Node, severity: Severity) -> Node:
    match node:
        case OpNode() if any(each.severity != severity for each in node.expectations):
            judged = tuple(replace(each, severity=severity) for each in node.expectations)
            return replace(node, expectations=judged)
        case Expect() if node.expectation.severity != severity:
            return replace(node, expectation=replace(node.expectation, severity=severity))
        case _:
            return node


def _without(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    kept: list[Node] = []
    instead: dict[str, tuple[str, ...]] = {}
    for node in nodes:
        after = tuple(dict.fromkeys(new for old in node.after for new in instead.get(old, (old,))))
        if after != node.after:
            node = replace(node, after=after)
        if isinstance(node, Expect):
            instead[node.id] = upstream(node)
        elif isinstance(node, OpNode) and node.expectations:
            kept.append(replace(node, expectations=()))
        else:
            kept.append(node)
    return tuple(kept)
