"""The rules that every pipeline keeps, whoever made it.

    for problem in verify(pipeline):
        print(problem.code, problem.message)

A rule is a function of the pipeline's tables that yields what breaks it; a rule passes over what
another one reports. They run after the front end, after a file is read, and in tests after every
pass.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TypeAlias

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.queries import RESULT, order_faults, sources, upstream
from dagcompile.ir.records import (
    FirstOf,
    FromParam,
    FromPort,
    Gather,
    Meaning,
    Node,
    OpDef,
    OpNode,
    Pipeline,
    Retry,
    Source,
    Type,
    TypeKey,
    Union,
)
from dagcompile.ir.text import type_text, union_order
from dagcompile.ir.uses import parts_of, uses_of_types

FIX = "build the pipeline again from its source; if it was built just now, report this"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What the rules look things up in. Where a name is used twice the last one counts."""

    meaning: Meaning
    nodes: Mapping[str, Node]
    ops: Mapping[str, OpDef]
    types: Mapping[TypeKey, Type]
    params: frozenset[str]

    def outputs(self, node: Node) -> frozenset[str] | None:
        """Names of the output ports of a node; None where its op is not known."""
        if isinstance(node, FirstOf):
            return frozenset({RESULT})
        op = self.ops.get(node.op)
        return None if op is None else frozenset(port.name for port in op.outputs)


Rule: TypeAlias = Callable[[Tables], Iterator[Diagnostic]]


