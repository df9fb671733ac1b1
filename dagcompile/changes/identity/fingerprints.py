"""What nodes do, take and give, as numbers that are equal on both sides of a comparison.

Nodes that are known to be the same go by the id of the new version, the others by what they do and
what lies before and behind them, as far as there are such nodes. Linear.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import TypeAlias, assert_never

from dagcompile.ir.compact import compact
from dagcompile.ir.queries import Index, flat
from dagcompile.ir.records import (
    Const,
    Expect,
    FirstOf,
    FromParam,
    FromPort,
    Gather,
    Node,
    OpDef,
    OpKey,
    OpNode,
    Ref,
    Source,
)

Work: TypeAlias = Callable[[Node, Mapping[OpKey, OpDef]], Hashable]
"""What a node does, as far as it is to be the same: of the node and the ops by their keys."""

_NOWHERE = Ref(module="", name="")


def work(node: Node, ops: Mapping[OpKey, OpDef]) -> Hashable:
    """The op of a node, or what it is where it has none."""
    match node:
        case OpNode():
            op = ops[node.op]
            return op.key if op.operator is None else ("native", op.ref)
        case FirstOf():
            return ("first_of", node.type)
        case Expect():
            return ("expect", node.expectation.ref)
        case _:
            assert_never(node)


def signature(node: Node, ops: Mapping[OpKey, OpDef]) -> Hashable:
    """As `work`, but of an op what its ports and its config are, not which function it is."""
    if not isinstance(node, OpNode):
        return work(node, ops)
    op = ops[node.op]
    if op.operator is not None:
        return work(node, ops)
    return compact(replace(op, key="", ref=_NOWHERE))


class Fingerprints:
    """The nodes of one version. `paired` leads from their ids to those of the new version, for
    those that are matched; `numbers` is shared by both versions.
    """

    def __init__(
        self,
        index: Index,
        paired: Mapping[str, str],
        *,
        of: Work,
        numbers: dict[Hashable, int],
    ) -> None:
        self._numbers = numbers
        self._paired = paired
        self._edges = edges(index)
        self.left = [each for each in index.nodes if each not in paired]
        """The ids of those that are not matched, in the order of writing."""
        self.work = {id: of(index.nodes[id], index.ops) for id in self.left}
        self.takes: dict[str, tuple[Hashable, ...]] = {}
        """What the inputs of a node take, by its id: pairs of a port and a source."""
        self.gives: dict[str, tuple[Hashable, ...]] = {}
        """Who takes from a node: its port, and the node or output with the input."""
        self._before: dict[str, int] = {}
        self._behind: dict[str, int] = {}
        for id, node in index.nodes.items():
            self.takes[id] = tuple(
                [(place, self._source(source)) for place, source in inputs(node)]
            )
            self._before[id] = self._number(id, self.takes[id])
        for id in reversed(tuple(index.nodes)):
            found = [
                (port, place, taker if taker is None else self._behind[taker])
                for port, place, taker in self._edges.get(id, ())
            ]
            self.gives[id] = tuple(sorted(found, key=str))
            self._behind[id] = self._number(id, self.gives[id])
        self.ties = {id: self._ties(index, id) for id in self.left}
        """What ties a node that is left to others: its inputs from nodes, and all that it gives."""
        self.settings = {id: _settings(index.nodes[id], index.ops) for id in self.left}
        """What a node that is left is made with, beside its inputs."""

    def _ties(self, index: Index, id: str) -> frozenset[tuple[Hashable, ...]]:
        return frozenset(
            [
                ("takes", place, self._source(source))
                for place, source in inputs(index.nodes[id])
                if any(isinstance(each, FromPort) for each in flat(source))
            ]
            + [("gives", each) for each in self.gives[id]]
        )

    def _number(self, id: str, around: tuple[Hashable, ...]) -> int:
        key = ("=", self._paired[id]) if id in self._paired else (self.work[id], around)
        return self._numbers.setdefault(key, len(self._numbers))

    def _source(self, source: Source) -> Hashable:
        match source:
            case FromPort():
                return (self._before[source.node], source.port)
            case FromParam():
                return ("param", source.name)
            case Const():
                return ("const", compact(source))
            case Gather():
                return (source.type, compact(source.keys), *map(self._source, source.items))
            case _:
                assert_never(source)


def _settings(node: Node, ops: Mapping[OpKey, OpDef]) -> Hashable:
    if not isinstance(node, OpNode):
        return None
    operator = ops[node.op].operator
    return (
        None if node.config is None else compact(node.config),
        None if operator is None else compact(operator.arguments),
    )


def inputs(node: Node) -> list[tuple[str, Source]]:
    """What a node is given, and where."""
    if isinstance(node, FirstOf):
        return [(str(number), source) for number, source in enumerate(node.items)]
    return [(each.port, each.source) for each in node.inputs]


def edges(index: Index) -> dict[str, list[tuple[str, str, str | None]]]:
    """Of each node its port, the input and the node that takes from it; None for an output."""
    found: dict[str, list[tuple[str, str, str | None]]] = {}
    for id, node in index.nodes.items():
        for place, source in inputs(node):
            for each in flat(source):
                if isinstance(each, FromPort):
                    found.setdefault(each.node, []).append((each.port, place, id))
    for output in index.meaning.outputs:
        for each in flat(output.source):
            if isinstance(each, FromPort):
                found.setdefault(each.node, []).append((each.port, output.name, None))
    return found
