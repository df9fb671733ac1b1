"""How long straight-line code needs the value of each step.

    last_uses(index)    {"clean": ("load",), "rank": ("clean", "names")}

Below step `clean` nothing uses the value of `load` any more, so its variable is deleted there, as a
careful author would. Left alone is what may live as long as the function at no cost: what it
returns, what its last step uses, and values of small and fixed size.
"""

from collections.abc import Mapping
from typing import assert_never

from dagcompile.ir.queries import (
    Index,
    all_sources,
    flat,
    flat_sources,
    source_type,
    sources,
)
from dagcompile.ir.records import (
    AnyType,
    ClassType,
    Collection,
    DictType,
    EnumType,
    Expect,
    FactType,
    FirstOf,
    FrameType,
    FromPort,
    LiteralType,
    Meaning,
    Node,
    OpNode,
    RecordType,
    Refined,
    Scalar,
    TupleType,
    Type,
    TypeKey,
    Union,
)
from dagcompile.ir.uses import parts_of

_OF_ANY_SIZE = frozenset({"str", "bytes"})


def used(meaning: Meaning) -> frozenset[str]:
    """The ids of the nodes whose value something later takes."""
    found: set[str] = set()
    for source in all_sources(meaning):
        if isinstance(source, FromPort):
            found.add(source.node)
        else:
            found.update(each.node for each in flat(source) if isinstance(each, FromPort))
    return frozenset(found)


def last_uses(index: Index) -> Mapping[str, tuple[str, ...]]:
    """The ids of the nodes whose values are dropped, by the node below which they are.

    Linear in nodes + edges.
    """
    nodes = index.meaning.nodes
    last = {node.id: node.id for node in nodes}
    for node in nodes:
        for source in sources(node):
            if isinstance(source, FromPort):
                last[source.node] = node.id
            else:
                taken = [each.node for each in flat(source) if isinstance(each, FromPort)]
                last.update(dict.fromkeys(taken, node.id))
    returned = {
        each.node
        for output in index.meaning.outputs
        for each in flat(output.source)
        if isinstance(each, FromPort)
    }
    sizes = _Sizes(index.declared)
    found: dict[str, list[str]] = {}
    for node in nodes:
        at = last[node.id]
        if at != nodes[-1].id and node.id not in returned and not sizes.small(node, index):
            found.setdefault(at, []).append(node.id)
    return {at: tuple(ids) for at, ids in found.items()}


def last_uses_outside(part: Index, whole: Index) -> Mapping[str, tuple[FromPort, ...]]:
    """The values of other nodes of a pipeline that are dropped, by the node of `part` of it below
    which they are. As `last_uses` tells it of the nodes of a part.
    """
    nodes = part.meaning.nodes
    last: dict[FromPort, str] = {}
    for node in nodes:
        for source in flat_sources(node):
            if isinstance(source, FromPort) and source.node not in part.nodes:
                last[source] = node.id
    sizes = _Sizes(whole.declared)
    found: dict[str, list[FromPort]] = {}
    for source, at in last.items():
        if at != nodes[-1].id and not sizes.is_small(source_type(source, whole)):
            found.setdefault(at, []).append(source)
    return {at: tuple(ports) for at, ports in found.items()}


class _Sizes:
    """Which types have only values of small and fixed size."""

    def __init__(self, types: Mapping[TypeKey, Type]) -> None:
        self.types = types
        self.known: dict[TypeKey, bool] = {}

    def small(self, node: Node, index: Index) -> bool:
        """Whether the value of a node is small."""
        match node:
            case OpNode():
                return all(self.is_small(port.type) for port in index.ops[node.op].outputs)
            case FirstOf():
                return self.is_small(node.type)
            case Expect():
                return True  # it has none
            case _:
                assert_never(node)

    def is_small(self, key: TypeKey) -> bool:
        """Whether every value of a type is small."""
        if key not in self.known:
            self.known[key] = False  # where a record holds itself
            self.known[key] = self._is_small(self.types[key])
        return self.known[key]

    def _is_small(self, type_: Type) -> bool:
        match type_:
            case Scalar():
                return type_.name not in _OF_ANY_SIZE
            case LiteralType() | EnumType():
                return True
            case Union() | TupleType() | RecordType() | Refined():
                return all(map(self.is_small, parts_of(type_)))
            case AnyType() | ClassType() | FrameType() | Collection() | DictType() | FactType():
                return False
            case _:
                assert_never(type_)
