"""Questions about a pipeline. None of them changes or raises for a verified pipeline.

index = index_of(pipeline.meaning)
upstream(index.nodes["clean"])              ("load",)
index.may_skip("clean")                     whether it may be skipped
source_type(FromPort(node="load"), index)   "list[app.ops.Row]"
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from dagcompile.ir.derive import Derived, gathered, type_of_value
from dagcompile.ir.records import (
    Const,
    Expect,
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


@dataclass(frozen=True, kw_only=True)
class Index:
    """The tables of one pipeline by name, and what follows from its edges. Not to be changed.

    What costs a walk over the nodes is found out when it is first asked for.
    """

    meaning: Meaning
    nodes: Mapping[str, Node]
    ops: Mapping[OpKey, OpDef]
    params: Mapping[str, Param]
    declared: Mapping[TypeKey, Type]
    """The types of the table."""

    @cached_property
    def types(self) -> Mapping[TypeKey, Type]:
        """The declared types and those of the containers that the author gathered."""
        found = dict(self.declared)
        for source in all_sources(self.meaning):
            if isinstance(source, Gather):
                for key, each in _source_type(source, self).added.items():
                    found.setdefault(key, each)
        return found

    @cached_property
    def upstream(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes that must end before a node starts, by its id."""
        return {node.id: upstream(node) for node in self.meaning.nodes}

    @cached_property
    def consumers(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes that need a node, by its id."""
        found: dict[str, list[str]] = {node: [] for node in self.nodes}
        for node, needs in self.upstream.items():
            for need in needs:
                found[need].append(node)
        return {key: tuple(ids) for key, ids in found.items()}

    @cached_property
    def skippable(self) -> frozenset[str]:
        """The ids of the nodes that may be skipped, by the guards that are placed."""
        return _skippable(self.meaning, self.nodes, self.ops)

    @cached_property
    def inputs(self) -> Mapping[tuple[OpKey, str], TypeKey]:
        """The type of each input of each op."""
        return {(op.key, port.name): port.type for op in self.meaning.ops for port in op.inputs}

    @cached_property
    def outputs(self) -> Mapping[tuple[OpKey, str], TypeKey]:
        """The type of each output of each op."""
        return {(op.key, port.name): port.type for op in self.meaning.ops for port in op.outputs}

    @cached_property
    def gathers(self) -> dict[tuple[object, ...], Derived]:
        """The types of containers that were gathered, by their kind, keys and types of items."""
        return {}

    def may_skip(self, node: str) -> bool:
        """Whether the node may be skipped: something it needs may be absent."""
        return node in self.skippable

    def may_withhold(self, source: Source) -> bool:
        """Whether the value of a source may be absent when its consumer is due."""
        return _may_withhold(source, self.nodes, self.ops, self.skippable)


def index_of(meaning: Meaning) -> Index:
    """The index of a well-formed pipeline. Linear in nodes + edges.

    Asking it about one that is not raises KeyError; `dagcompile.ir.verify` says what is wrong.
    """
    return Index(
        meaning=meaning,
        nodes={node.id: node for node in meaning.nodes},
        ops={op.key: op for op in meaning.ops},
        params={param.name: param for param in meaning.params},
        declared={entry.key: entry.type for entry in meaning.types},
    )


# --- nodes and edges -------------------------------------------------------------------------


def sources(node: Node) -> tuple[Source, ...]:
    """What the inputs of a node are wired to, in their order, containers as they were written."""
    match node:
        case OpNode() | Expect():
            return tuple([each.source for each in node.inputs])
        case FirstOf():
            return node.items
        case _:
            assert_never(node)


def all_sources(meaning: Meaning) -> Iterator[Source]:
    """The source of every input of every node, then of every output of the pipeline."""
    for node in meaning.nodes:
        if isinstance(node, FirstOf):
            yield from node.items
        else:
            for each in node.inputs:
                yield each.source
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
    found: dict[FromPort | FromParam, None] = {}
    for source in sources(node):
        for each in flat(source):
            if not isinstance(each, Const):
                found[each] = None
    return tuple(found)


def written(node: OpNode) -> tuple[str, ...]:
    """The names of the assets that a node writes: its body, or what keeps its outputs."""
    return tuple(dict.fromkeys((*node.writes, *(each.asset for each in node.keeps))))


def upstream(node: Node) -> tuple[str, ...]:
    """The ids of the nodes that must end before this one starts, each once, in order of use."""
    found: dict[str, None] = {}
    for source in sources(node):
        for each in (source,) if isinstance(source, FromPort) else flat(source):
            if isinstance(each, FromPort):
                found[each.node] = None
    for need in node.after:
        found[need] = None
    return tuple(found)


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
    if isinstance(source, FromPort):  # nearly every source is one: nothing is derived for it
        node = index.nodes[source.node]
        return index.outputs[node.op, source.port] if isinstance(node, OpNode) else _only(node)
    return _source_type(source, index).key


def _only(node: FirstOf | Expect) -> TypeKey:
    if isinstance(node, FirstOf):
        return node.type
    raise KeyError(node.id)  # an expectation has no output


def _source_type(source: Source, index: Index) -> Derived:
    match source:
        case FromPort():
            return Derived(key=source_type(source, index))
        case FromParam():
            return Derived(key=index.params[source.name].type)
        case Const():
            return type_of_value(source.value, index.declared)
        case Gather():
            return _gathered(source, index)
        case _:
            assert_never(source)


def _gathered(source: Gather, index: Index) -> Derived:
    items = tuple([_source_type(item, index) for item in source.items])
    if any(type(key) is not str for key in source.keys):  # 1, True and 1.0 are equal keys
        return gathered(source, items, index.declared)
    asked = (source.type, source.keys, tuple([each.key for each in items]))
    known = index.gathers.get(asked)
    if known is None:
        known = index.gathers[asked] = gathered(source, items, index.declared)
    return known


# --- what may be absent ----------------------------------------------------------------------


def _skippable(
    meaning: Meaning, nodes: Mapping[str, Node], ops: Mapping[OpKey, OpDef]
) -> frozenset[str]:
    skippable: set[str] = set()
    for node in meaning.nodes:
        absent = (_may_withhold(source, nodes, ops, skippable) for source in sources(node))
        match node:
            case OpNode() if ops[node.op].operator is not None:
                without = True  # a sensor or operator may skip itself
            case OpNode() | Expect():
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
