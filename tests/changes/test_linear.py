"""A comparison takes twice as many steps for twice as many nodes, counted in calls."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from irs import node, op, pipeline
from laboured import calls_of

from dagcompile.changes import REACH, compare
from dagcompile.ir.records import Const, OpNode, Pipeline, Policy, Source

ROWS = {"rows": "int"}
SIZES = {
    "every policy is another": 2 * REACH,
    "every wire and id is another": 300,
    "each is known by the one before alone": 40,
}
"""Where each change has consumers, these are as many as are named of each; 40 rungs of a ladder
are more than are climbed.
"""


def chain(length: int, *, name: str = "s", does: str = "step") -> Pipeline:
    ids = [f"{name}{number}" for number in range(length)]
    steps = [
        node(does, {"rows": before}, id=id) for before, id in zip(["load", *ids], ids, strict=False)
    ]
    return pipeline(
        *(op("load"), op(does, ROWS)),
        nodes=[node("load"), *steps],
        outputs={"result": (ids[-1], "int")},
    )


def fan(length: int, *, name: str = "s") -> Pipeline:
    """Steps that nothing tells apart."""
    steps = [node("step", {"rows": "load"}, id=f"{name}{number}") for number in range(length)]
    return pipeline(op("load"), op("step", ROWS), nodes=[node("load"), *steps])


def tangle(size: int, *, seed: int, name: str = "s", does: str = "abc") -> Pipeline:
    """Steps of a few ops, each with two inputs from any of those shortly before it."""
    chance, ids = Random(seed), [f"{name}{number}" for number in range(size)]
    steps = []
    for number, id in enumerate(ids):
        near = ids[max(0, number - 20) : number] or ["load"]
        taken: dict[str, str | Source] = {port: chance.choice(near) for port in ("x", "y")}
        steps.append(node(chance.choice(does), taken, id=id))
    ops = [op(each, {"x": "int", "y": "int"}) for each in does]
    return pipeline(
        *(op("load"), *ops), nodes=[node("load"), *steps], outputs={"result": (ids[-1], "int")}
    )


def ladder(length: int, *, name: str, leaf: str) -> Pipeline:
    """Steps that are tied to the one before alone: what else they take and give is their own."""
    nodes, ops, before = [node("load")], [op("load"), op(leaf, ROWS)], "load"
    for number in range(length):
        if number % 4 == 0:
            ops.append(op(f"step{number // 4}", {"rows": "int", "by": "str"}))
        id = f"{name}{number}"
        by = Const(value=id)
        nodes.append(node(f"step{number // 4}", {"rows": before, "by": by}, id=id))
        nodes.append(node(leaf, {"rows": id}, id=f"{id}_{leaf}"))
        before = id
    return pipeline(*ops, nodes=nodes)


def hurried(of: Pipeline) -> Pipeline:
    nodes = tuple(
        replace(each, policy=Policy(timeout=5.0)) if isinstance(each, OpNode) else each
        for each in of.meaning.nodes
    )
    return replace(of, meaning=replace(of.meaning, nodes=nodes))


CASES: dict[str, Callable[[int], tuple[Pipeline, Pipeline]]] = {
    "the same": lambda size: (chain(size), chain(size)),
    "every id is another": lambda size: (chain(size), chain(size, name="t")),
    "every id and function is another": lambda size: (
        chain(size),
        chain(size, name="t", does="work"),
    ),
    "nothing tells them apart": lambda size: (fan(size), fan(size, name="t")),
    "every policy is another": lambda size: (chain(size), hurried(chain(size))),
    "every wire and id is another": lambda size: (
        tangle(size, seed=1),
        tangle(size, seed=2, name="t"),
    ),
    "every id and function is another, and no step like the next": lambda size: (
        tangle(size, seed=1),
        tangle(size, seed=1, name="t", does="def"),
    ),
    "each is known by the one before alone": lambda size: (
        ladder(size, name="s", leaf="left"),
        ladder(size, name="t", leaf="right"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_twice_the_nodes_take_twice_the_steps(case: str) -> None:
    base = SIZES.get(case, 150)
    small, large = (_calls(*CASES[case](size)) for size in (base, 2 * base))
    assert small < large < 2.3 * small


def _calls(old: Pipeline, new: Pipeline) -> int:
    compare(old, new)  # so that what is found out once is known
    return calls_of(lambda: compare(old, new))
