"""Which pipelines of two states of a project are the same one.

Those with the same files are. Of the rest one may have taken the place of another under a new id:
where it is written in the same place, or where most steps of the two are the same and no other is
as like: first by the functions that they use, then by the names of these, for a module may have
moved.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from dagcompile.diagnostics import CompileError
from dagcompile.ir.records import OpNode, Pipeline
from dagcompile.project.held import Held

Pair: TypeAlias = tuple[Held | None, Held | None]
_Steps: TypeAlias = frozenset[tuple[str, str]]

_ALIKE = 0.5
"""Two pipelines have more than this share of steps in common, if one is the other renamed."""


def pairs(old: Sequence[Held], new: Sequence[Held]) -> list[Pair]:
    """Every pipeline once, with what it was; None where it was not, or is no more."""
    before = {each.file: each for each in old}
    after = {each.file: each for each in new}
    found: list[Pair] = [(before[file], after[file]) for file in after if file in before]
    gone = [each for each in old if each.file not in after]
    come = [each for each in new if each.file not in before]
    renamed = [*_moved(gone, come)]
    for one, other in renamed:
        gone.remove(one)
        come.remove(other)
    for steps in (_steps, _names):
        alike = _alike(gone, come, steps)
        for one, other in alike:
            gone.remove(one)
            come.remove(other)
        renamed += alike
    return [
        *found,
        *renamed,
        *((each, None) for each in gone),
        *((None, each) for each in come),
    ]


def _moved(gone: Iterable[Held], come: Iterable[Held]) -> Iterable[tuple[Held, Held]]:
    """Those that are written where another was."""
    places = {each.reference: each for each in gone if each.reference}
    for each in come:
        if found := places.pop(each.reference, None):
            yield found, each


def _alike(
    gone: Sequence[Held], come: Sequence[Held], steps_of: Callable[[Held], _Steps]
) -> list[tuple[Held, Held]]:
    """Those that are most like each other; of two that are equally like, none."""
    if not gone or not come:
        return []
    steps = {id(each): steps_of(each) for each in (*gone, *come)}
    scores = {
        (one, other): _common(steps[id(gone[one])], steps[id(come[other])])
        for one in range(len(gone))
        for other in range(len(come))
    }
    return [
        (gone[one], come[other])
        for (one, other), score in scores.items()
        if score > _ALIKE
        and sum(1 for (a, b), each in scores.items() if each >= score and (a == one or b == other))
        == 1
    ]


def _names(held: Held) -> _Steps:
    """The steps, whatever modules their functions are in."""
    return frozenset((node, op.rpartition(":")[2]) for node, op in _steps(held))


def _steps(held: Held) -> _Steps:
    try:
        pipeline = held.read()
    except CompileError:
        return frozenset()
    return frozenset(_named(pipeline))


def _named(pipeline: Pipeline) -> Iterable[tuple[str, str]]:
    for node in pipeline.meaning.nodes:
        yield node.id, node.op if isinstance(node, OpNode) else node.kind


def _common(one: _Steps, other: _Steps) -> float:
    return len(one & other) / len(one | other) if one and other else 0


def id_of(before: Held | None, after: Held | None) -> str:
    """What a pair is called: by its new side, where it has one."""
    held = after or before
    assert held is not None
    return held.id
