"""A comparison takes twice as many steps for twice as many nodes, counted in calls."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from irs import node, op, pipeline
from steps import calls_of

from dagcompile.changes import REACH, compare
from dagcompile.ir.records import OpNode, Pipeline, Policy

ROWS = {"rows": "int"}
SIZES = {"every policy is another": 2 * REACH}
"""Where each change has consumers, these are as many as are named of each."""


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
}


@pytest.mark.parametrize("case", CASES)
def test_twice_the_nodes_take_twice_the_steps(case: str) -> None:
    base = SIZES.get(case, 150)
    small, large = (_calls(*CASES[case](size)) for size in (base, 2 * base))
    assert small < large < 2.3 * small


def _calls(old: Pipeline, new: Pipeline) -> int:
    compare(old, new)  # so that what is found out once is known
    return calls_of(lambda: compare(old, new))