def verify(pipeline: Pipeline) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a pipeline; nothing when it is well-formed. Linear."""
    meaning = pipeline.meaning
    tables = Tables(
        meaning=meaning,
        nodes={node.id: node for node in meaning.nodes},
        ops={op.key: op for op in meaning.ops},
        types={entry.key: entry.type for entry in meaning.types},
        params=frozenset(param.name for param in meaning.params),
    )
    return tuple(problem for rule in RULES for problem in rule(tables))


def _problem(code: str, message: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, fix=FIX)


# --- names -----------------------------------------------------------------------------------


def names_are_unique(tables: Tables) -> Iterator[Diagnostic]:
    """A node, op, type, param, output or port is named once among its like."""
    for what, names in _names(tables.meaning):
        for name, count in Counter(names).items():
            if count > 1:
                yield _problem("DC310", f"{count} {what}s are named `{name}`")


def names_are_given(tables: Tables) -> Iterator[Diagnostic]:
    """No name is empty."""
    if not tables.meaning.name:
        yield _problem("DC311", "the pipeline has no name")
    for what, names in _names(tables.meaning):
        for at, name in enumerate(names):
            if not name:
                yield _problem("DC311", f"{what} {at} has no name")


def _names(meaning: Meaning) -> Iterator[tuple[str, list[str]]]:
    yield "node", [node.id for node in meaning.nodes]
    yield "op", [op.key for op in meaning.ops]
    yield "type", [entry.key for entry in meaning.types]
    yield "param", [param.name for param in meaning.params]
    yield "output", [output.name for output in meaning.outputs]
    for op in meaning.ops:
        yield f"input of op {op.key}", [port.name for port in op.inputs]
        yield f"output of op {op.key}", [port.name for port in op.outputs]


# --- references ------------------------------------------------------------------------------


def references_lead_somewhere(tables: Tables) -> Iterator[Diagnostic]:
    """Ops, types, nodes, ports and params that are spoken of are there."""
    for node in tables.meaning.nodes:
        if isinstance(node, OpNode) and node.op not in tables.ops:
            yield _problem(
                "DC312", f"node `{node.id}` uses op `{node.op}`, which is not in the table"
            )
        for need in node.after:
            if need not in tables.nodes:
                yield _problem("DC312", f"node `{node.id}` runs after `{need}`, which is no node")
        for source in sources(node):
            yield from _unknown_source(source, f"node `{node.id}`", tables)
    for output in tables.meaning.outputs:
        yield from _unknown_source(output.source, f"output `{output.name}`", tables)
    for where, key in uses_of_types(tables.meaning):
        if key not in tables.types:
            yield _problem("DC312", f"{where} has type `{key}`, which is not in the table")


def _unknown_source(source: Source, where: str, tables: Tables) -> Iterator[Diagnostic]:
    if isinstance(source, FromParam) and source.name not in tables.params:
        yield _problem("DC312", f"{where} takes param `{source.name}`, which the pipeline has not")
    elif isinstance(source, FromPort):
        node = tables.nodes.get(source.node)
        if node is None:
            yield _problem("DC312", f"{where} takes a value of `{source.node}`, which is no node")
        elif source.port not in (tables.outputs(node) or {source.port}):
            yield _problem("DC312", f"{where} takes `{source.node}.{source.port}`: no such output")
    elif isinstance(source, Gather):
        for item in source.items:
            yield from _unknown_source(item, where, tables)


def steps_are_in_order(tables: Tables) -> Iterator[Diagnostic]:
    """A node stands after everything it needs; so there are no cycles."""
    for node, need in order_faults(tables.meaning):
        cycle = _path(need, node, tables)
        if cycle:
            loop = " -> ".join(f"`{each}`" for each in (node, *cycle))
            yield _problem("DC313", f"node `{node}` needs itself: {loop}")
        else:
            yield _problem("DC313", f"node `{node}` stands before `{need}`, which it needs")


def _path(start: str, goal: str, tables: Tables) -> list[str]:
    """The nodes from `start` to `goal` along what each needs; empty when there is no way."""
    came: dict[str, str] = {start: ""}
    waiting = [start]
    while waiting:
        each = waiting.pop()
        if each == goal:
            path = [each]
            while came[path[-1]]:
                path.append(came[path[-1]])
            return path[::-1]
        for need in upstream(tables.nodes[each]):
            if need in tables.nodes and need not in came:
                came[need] = each
                waiting.append(need)
    return []


# --- inputs ----------------------------------------------------------------------------------


def required_inputs_are_given(tables: Tables) -> Iterator[Diagnostic]:
    """Every required input of an op has a source in each of its nodes."""
    for node, op in _uses(tables):
        given = {wired.port for wired in node.inputs}
        for port in op.inputs:
            if port.required and port.name not in given:
                yield _problem(
                    "DC314", f"input `{node.id}.{port.name}` is required and has no source"
                )


def inputs_are_known(tables: Tables) -> Iterator[Diagnostic]:
    """A node gives each input once, and only inputs that its op has."""
    for node, op in _uses(tables):
        known = {port.name for port in op.inputs}
        for port, count in Counter(wired.port for wired in node.inputs).items():
            if port not in known:
                yield _problem(
                    "DC315", f"node `{node.id}` gives `{port}`, which `{op.key}` does not take"
                )
            elif count > 1:
                yield _problem("DC315", f"input `{node.id}.{port}` has {count} sources")


def guards_stand_on_ports(tables: Tables) -> Iterator[Diagnostic]:
    """A guard checks a port that the op of its node has, each port once."""
    for node, op in _uses(tables):
        seen: set[tuple[str, str]] = set()
        for guard in node.guards:
            ports = op.inputs if guard.side == "input" else op.outputs
            if guard.port not in {port.name for port in ports}:
                message = f"a guard of `{node.id}` checks {guard.side} `{guard.port}`: no such port"
                yield _problem("DC317", message)
            elif (guard.side, guard.port) in seen:
                yield _problem("DC317", f"{guard.side} `{node.id}.{guard.port}` has two guards")
            seen.add((guard.side, guard.port))


def _uses(tables: Tables) -> Iterator[tuple[OpNode, OpDef]]:
    for node in tables.meaning.nodes:
        if isinstance(node, OpNode) and node.op in tables.ops:
            yield node, tables.ops[node.op]


# --- types, choices, policies ----------------------------------------------------------------


def types_are_canonical(tables: Tables) -> Iterator[Diagnostic]:
    """The type table is sorted and closed, and a key is the text of its type."""
    keys = [entry.key for entry in tables.meaning.types]
    if keys != sorted(keys):
        yield _problem("DC316", "the type table is not sorted by key")
    for key, type_ in tables.types.items():
        for part in parts_of(type_):
            if part not in tables.types:
                yield _problem(
                    "DC316", f"type `{key}` is made of `{part}`, which is not in the table"
                )
        if key != type_text(type_):
            yield _problem("DC316", f"type `{type_text(type_)}` is in the table as `{key}`")
        if isinstance(type_, Union) and not _is_flat(type_, tables):
            yield _problem("DC316", f"the members of `{key}` are not two or more, sorted and flat")


def _is_flat(union: Union, tables: Tables) -> bool:
    nested = any(isinstance(tables.types.get(each), Union) for each in union.members)
    return len(union.members) > 1 and not nested and union.members == union_order(union.members)


def choices_are_given(tables: Tables) -> Iterator[Diagnostic]:
    """A first_of has at least one item."""
    for node in tables.meaning.nodes:
        if isinstance(node, FirstOf) and not node.items:
            yield _problem("DC318", f"first_of `{node.id}` has nothing to choose from")


def retries_are_in_range(tables: Tables) -> Iterator[Diagnostic]:
    """Attempts are one or more; times are finite and not negative."""
    for node in tables.meaning.nodes:
        if isinstance(node, OpNode) and node.policy.retry is not None:
            for fact in _retry_faults(node.policy.retry):
                yield _problem("DC319", f"the retry of node `{node.id}` has {fact}")


def _retry_faults(retry: Retry) -> Iterator[str]:
    if retry.attempts < 1:
        yield f"{retry.attempts} attempts; the first one counts"
    longest = 0.0 if retry.max_delay is None else retry.max_delay
    for name, number in (("delay", retry.delay), ("max_delay", longest), ("jitter", retry.jitter)):
        if not (isfinite(number) and number >= 0):
            yield f"{name} {number}, which is not zero or more seconds"
    if not (isfinite(retry.backoff) and retry.backoff > 0):
        yield f"backoff {retry.backoff}, which is not more than zero"


def gathers_are_whole(tables: Tables) -> Iterator[Diagnostic]:
    """A gathered dict has a key for every item, and only a dict has keys."""
    for node in tables.meaning.nodes:
        for source in sources(node):
            yield from _gather_faults(source, f"node `{node.id}`")
    for output in tables.meaning.outputs:
        yield from _gather_faults(output.source, f"output `{output.name}`")


def _gather_faults(source: Source, where: str) -> Iterator[Diagnostic]:
    if isinstance(source, Gather):
        wanted = len(source.items) if source.type == "dict" else 0
        if len(source.keys) != wanted:
            message = (
                f"a {source.type} gathered for {where} has {len(source.keys)} keys, not {wanted}"
            )
            yield _problem("DC320", message)
        for item in source.items:
            yield from _gather_faults(item, where)


RULES: tuple[Rule, ...] = (
    names_are_unique,
    names_are_given,
    references_lead_somewhere,
    steps_are_in_order,
    required_inputs_are_given,
    inputs_are_known,
    guards_stand_on_ports,
    types_are_canonical,
    choices_are_given,
    retries_are_in_range,
    gathers_are_whole,
)
"""Every rule, in the order in which it is looked at."""
