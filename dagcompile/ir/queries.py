"""Questions about a pipeline. None of them changes or raises for a verified pipeline.

index = index_of(pipeline.meaning)
upstream(index.nodes["clean"])              ("load",)
index.may_skip("clean")                     whether it may be skipped
source_type(FromPort(node="load"), index)   "list[app.ops.Row]"
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from dagcompile.ir.derive import Derived, gathered, type_of_value
from dagcompile.ir.records import (
    Const,
    FirstOf,
    FromParam,
    FromPort,
    Gather,
    InPort,
    Meaning,
    Node,
    OpDef,
    OpKey,
    OpNode,
    OutPort,
    Param,
    Source,
    Type,
    TypeKey,
)

RESULT = "result"
"""Name of the only output of a node that has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The tables of one pipeline by name, and what follows from its edges. Not to be changed.

    `types` holds the declared types and those of the containers that the author gathered.
    `skippable` are the ids of the nodes that may be skipped, by the guards that are placed.
    """

    meaning: Meaning
    nodes: Mapping[str, Node]
    ops: Mapping[OpKey, OpDef]
    types: Mapping[TypeKey, Type]
    params: Mapping[str, Param]
    consumers: Mapping[str, tuple[str, ...]]
    skippable: frozenset[str]

    def may_skip(self, node: str) -> bool:
        """Whether the node may be skipped: something it needs may be absent."""
        return node in self.skippable

    def may_withhold(self, source: Source) -> bool:
        """Whether the value of a source may be absent when its consumer is due."""
        return _may_withhold(source, self.nodes, self.ops, self.skippable)


def index_of(meaning: Meaning) -> Index:
    """The index of a verified pipeline. Linear in nodes + edges.

    Raises:
        KeyError: the pipeline is not well-formed; `dagcompile.ir.verify` says how.
    """
    nodes = {node.id: node for node in meaning.nodes}
    ops = {op.key: op for op in meaning.ops}
    declared = Index(
        meaning=meaning,
        nodes=nodes,
        ops=ops,
        types={entry.key: entry.type for entry in meaning.types},
        params={param.name: param for param in meaning.params},
        consumers=_consumers(meaning),
        skippable=_skippable(meaning, nodes, ops),
    )
    derived = dict(declared.types)
    for source in all_sources(meaning):
        if isinstance(source, Gather):
            for key, each in _source_type(source, declared).added.items():
                derived.setdefault(key, each)
    return Index(
        meaning=meaning,
        nodes=nodes,
        ops=ops,
        types=derived,
        params=declared.params,
        consumers=declared.consumers,
        skippable=declared.skippable,
    )


# --- nodes and edges -------------------------------------------------------------------------


def sources(node: Node) -> tuple[Source, ...]:
    """What the inputs of a node are wired to, in their order, containers as they were written."""
    match node:
        case OpNode():
            return tuple(each.source for each in node.inputs)
        case FirstOf():
            return node.items
        case _:
            assert_never(node)


def all_sources(meaning: Meaning) -> Iterator[Source]:
    """The source of every input of every node, then of every output of the pipeline."""
    for node in meaning.nodes:
        yield from sources(node)
    for output in meaning.outputs:
        yield output.source


def flat(source: Source) -> Iterator[FromPort | FromParam | Const]:
    """A source without the containers around it."""
    match source:
        case FromPort() | FromParam() | Const():
            yield source
        case Gather():
            for item in source.items:
                yield from flat(item)
        case _:
            assert_never(source)


def flat_sources(node: Node) -> tuple[FromPort | FromParam, ...]:
    """The ports and params that a node takes values from, each once, in order of first use."""
    found = (each for source in sources(node) for each in flat(source))
    return tuple(dict.fromkeys(each for each in found if not isinstance(each, Const)))


def upstream(node: Node) -> tuple[str, ...]:
    """The ids of the nodes that must end before this one starts, each once, in order of use."""
    values = (each.node for each in flat_sources(node) if isinstance(each, FromPort))
    return tuple(dict.fromkeys((*values, *node.after)))


def order_faults(meaning: Meaning) -> tuple[tuple[str, str], ...]:
    """Pairs (node, what it needs) where the second does not stand before the first."""
    seen: set[str] = set()
    faults: list[tuple[str, str]] = []
    known = {node.id for node in meaning.nodes}
    for node in meaning.nodes:
        late = (need for need in upstream(node) if need in known and need not in seen)
        faults += ((node.id, need) for need in late)
        seen.add(node.id)
    return tuple(faults)


def _consumers(meaning: Meaning) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {node.id: [] for node in meaning.nodes}
    for node in meaning.nodes:
        for need in upstream(node):
            found[need].append(node.id)
    return {key: tuple(ids) for key, ids in found.items()}


# --- ports and types -------------------------------------------------------------------------


def in_port(op: OpDef, name: str) -> InPort:
    """The input `name` of an op.

    Raises:
        KeyError: it has none of that name.
    """
    for port in op.inputs:
        if port.name == name:
            return port
    raise KeyError(name)


def out_port(op: OpDef, name: str) -> OutPort:
    """The output `name` of an op.

    Raises:
        KeyError: it has none of that name.
    """
    for port in op.outputs:
        if port.name == name:
            return port
    raise KeyError(name)


def source_type(source: Source, index: Index) -> TypeKey:
    """The type of a source; `index.types` has an entry for it, unless it is a lone literal."""
    return _source_type(source, index).key


def _source_type(source: Source, index: Index) -> Derived:
    match source:
        case FromPort():
            node = index.nodes[source.node]
            if isinstance(node, FirstOf):
                return Derived(key=node.type)
            return Derived(key=out_port(index.ops[node.op], source.port).type)
        case FromParam():
            return Derived(key=index.params[source.name].type)
        case Const():
            return type_of_value(source.value, index.types)
        case Gather():
            items = tuple(_source_type(item, index) for item in source.items)
            return gathered(source, items, index.types)
        case _:
            assert_never(source)


# --- what may be absent ----------------------------------------------------------------------


def _skippable(
    meaning: Meaning, nodes: Mapping[str, Node], ops: Mapping[OpKey, OpDef]
) -> frozenset[str]:
    skippable: set[str] = set()
    for node in meaning.nodes:
        absent = (_may_withhold(source, nodes, ops, skippable) for source in sources(node))
        match node:
            case OpNode():
                without = any(absent)
            case FirstOf():
                without = all(absent)
            case _:
                assert_never(node)
        if without or any(each in skippable for each in node.after):
            skippable.add(node.id)
    return frozenset(skippable)


def _may_withhold(
    source: Source,
    nodes: Mapping[str, Node],
    ops: Mapping[OpKey, OpDef],
    skippable: "set[str] | frozenset[str]",
) -> bool:
    for each in flat(source):
        if isinstance(each, FromPort):
            if each.node in skippable:
                return True
            node = nodes[each.node]
            if isinstance(node, OpNode) and _may_be_absent(node, ops[node.op], each.port):
                return True
    return False


def _may_be_absent(node: OpNode, op: OpDef, port: str) -> bool:
    """Whether a node that is ok may lack an output: one that may be withheld, or one that no
    guard of severity `error` looks at, so that nothing keeps its op from withholding it.
    """
    if out_port(op, port).maybe:
        return True
    return not any(
        each.side == "output" and each.port == port and each.severity == "error"
        for each in node.guards
    )
