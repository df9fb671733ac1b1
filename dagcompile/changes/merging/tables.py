"""The tables that follow from what a pipeline uses: ops, types, assets, what is told of them.

An entry that nothing uses any more may be just what the other side begins to use. So the base's
entries are given back to a side before a merge, and those without a use are taken out after it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any, TypeVar

from dagcompile.ir import records as ir
from dagcompile.ir.queries import written
from dagcompile.ir.uses import parts_of, uses_of_types

T = TypeVar("T")


def replenished(side: ir.Pipeline, base: ir.Pipeline) -> ir.Pipeline:
    """`side` with the entries of `base` that it lacks, as if it still used them."""
    mine, old = side.meaning, base.meaning
    ops = {each.key for each in old.ops} - {each.key for each in mine.ops}
    types = {each.key for each in old.types} - {each.key for each in mine.types}
    assets = {each.name for each in old.assets} - {each.name for each in mine.assets}
    docs, told = side.docs, base.docs
    return replace(
        side,
        meaning=replace(
            mine,
            ops=(*mine.ops, *(each for each in old.ops if each.key in ops)),
            types=(*mine.types, *(each for each in old.types if each.key in types)),
            assets=(*mine.assets, *(each for each in old.assets if each.name in assets)),
        ),
        docs=replace(
            docs,
            ops=(*docs.ops, *(each for each in told.ops if each[0] in ops)),
            aliases=(*docs.aliases, *(each for each in told.aliases if each[0] in types)),
            configs=(*docs.configs, *(each for each in told.configs if _op_of(each, ops))),
        ),
    )


def tidied(pipeline: ir.Pipeline) -> ir.Pipeline:
    """`pipeline` with the entries that it uses, in the order in which they are written."""
    meaning, build = pipeline.meaning, pipeline.build
    used = {node.op for node in meaning.nodes if isinstance(node, ir.OpNode)}
    ops = _sorted((each for each in meaning.ops if each.key in used), by=lambda each: each.key)
    meaning = replace(meaning, ops=ops)
    kept = _reached(meaning)
    types = _sorted((each for each in meaning.types if each.key in kept), by=lambda each: each.key)
    names = set(_assets(meaning))
    assets = _sorted(
        (each for each in meaning.assets if each.name in names), by=lambda each: each.name
    )
    nodes = {node.id: at for at, node in enumerate(meaning.nodes)}
    stages = _stages(meaning.stages, nodes)
    asked = (replace(each, targets=_targets(each.targets)) for each in build.nodes)
    return ir.Pipeline(
        meaning=replace(meaning, types=types, assets=assets, stages=stages),
        docs=_docs(pipeline.docs, meaning, kept),
        build=replace(
            build,
            targets=_targets(build.targets),
            nodes=_sorted(
                (each for each in asked if each.node in nodes), by=lambda each: nodes[each.node]
            ),
        ),
    )


def _docs(docs: ir.Docs, meaning: ir.Meaning, types: AbstractSet[ir.TypeKey]) -> ir.Docs:
    """What is told of the params, the ops and the `types` of a pipeline."""
    ops = {each.key: at for at, each in enumerate(meaning.ops)}
    params = {each.name: at for at, each in enumerate(meaning.params)}
    return replace(
        docs,
        params=_sorted(
            (each for each in docs.params if each[0] in params), by=lambda each: params[each[0]]
        ),
        ops=_sorted((each for each in docs.ops if each[0] in ops), by=lambda each: each[0]),
        aliases=_sorted(
            (each for each in docs.aliases if each[0] in types), by=lambda each: each[0]
        ),
        configs=_sorted(
            (each for each in docs.configs if _op_of(each, ops)),
            by=lambda each: ops[_op_of(each, ops) or ""],
        ),
        tags=tuple(sorted(docs.tags)),
    )


def _stages(stages: Iterable[ir.Stage], nodes: Mapping[str, int]) -> tuple[ir.Stage, ...]:
    """Stages, and the nodes of each, by where these stand."""
    found = (replace(each, nodes=_sorted(each.nodes, by=_place_in(nodes))) for each in stages)
    return _sorted(found, by=lambda each: min(map(_place_in(nodes), each.nodes), default=0))


def _place_in(nodes: Mapping[str, int]) -> Callable[[str], int]:
    return lambda id: nodes.get(id, len(nodes))  # the verifier tells of one that is not there


def _targets(asked: Iterable[ir.TargetOptions]) -> tuple[ir.TargetOptions, ...]:
    return _sorted(asked, by=lambda each: each.target)


def _sorted(items: Iterable[T], *, by: Callable[[T], Any]) -> tuple[T, ...]:
    return tuple(sorted(items, key=by))


def _op_of(told: tuple[str, str], ops: Iterable[ir.OpKey]) -> ir.OpKey | None:
    """The op of whose config a text tells, if it is one of `ops`."""
    found = [each for each in ops if told[0].startswith(f"{each}.")]
    return max(found, key=len, default=None)


def _reached(meaning: ir.Meaning) -> set[ir.TypeKey]:
    """The keys of the types that are used, by the parts of the pipeline and by one another."""
    known = {each.key: each.type for each in meaning.types}
    found: set[ir.TypeKey] = set()
    left = [key for _, key in uses_of_types(meaning)]
    while left:
        key = left.pop()
        if key in known and key not in found:
            found.add(key)
            left += parts_of(known[key])
    return found


def _assets(meaning: ir.Meaning) -> Iterator[str]:
    """The names of the assets that the pipeline reads, writes or is scheduled by."""
    for node in meaning.nodes:
        if isinstance(node, ir.OpNode):
            yield from (*node.reads, *written(node))
    if isinstance(meaning.schedule, ir.AssetSchedule):
        yield from _scheduled(meaning.schedule.items)


def _scheduled(items: Sequence[ir.AssetName | ir.AssetSchedule]) -> Iterator[str]:
    for each in items:
        if isinstance(each, ir.AssetName):
            yield each.name
        else:
            yield from _scheduled(each.items)
