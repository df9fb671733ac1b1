"""What holds of every merge, over pipelines that differ in one field of one record."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from random import Random
from typing import Any

import pytest
from mutants import Mutant, mutants
from whole import whole

from dagcompile.changes.merging import merge
from dagcompile.changes.merging.tables import tidied
from dagcompile.changes.same import same
from dagcompile.ir.compact import compact
from dagcompile.ir.records import OpNode, Pipeline, Ref, Retry

PAIRS = 250

SORTED = {"Docs", "Build", "TargetOptions", "NodeOptions"}
"""Records of tables that are in an order of their own, whatever stood in a version of them."""


@pytest.fixture(scope="module")
def versions() -> list[Mutant]:
    return list(mutants(whole()))


def test_what_one_side_alone_changed_is_all_that_is_changed(versions: list[Mutant]) -> None:
    base = whole()
    for each in versions[::4]:
        expected = tidied(each.pipeline)
        for ours, theirs in ((each.pipeline, base), (base, each.pipeline)):
            merged = merge(base, ours, theirs)
            assert merged.conflicts == (), each.path
            assert same(merged.pipeline, expected), each.path


def test_two_changes_are_both_held_or_conflict_whichever_side_is_ours(
    versions: list[Mutant],
) -> None:
    base, chance = whole(), Random(18)
    held = conflicts = 0
    for _ in range(PAIRS):
        one = chance.choice(versions)
        near = [each for each in versions if each.path[:3] == one.path[:3]]
        other = chance.choice(near if chance.random() < 0.5 else versions)
        merged = merge(base, one.pipeline, other.pipeline)
        turned = merge(base, other.pipeline, one.pipeline)
        told = {(each.where, each.ours, each.theirs) for each in merged.conflicts}
        assert told == {(each.where, each.theirs, each.ours) for each in turned.conflicts}
        if told:
            conflicts += 1
            continue
        assert same(merged.pipeline, turned.pipeline), (one.path, other.path)
        given = {*_set(one.pipeline), *_set(other.pipeline)}
        assert given.issuperset(_set(merged.pipeline)), (one.path, other.path)
        if _is_in_place(base, one) and _is_in_place(base, other):
            held += 1
            assert _lies(one, merged.pipeline, besides=other), (one.path, other.path)
            assert _lies(other, merged.pipeline, besides=one), (one.path, other.path)
    assert held > PAIRS / 20
    assert conflicts > PAIRS / 40


def _set(pipeline: Pipeline) -> Iterator[tuple[Ref | None, str, str]]:
    """What nodes are set to by the functions of their ops, and what is expected by checks."""
    refs = {each.key: each.ref for each in pipeline.meaning.ops}
    for node in pipeline.meaning.nodes:
        if isinstance(node, OpNode):
            for record in (node.policy, node.policy.retry, node.config):
                if record is not None:
                    yield from _leaves(record, refs[node.op])
            for expected in node.expectations:
                yield from _leaves(expected, expected.ref)


def _leaves(record: Any, of: Ref | None) -> Iterator[tuple[Ref | None, str, str]]:
    for each in fields(record):
        value = getattr(record, each.name)
        for item in value if isinstance(value, tuple) else (value,):
            if not isinstance(item, Retry):
                yield of, each.name, compact(item)


def _is_in_place(base: Pipeline, mutant: Mutant) -> bool:
    """Whether a path leads to the same in both: nothing has another name, or is not there."""
    if mutant.field[0] in SORTED or "guards" in mutant.path or mutant.path[1] == "stages":
        return False
    return _names(base) == _names(tidied(mutant.pipeline))


def _names(value: Any) -> list[Any]:
    """The names and import paths in a pipeline, where they stand."""
    if isinstance(value, tuple):
        return [len(value), *[name for each in value for name in _names(each)]]
    if not is_dataclass(value):
        return []
    found: list[Any] = [type(value)]
    for each in fields(value):
        item = getattr(value, each.name)
        if each.name in ("id", "name", "key", "port", "node", "module", "asset"):
            found.append(item)
        elif each.name != "guards":
            found += _names(item)
    return found


def _lies(mutant: Mutant, merged: Pipeline, *, besides: Mutant) -> bool:
    """Whether what a mutant has is in the merged pipeline, where the other has nothing to say."""
    if besides.path[: len(mutant.path)] == mutant.path:
        return True
    return same(_at(merged, mutant.path), _at(mutant.pipeline, mutant.path))


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value
