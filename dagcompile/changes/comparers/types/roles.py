"""Who sees the values of a type: those who run the pipeline, those who read what it gives, or only
its own steps.

    roles = Roles(sides)
    roles.of("app.Row")       (Role("output", "result"), Role("inside"))
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dagcompile.changes.records import Sides
from dagcompile.ir.queries import Index
from dagcompile.ir.records import Expect, FirstOf, OpNode, TypeKey
from dagcompile.ir.uses import parts_of

Kind: TypeAlias = Literal["param", "output", "asset", "config", "inside"]


@dataclass(frozen=True, slots=True)
class Role:
    """What values of a type are for: those of the param or output `name`, of an asset that is
    kept, of configs, or what goes from step to step.
    """

    kind: Kind
    name: str = ""


INSIDE = Role("inside")
CONFIG = Role("config")

PUBLISHED: tuple[Kind, ...] = ("param", "output", "asset")
"""What others than the pipeline's own people see."""


class Roles:
    """The roles of types in both of two versions: what only one of them has is told as a whole."""

    def __init__(self, sides: Sides) -> None:
        before, now = _reached(sides.old), _reached(sides.new)
        self._of: dict[TypeKey, tuple[Role, ...]] = {
            key: tuple([role for role in roles if role in before.get(key, {})])
            for key, roles in now.items()
        }
        self._kept = _kept_ports(sides.old), _kept_ports(sides.new)

    def of(self, key: TypeKey) -> tuple[Role, ...]:
        """The roles that the values of a type have in both versions, the published ones first."""
        return self._of.get(key) or (INSIDE,)

    def of_port(self, op: str, port: str) -> tuple[Role, ...]:
        """The assets that what an op gives at a port is kept as in both versions."""
        old, new = (ports.get((op, port), ()) for ports in self._kept)
        return tuple([Role("asset", each) for each in new if each in old])


def _reached(index: Index) -> Mapping[TypeKey, dict[Role, None]]:
    found: dict[TypeKey, dict[Role, None]] = {}
    for role, keys in _seeds(index):
        for key in _parts(keys, index):
            found.setdefault(key, {})[role] = None
    return found


def _seeds(index: Index) -> Iterator[tuple[Role, Iterable[TypeKey]]]:
    for param in index.meaning.params:
        yield Role("param", param.name), [param.type]
    for output in index.meaning.outputs:
        yield Role("output", output.name), [output.type]
    for (op, port), assets in _kept_ports(index).items():
        for asset in assets:
            yield Role("asset", asset), [index.outputs[op, port]]
    yield CONFIG, [op.config for op in index.meaning.ops if op.config is not None]
    yield INSIDE, _inside(index)


def _inside(index: Index) -> Iterator[TypeKey]:
    yield from index.inputs.values()
    yield from index.outputs.values()
    for node in index.meaning.nodes:
        if isinstance(node, FirstOf):
            yield node.type
            continue
        expected = (node.expectation,) if isinstance(node, Expect) else node.expectations
        for each in expected:
            yield from (look.type for look in each.looks)


def _kept_ports(index: Index) -> dict[tuple[str, str], tuple[str, ...]]:
    """The assets that are kept of what an op gives at a port."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for node in index.meaning.nodes:
        if isinstance(node, OpNode):
            for kept in node.keeps:
                found.setdefault((node.op, kept.port), {})[kept.asset] = None
    return {port: tuple(assets) for port, assets in found.items()}


def _parts(keys: Iterable[TypeKey], index: Index) -> set[TypeKey]:
    """Some types and all that they are made of."""
    found = set(keys)
    waiting = list(found)
    while waiting:
        fresh = set(parts_of(index.declared[waiting.pop()])) - found
        found |= fresh
        waiting += fresh
    return found
