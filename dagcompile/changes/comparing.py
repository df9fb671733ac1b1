"""How two versions of a pipeline differ: every comparer asked, and what it found in order.

    compare(old, new).changes

A comparer is a function `Sides -> Iterator[Change]` in a file of `comparers/`, and a line of
`COMPARERS`. It yields what differs in the part that is its own, once each, in any order and
without consumers: these follow from the subject (`reach.py`), as the order does (`order.py`).
The old version is told to it in the names of the new one, so it never meets a rename:

    def timeouts(sides: Sides) -> Iterator[Change]:
        for old, new in sides.kept:                  # nodes that are in both
            ...

It says nothing of nodes, ops, params and outputs that only one version has, which are told as a
whole, and nothing where the parts it looks at are the `same`: that asks for the text of values,
for 1, True and 1.0 are equal in Python. What it shows of them is `value_text`, not `repr`.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from dagcompile.changes.comparers.assets import assets
from dagcompile.changes.comparers.config import configs, defaults
from dagcompile.changes.comparers.docs import docs, order
from dagcompile.changes.comparers.expectations import expectations
from dagcompile.changes.comparers.guards import guards
from dagcompile.changes.comparers.interface import interface
from dagcompile.changes.comparers.nodes import nodes, works
from dagcompile.changes.comparers.ops import ops
from dagcompile.changes.comparers.options import options
from dagcompile.changes.comparers.paths import paths
from dagcompile.changes.comparers.policy import policies
from dagcompile.changes.comparers.schedule import schedules
from dagcompile.changes.comparers.stages import stages
from dagcompile.changes.comparers.types import types
from dagcompile.changes.comparers.wiring import wires
from dagcompile.changes.identity.sides import sides_of
from dagcompile.changes.order import ordered
from dagcompile.changes.reach import Reach
from dagcompile.changes.records import Change, Comparison, Sides, Subject
from dagcompile.changes.rules import WRITTEN_OTHERWISE
from dagcompile.changes.same import same
from dagcompile.ir.records import Pipeline

Comparer: TypeAlias = Callable[[Sides], Iterator[Change]]

COMPARERS: tuple[Comparer, ...] = (
    interface,
    nodes,
    works,
    wires,
    paths,
    ops,
    schedules,
    configs,
    defaults,
    policies,
    expectations,
    stages,
    assets,
    options,
    docs,
    order,
    guards,
    types,
)
"""All there are. Together they look at every field of every record."""


_LAYOUT = WRITTEN_OTHERWISE.change(Subject(part="pipeline", detail="layout"), "changed")
"""What is told where nothing else is, so that no difference of two texts goes unseen."""


def compare(old: Pipeline, new: Pipeline) -> Comparison:
    """How `new` differs from `old`. Both are verified and compiled; nothing of them is run.

    It takes time in proportion to their size, and to what the changes name: at most `REACH` nodes
    each, and every output. Nodes whose id only one version has are matched, which costs several
    times as much; so do wires that were all laid anew.
    """
    sides = sides_of(old, new)
    reach = Reach(sides)
    found = [change for comparer in COMPARERS for change in comparer(sides)]
    if not found and not same(old, new):
        found.append(_LAYOUT)
    filled = [replace(each, consumers=reach.of(each)) for each in found]
    renamed = sides.names.nodes
    return Comparison(
        old=old,
        new=new,
        changes=ordered(filled, sides),
        nodes={
            node.id: renamed.get(node.id, node.id)
            for node in old.meaning.nodes
            if renamed.get(node.id, node.id) in sides.new.nodes
        },
    )
