"""What a change reaches downstream, by what it is of.

A changed value reaches who takes it. That a step fails, is skipped or is gone also reaches those
that only run after it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import assert_never

from dagcompile.changes.comparers.moving import moved_in
from dagcompile.changes.identity.moves import refs_in
from dagcompile.changes.records import REACH, Change, Part, Sides
from dagcompile.changes.rules import NODE_RENAMED
from dagcompile.ir.queries import Index, flat, flat_sources
from dagcompile.ir.records import (
    Expect,
    FirstOf,
    FromParam,
    FromPort,
    OpDef,
    OpNode,
    Ref,
    TypeKey,
)
from dagcompile.ir.uses import parts_of

_FAILS = frozenset[Part]({"node", "guard", "policy", "expectation", "stage"})


class Reach:
    """What changes between two versions reach. Linear in the nodes, then in what is reached."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides

    def of(self, change: Change) -> tuple[str, ...]:
        """The consumers of a change, as `Change.consumers` has them."""
        name, part = change.subject.name, change.subject.part
        behind = self._needs if part in _FAILS else self._values
        if change.weight == "cosmetic" or _only_named(change):
            return ()
        match part:
            case "guard" | "expectation" if not name:
                return self.behind(self._heeding(change))
            case "node" | "config" | "guard" | "policy" | "expectation":
                return behind.from_node(self._id(change), gone=self._sides.old)
            case "param":
                return behind.from_nodes(self._takers.get(name, ()))
            case "op":
                users = self._users.get(name, ())
                same = change.weight == "safe" and change.verb == "renamed"
                return users[:REACH] if same else behind.from_nodes(users)
            case "stage":
                return behind.from_nodes(self._stages.get(name, ()))
            case "asset":
                return behind.from_nodes(self._readers.get(name, ()))
            case "type":
                return self._holders.get(name, ())
            case "pipeline":
                return self._behind_moved(self._moved.get(change, ()))
            case "output" | "schedule" | "options" | "docs":
                return ()
            case _:
                assert_never(part)

    def behind(self, nodes: Iterable[str]) -> tuple[str, ...]:
        """What fails or is skipped where one of `nodes` fails, if both are still there."""
        return self._needs.from_all(nodes)

    def _heeding(self, change: Change) -> Iterator[str]:
        """The nodes that heed what is said of all of them."""
        for old, new in self._sides.kept:
            if isinstance(old, OpNode) and isinstance(new, OpNode):
                if change.subject.part == "guard":
                    said = heeds(old, change) or heeds(new, change)
                else:
                    said = bool(old.expectations or new.expectations)
                if said:
                    yield new.id

    def _id(self, change: Change) -> str:
        """The node a change is of; of one that is gone, the id by which the old version has it."""
        name = change.subject.name
        if change.subject.part == "node" and change.verb == "removed" and not change.subject.detail:
            return self._sides.names.nodes.get(name, name)
        return name

    def _behind_moved(self, refs: Collection[Ref]) -> tuple[str, ...]:
        """What lies behind all that names one of some import paths."""
        if not refs:
            return ()
        named, meaning = frozenset(refs), self._sides.new.meaning
        ops = [each.key for each in meaning.ops if not named.isdisjoint(refs_in(each))]
        types = [each.key for each in meaning.types if not named.isdisjoint(refs_in(each.type))]
        nodes = [each.id for each in meaning.nodes if not named.isdisjoint(refs_in(each))]
        nodes += [node for key in ops for node in self._users.get(key, ())]
        found = self._values.from_nodes(dict.fromkeys(nodes)) if nodes else ()
        held = [each for key in types for each in self._holders.get(key, ())]
        every = dict.fromkeys((*found, *held))
        steps = [each for each in every if not each.startswith("output:")]
        outputs = [each for each in every if each.startswith("output:")]
        return (*steps[:REACH], *outputs)

    @cached_property
    def _moved(self) -> Mapping[Change, tuple[Ref, ...]]:
        return {each.change: each.refs for each in moved_in(self._sides)}

    @cached_property
    def _needs(self) -> "_Behind":
        return _Behind(self._sides.new, self._sides.new.consumers)

    @cached_property
    def _values(self) -> "_Behind":
        found: dict[str, list[str]] = defaultdict(list)
        for node in self._sides.new.meaning.nodes:
            for each in dict.fromkeys(
                source.node for source in flat_sources(node) if isinstance(source, FromPort)
            ):
                found[each].append(node.id)
        return _Behind(self._sides.new, {key: tuple(ids) for key, ids in found.items()})

    @cached_property
    def _takers(self) -> Mapping[str, tuple[str, ...]]:
        """Who takes a param: of one that is gone, who did and is still there."""
        old, new = self._sides.old, self._sides.new
        taken = _taken(new) | {
            name: [each for each in nodes if each in new.nodes]
            for name, nodes in _taken(old).items()
            if name not in new.params
        }
        return {name: tuple(nodes) for name, nodes in taken.items()}

    @cached_property
    def _users(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for node in self._sides.new.meaning.nodes:
            if isinstance(node, OpNode):
                found[node.op].append(node.id)
        return {key: tuple(ids) for key, ids in found.items()}

    @cached_property
    def _stages(self) -> Mapping[str, tuple[str, ...]]:
        new = self._sides.new
        found = {each.id: each.nodes for each in self._sides.old.meaning.stages}
        found |= {each.id: each.nodes for each in new.meaning.stages}
        return {
            key: tuple([node for node in nodes if node in new.nodes])
            for key, nodes in found.items()
        }

    @cached_property
    def _readers(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for node in self._sides.new.meaning.nodes:
            if isinstance(node, OpNode):
                for asset in dict.fromkeys(node.reads):
                    found[asset].append(node.id)
        return {name: tuple(ids) for name, ids in found.items()}

    @cached_property
    def _holders(self) -> Mapping[TypeKey, tuple[str, ...]]:
        """The nodes that take, give or are configured by values that a type is part of, then
        such outputs.
        """
        new = self._sides.new
        inside = _whole(new)
        ops = {
            op.key: {key for type_ in _types(op) for key in inside.get(type_, ())}
            for op in new.meaning.ops
        }
        found: dict[TypeKey, list[str]] = defaultdict(list)
        for node in new.meaning.nodes:
            for key in ops[node.op] if isinstance(node, OpNode) else _held(node, inside):
                if len(found[key]) < REACH:
                    found[key].append(node.id)
        for output in new.meaning.outputs:
            for key in inside.get(output.type, ()):
                found[key].append(f"output:{output.name}")
        return {key: tuple(names) for key, names in found.items()}


def heeds(node: OpNode, change: Change) -> bool:
    """Whether a node has guards of which that holds what is said of all guards alike."""
    is_deep = change.subject.detail == "depth"
    own = node.policy.depth if is_deep else node.policy.placement
    return bool(node.guards) and own is None and (is_deep or not node.policy.guarded_retry)


def _only_named(change: Change) -> bool:
    """Whether no value is another, and who takes it does so as before."""
    return change.verb == "renamed" and (
        change.subject.part == "param" or change.reason == NODE_RENAMED.why
    )


def _taken(index: Index) -> dict[str, list[str]]:
    """The nodes that take each param."""
    found: dict[str, list[str]] = defaultdict(list)
    for node in index.meaning.nodes:
        for source in flat_sources(node):
            if isinstance(source, FromParam):
                found[source.name].append(node.id)
    return found


def _whole(index: Index) -> dict[TypeKey, frozenset[TypeKey]]:
    """The types that each type is made of, itself and all the way down."""
    found: dict[TypeKey, frozenset[TypeKey]] = {}
    for key in index.declared:
        seen = {key}
        queue = [key]
        for each in queue:
            for part in parts_of(index.declared[each]):
                if part not in seen:
                    seen.add(part)
                    queue.append(part)
        found[key] = frozenset(seen)
    return found


def _types(op: OpDef) -> Iterator[TypeKey]:
    """The types of what an op takes, gives and is configured by."""
    for ports in (op.inputs, op.outputs):
        for port in ports:
            yield port.type
    if op.config is not None:
        yield op.config


def _held(node: FirstOf | Expect, inside: Mapping[TypeKey, Iterable[TypeKey]]) -> set[TypeKey]:
    """The types of what a node without an op gives or looks at, down to their parts."""
    keys = (
        (node.type,)
        if isinstance(node, FirstOf)
        else tuple(look.type for look in node.expectation.looks)
    )
    return {part for key in keys for part in inside.get(key, ())}


class _Behind:
    """The nodes behind nodes, and the outputs that they reach."""

    def __init__(self, index: Index, edges: Mapping[str, tuple[str, ...]]) -> None:
        self._edges = edges
        self._names = [f"output:{each.name}" for each in index.meaning.outputs]
        self._index = index
        self._reached: dict[str, int] = {}
        for number, output in enumerate(index.meaning.outputs):
            for source in flat(output.source):
                if isinstance(source, FromPort):
                    self._reached[source.node] = self._reached.get(source.node, 0) | 1 << number
        for node in reversed(index.meaning.nodes):
            bits = self._reached.get(node.id, 0)
            for each in edges.get(node.id, ()):
                bits |= self._reached[each]
            self._reached[node.id] = bits

    def from_node(self, node: str, *, gone: Index) -> tuple[str, ...]:
        """What lies behind a node; of one that is gone, behind those that were right behind it."""
        if node in self._index.nodes:
            return self.from_nodes(self._edges.get(node, ()), bits=self._reached[node])
        behind = gone.consumers.get(node, ())
        return self.from_nodes([each for each in behind if each in self._index.nodes])

    def from_all(self, nodes: Iterable[str]) -> tuple[str, ...]:
        """What lies behind any of some nodes that are there."""
        bits, first = 0, dict[str, None]()
        for node in nodes:
            bits |= self._reached[node]
            first |= dict.fromkeys(self._edges.get(node, ()))
        return self.from_nodes(first, bits=bits)

    def from_nodes(self, first: Iterable[str], *, bits: int = 0) -> tuple[str, ...]:
        """The nodes `first` and those behind them, and the outputs of `bits` and of them all."""
        queue = list(first)
        for node in queue:
            bits |= self._reached[node]
        seen = set(queue)
        for node in queue:
            if len(queue) >= REACH:
                break
            some = self._edges.get(node, ())[: 2 * REACH]  # fewer than `REACH` are seen
            behind = [each for each in some if each not in seen]
            seen.update(behind)
            queue += behind
        outputs = [name for number, name in enumerate(self._names) if bits >> number & 1]
        return (*queue[:REACH], *outputs)
