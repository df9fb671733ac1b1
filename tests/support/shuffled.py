"""Small pipelines of functions that have the same ports, and what people do to them, by chance.

base = steps(chance)
ours = edited(base, chance)
compare(told(base), told(ours))
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from random import Random
from typing import TypeAlias

from irs import node, op, pipeline

from dagcompile.ir.records import OpNode, Pipeline, Policy, Ref

FUNCTIONS = ("app.ops:audit", "app.ops:email", "app.ops:report", "app.new:audit", "app.ops:mail")
_IDS = ("a", "b", "c", "d", "e", "f")
_LIMITS = count(1)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One use of a function, which takes from another step, or from `load`."""

    id: str
    function: str
    takes: str = "load"
    limit: int | None = None


Steps: TypeAlias = tuple[Step, ...]


def steps(chance: Random) -> Steps:
    """Two to four steps of a few functions."""
    found: Steps = ()
    for _ in range(chance.randint(2, 4)):
        found = _added(found, chance)
    return found


def edited(base: Steps, chance: Random) -> Steps:
    """`base` after one or two edits; limits are given that no other step has."""
    for _ in range(chance.randint(1, 2)):
        base = chance.choice(_EDITS)(base, chance)
    return base


def told(versions: Steps) -> Pipeline:
    """The pipeline that has these steps; the last one's value is what it gives."""
    used = sorted({each.function for each in versions})
    ops = [
        replace(op("step", {"rows": "int"}), key=key, ref=Ref(module=module, name=name))
        for key in used
        for module, _, name in [key.partition(":")]
    ]
    made = [_node(each) for each in versions]
    last = versions[-1].id if versions else "load"
    return pipeline(
        *sorted([op("load"), *ops], key=lambda each: each.key),
        nodes=[node("load"), *made],
        outputs={"result": (last, "int")},
    )


def _node(step: Step) -> OpNode:
    made = node("step", {"rows": step.takes}, id=step.id)
    return replace(made, op=step.function, policy=Policy(timeout=step.limit))


# --- edits -----------------------------------------------------------------------------------


def _added(base: Steps, chance: Random) -> Steps:
    free = [each for each in _IDS if all(each != step.id for step in base)]
    if not free:
        return base
    takes = chance.choice(["load", *[each.id for each in base]])
    return (
        *base,
        Step(id=chance.choice(free), function=chance.choice(FUNCTIONS), takes=takes),
    )


def _removed(base: Steps, chance: Random) -> Steps:
    gone = chance.choice(base) if len(base) > 1 else None
    return tuple(
        [
            replace(each, takes=gone.takes) if gone and each.takes == gone.id else each
            for each in base
            if each is not gone
        ]
    )


def _replaced(base: Steps, chance: Random) -> Steps:
    """A step in whose place another one is."""
    free = [each for each in _IDS if all(each != step.id for step in base)]
    if not free:
        return base
    was, id = chance.choice(base), chance.choice(free)
    new = Step(id=id, function=chance.choice(FUNCTIONS), takes=was.takes)
    return tuple([new if each is was else _taking(each, was.id, id) for each in base])


def _renamed(base: Steps, chance: Random) -> Steps:
    free = [each for each in _IDS if all(each != step.id for step in base)]
    if not free:
        return base
    was, id = chance.choice(base), chance.choice(free)
    return tuple(
        [replace(each, id=id) if each is was else _taking(each, was.id, id) for each in base]
    )


def _taking(step: Step, was: str, now: str) -> Step:
    return replace(step, takes=now) if step.takes == was else step


def _of_another(base: Steps, chance: Random) -> Steps:
    was, function = chance.choice(base), chance.choice(FUNCTIONS)
    return tuple([replace(each, function=function) if each is was else each for each in base])


def _function_renamed(base: Steps, chance: Random) -> Steps:
    was, now = chance.choice(base).function, chance.choice(FUNCTIONS)
    return tuple([replace(each, function=now) if each.function == was else each for each in base])


def _limited(base: Steps, chance: Random) -> Steps:
    was = chance.choice(base)
    return tuple([replace(each, limit=next(_LIMITS)) if each is was else each for each in base])


_EDITS: tuple[Callable[[Steps, Random], Steps], ...] = (
    _added,
    _removed,
    _replaced,
    _renamed,
    _of_another,
    _function_renamed,
    _limited,
    _limited,
)
