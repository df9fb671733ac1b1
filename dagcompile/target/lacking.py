"""What a pipeline asks of a target, and the errors where that does not answer for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dagcompile.diagnostics import Diagnostic, Label, Place
from dagcompile.ir.queries import RESULT, index_of
from dagcompile.ir.records import (
    Expect,
    FirstOf,
    Meaning,
    OpDef,
    OpNode,
    OutPort,
    Pipeline,
    Placement,
    Type,
    TypeKey,
)
from dagcompile.ir.stages import Stages, stages_of
from dagcompile.passes.holding import Asked, asking, held
from dagcompile.target.capabilities import Capability, Feature


@dataclass(frozen=True, slots=True)
class _Use:
    """Something that asks for a feature. `at` is the key of its place; empty where it has none."""

    feature: Feature
    at: str
    what: str


def check_capabilities(
    pipeline: Pipeline,
    capabilities: Mapping[Feature, Capability],
    *,
    target: str,
    places: Mapping[str, Place],
    guards: Placement | None = None,
) -> tuple[Diagnostic, ...]:
    """One diagnostic (DC501) for each thing that `pipeline` asks for and the target lacks.

    `guards` is where the options of the target put guards, if the build does not say.
    """
    return tuple(
        Diagnostic(
            code="DC501",
            message=f"{use.what}, which the {target} target does not support: {answer.note}",
            labels=(Label(place=places.get(use.at), text="asked for here"),) if use.at else (),
            fix=answer.instead,
        )
        for use in _uses(pipeline, pipeline.build.guards or guards)
        if not (answer := capabilities[use.feature]).supported
    )


_GUARDS: Mapping[Placement, Feature] = {
    "steps": "guards as steps",
    "inline": "guards inline",
    "off": "guards off",
}


def _uses(pipeline: Pipeline, guards: Placement | None) -> Iterator[_Use]:
    if guards is not None:
        feature = _GUARDS[guards]
        yield _Use(feature, "", f"{pipeline.meaning.name} is built with {feature}")
    yield from _uses_of_meaning(pipeline.meaning, guards)


def _uses_of_meaning(meaning: Meaning, guards: Placement | None) -> Iterator[_Use]:
    types = {entry.key: entry.type for entry in meaning.types}
    ops = {op.key: op for op in meaning.ops}
    asks = asking(types)
    stages = stages_of(index_of(meaning))
    for stage in meaning.stages:
        yield _Use("stages", f"stage:{stage.id}", f"{stage.id} is a stage")
    yield from _uses_of_time(meaning)
    for param in meaning.params:
        for feature, key in sorted(held(param.type, types, asks)):
            yield _Use(feature, f"param:{param.name}", f"param {param.name} holds {key}")
    for node in meaning.nodes:
        place = f"node:{node.id}"
        if node.after:
            yield _Use("after", place, f"{node.id} comes after {', '.join(node.after)}")
        if isinstance(node, FirstOf):
            yield _Use("first_of", place, f"{node.id} is a first_of")
            if stages.of(node.id) is not None:  # elsewhere whoever makes the value is asked
                yield from _uses_of_value(node, RESULT, node.type, types, asks, stages)
            continue
        if isinstance(node, Expect):
            yield _Use("expectations", place, f"{node.id} is an expectation")
            continue
        if (node.policy.placement or guards) != "off" and _is_shallow(node):
            what = f"the guards of {node.id} do not look into all of a value"
            yield _Use("guard depth", place, what)
        yield from _uses_of_assets(node, ops[node.op])
        yield from _uses_of_op(node, ops[node.op].outputs)
        for port in ops[node.op].outputs:
            yield from _uses_of_value(node, port.name, port.type, types, asks, stages)
        yield from _uses_of_operator(node, ops[node.op], stages)


def _uses_of_time(meaning: Meaning) -> Iterator[_Use]:
    if meaning.schedule is not None:
        yield _Use("schedules", "pipeline", f"{meaning.name} has a schedule")
    for param in meaning.params:
        if param.partition is not None:
            yield _Use("partitions", f"param:{param.name}", f"param {param.name} is a partition")


def _uses_of_operator(node: OpNode, op: OpDef, stages: Stages) -> Iterator[_Use]:
    if op.operator is not None:
        feature: Feature = "native work" if op.operator.stand_in is None else "stand-ins"
        what = f"{node.id} is native work, a {op.ref.name}"
        yield _Use(feature, f"node:{node.id}", what)
        if (stage := stages.of(node.id)) is not None:
            yield _Use("native work in a stage", f"node:{node.id}", f"{what}, in stage {stage}")


def _is_shallow(node: OpNode) -> bool:
    return any(guard.depth != "full" for guard in node.guards)


def _uses_of_assets(node: OpNode, op: OpDef) -> Iterator[_Use]:
    place = f"node:{node.id}"
    for side, assets in (("reads", node.reads), ("writes", node.writes)):
        if assets:
            yield _Use("assets", place, f"{node.id} {side} {', '.join(assets)}")
    for kept in node.keeps:
        yield _Use("kept outputs", place, f"{node.id} keeps {kept.asset}")
    if op.context:
        yield _Use("context", place, f"{node.id} takes a context")


def _uses_of_op(node: OpNode, outputs: tuple[OutPort, ...]) -> Iterator[_Use]:
    place = f"node:{node.id}"
    if node.policy.retry is not None:
        yield _Use("retry", place, f"{node.id} has a retry")
    if node.policy.placement is not None:
        feature = _GUARDS[node.policy.placement]
        yield _Use(feature, place, f"{node.id} asks for {feature}")
    if node.policy.guarded_retry:
        yield _Use("guard retry", place, f"{node.id} is tried again where its guard fails")
    if node.policy.timeout is not None:
        yield _Use("timeout", place, f"{node.id} has a timeout")
    for each in node.expectations:
        yield _Use("expectations", place, f"{node.id} expects {each.name}")
    for port in outputs:
        if port.maybe:
            yield _Use("withheld outputs", place, f"{node.id}.{port.name} may be withheld")


def _uses_of_value(  # noqa: PLR0917  (tables, which all nodes share)
    node: OpNode | FirstOf,
    port: str,
    type_: TypeKey,
    types: Mapping[TypeKey, Type],
    asks: Mapping[TypeKey, Asked],
    stages: Stages,
) -> Iterator[_Use]:
    """What is asked for by a value, which may stay among the nodes of a stage."""
    for feature, key in sorted(held(type_, types, asks)):
        asked = _IN_A_STAGE[feature] if stages.stays(node.id, port) else feature
        yield _Use(asked, f"node:{node.id}", f"{node.id}.{port} holds {key}")


_IN_A_STAGE: Mapping[Asked, Feature] = {
    "open classes": "open classes in a stage",
    "secrets": "secrets in a stage",
}
