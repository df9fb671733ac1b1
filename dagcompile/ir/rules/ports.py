"""Inputs and guards fit the ports of the op that their node uses."""

from collections import Counter
from collections.abc import Iterator

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.rules.tables import Tables, broken


def required_inputs_are_given(tables: Tables) -> Iterator[Diagnostic]:
    """Every required input of an op has a source in each of its nodes."""
    for node, op in tables.uses():
        given = {wired.port for wired in node.inputs}
        for port in op.inputs:
            if port.required and port.name not in given:
                yield broken(f"input `{node.id}.{port.name}` is required and has no source")


def inputs_are_known(tables: Tables) -> Iterator[Diagnostic]:
    """A node gives each input once, and only inputs that its op has."""
    for node, op in tables.uses():
        known = {port.name for port in op.inputs}
        given = {wired.port for wired in node.inputs}
        if given <= known and len(given) == len(node.inputs):
            continue
        for port, count in Counter(wired.port for wired in node.inputs).items():
            if port not in known:
                yield broken(f"node `{node.id}` gives `{port}`, which `{op.key}` does not take")
            elif count > 1:
                yield broken(f"input `{node.id}.{port}` has {count} sources")


def guards_stand_on_ports(tables: Tables) -> Iterator[Diagnostic]:
    """A guard checks a port that the op of its node has, each port once."""
    for node, op in tables.uses():
        seen: set[tuple[str, str]] = set()
        for guard in node.guards:
            ports = op.inputs if guard.side == "input" else op.outputs
            if guard.port not in {port.name for port in ports}:
                message = f"a guard of `{node.id}` checks {guard.side} `{guard.port}`: no such port"
                yield broken(message)
            elif (guard.side, guard.port) in seen:
                yield broken(f"{guard.side} `{node.id}.{guard.port}` has two guards")
            seen.add((guard.side, guard.port))
