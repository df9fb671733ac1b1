"""Literals that are secrets on any side of a merge, so that no conflict tells them.

    secrets = Secrets((base, ours, theirs))
    secrets.hides(value)        whether a part of the IR is or holds one

A literal that one side has where another side's type calls it a secret is one, whoever wrote it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, TypeAlias, get_args

from dagcompile.ir import records as ir
from dagcompile.ir.queries import Index, index_of
from dagcompile.ir.text import value_text
from dagcompile.passes.secrets import Secrecy

_Place: TypeAlias = tuple[str, ...]
"""Where a literal may stand: `("node", "load", "token")`."""


class Secrets:
    """The secrets of versions of a pipeline that are told in the same names."""

    def __init__(self, versions: Sequence[ir.Pipeline]) -> None:
        self._known: set[str] = set()
        indexes = [index_of(each.meaning) for each in versions]
        secrecies = [Secrecy(each.types) for each in indexes]
        if any(each.any for each in secrecies):
            written = [source for each in indexes for source in _sources(each)]
            for index, secrecy in zip(indexes, secrecies, strict=True):
                wanted = _types(index)
                for place, source in written:
                    if key := wanted.get(place):
                        for _, found in secrecy.literals(source, key):
                            self._known.update(_scalars(found.value))
        self._known.update(_looking_at_one(versions))

    def hides(self, part: Any) -> bool:
        """Whether a record, table or value of the IR is or holds a secret."""
        return bool(self._known) and any(each in self._known for each in _within(part))


def _sources(index: Index) -> Iterator[tuple[_Place, ir.Source]]:
    """What is written in a pipeline, or wired, and where."""
    for node in index.meaning.nodes:
        yield from _given(node)
    for op in index.meaning.ops:
        yield from ((("op", op.key, each.name), each.default) for each in op.inputs if each.default)
    for param in index.meaning.params:
        if param.default is not None:
            yield ("param", param.name), param.default
    for output in index.meaning.outputs:
        yield ("output", output.name), output.source


def _given(node: ir.Node) -> Iterator[tuple[_Place, ir.Source]]:
    if isinstance(node, ir.FirstOf):
        yield from ((("node", node.id), each) for each in node.items)
        return
    yield from ((("node", node.id, each.port), each.source) for each in node.inputs)
    if isinstance(node, ir.OpNode) and isinstance(node.config, ir.Instance):
        for name, value in node.config.fields:
            yield ("node", node.id, "config", name), ir.Const(value=value)


def _types(index: Index) -> dict[_Place, ir.TypeKey]:
    """What a pipeline takes the literals of such places for."""
    found: dict[_Place, ir.TypeKey] = {}
    for node in index.meaning.nodes:
        match node:
            case ir.FirstOf():
                found["node", node.id] = node.type
            case ir.Expect():
                for wired, look in zip(node.inputs, node.expectation.looks, strict=True):
                    found["node", node.id, wired.port] = look.type
            case ir.OpNode():
                op = index.ops[node.op]
                found |= {("node", node.id, each.name): each.type for each in op.inputs}
                config = index.types.get(op.config or "")
                if isinstance(config, ir.RecordType):
                    for field in config.fields:
                        found["node", node.id, "config", field.name] = field.type
    for op in index.meaning.ops:
        found |= {("op", op.key, each.name): each.type for each in op.inputs}
    found |= {("param", each.name): each.type for each in index.meaning.params}
    found |= {("output", each.name): each.type for each in index.meaning.outputs}
    return found


def _looking_at_one(versions: Sequence[ir.Pipeline]) -> Iterator[str]:
    """What is said of secrets by expectations, which would tell of them."""
    found = [
        ((node.id, each.name), each)
        for version in versions
        for node in version.meaning.nodes
        if isinstance(node, ir.OpNode | ir.Expect)
        for each in (node.expectations if isinstance(node, ir.OpNode) else (node.expectation,))
    ]
    secret = {place for place, each in found if each.secret}
    for place, each in found:
        if place in secret:
            for _, value in each.params:
                yield from _scalars(value)


def _scalars(value: ir.Value) -> Iterator[str]:
    """What is in a literal, as Python writes it."""
    match value:
        case ir.Sequence():
            for item in value.items:
                yield from _scalars(item)
        case ir.Mapping():
            for key, item in value.items:
                yield from _scalars(key)
                yield from _scalars(item)
        case ir.Instance():
            for _, item in value.fields:
                yield from _scalars(item)
        case None:
            return  # nothing that anybody would keep to themselves
        case _:
            yield value_text(value)


def _within(part: Any) -> Iterator[str]:
    """All scalars and names in a part of the IR, as Python writes them."""
    if isinstance(part, tuple):
        for each in part:
            yield from _within(each)
    elif is_dataclass(part) and not isinstance(part, ir.Text | ir.Member | ir.Symbol):
        for field in fields(part):
            yield from _within(getattr(part, field.name))
    elif isinstance(part, get_args(ir.Value)):
        yield from _scalars(part)
