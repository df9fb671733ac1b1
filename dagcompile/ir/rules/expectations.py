"""Expectations look at values that are there."""

from collections import Counter
from collections.abc import Iterator

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.records import Expect, Expectation, OpDef, OpNode
from dagcompile.ir.rules.tables import Tables, broken


def expectations_look_at_values(tables: Tables) -> Iterator[Diagnostic]:
    """An expectation of an op node looks at ports of it, at inputs only that are given or have a
    literal as their default; that of a node of its own looks at all of its inputs.
    """
    for node, op in tables.uses():
        for each in node.expectations:
            yield from _of_op(node, op, each)
    for step in tables.meaning.nodes:
        if isinstance(step, Expect):
            yield from _of_node(step)


def _of_op(node: OpNode, op: OpDef, expectation: Expectation) -> Iterator[Diagnostic]:
    given = {each.port for each in node.inputs}
    given |= {port.name for port in op.inputs if port.default is not None}
    sides = {"input": given, "output": {port.name for port in op.outputs}}
    for look in expectation.looks:
        if look.port not in sides[look.side]:
            what = f"looks at {look.side} `{look.port}`: no such value"
            yield broken(f"expectation `{expectation.name}` of `{node.id}` {what}")
    yield from _by_itself(node.id, expectation)


def _of_node(node: Expect) -> Iterator[Diagnostic]:
    looks = [(look.side, look.port) for look in node.expectation.looks]
    if looks != [("input", each.port) for each in node.inputs]:
        yield broken(f"expectation `{node.id}` does not look at its inputs, in their order")
    yield from _by_itself(node.id, node.expectation)


def _by_itself(node: str, expectation: Expectation) -> Iterator[Diagnostic]:
    names = Counter(look.port for look in expectation.looks)
    if not names:
        yield broken(f"expectation `{expectation.name}` of `{node}` looks at nothing")
    elif max(names.values()) > 1:
        yield broken(f"expectation `{expectation.name}` of `{node}` looks at a port twice")
    elif expectation.by_position and len(names) > 1:
        yield broken(f"expectation `{expectation.name}` of `{node}` is given several by position")
