"""The parts of one version, each with the function or class that it is said of and those it names.

("node audit", "timeout")      of flow.audit
("op flow:audit", "input rows")   of flow.audit, with the class flow.Row
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeAlias, cast

from dagcompile.ir import records as ir
from dagcompile.ir.queries import index_of

Where: TypeAlias = tuple[str, ...]

_CLASSES = (ir.RecordType, ir.EnumType, ir.FrameType, ir.ClassType, ir.FactType)

_PLACE = frozenset({"kind", "id", "op", "inputs", "items", "after", "guards"})
"""The fields of a node that say where it stands, or follow; what is left it is set to."""

_NAMED = {"inputs": "input", "outputs": "output", "fields": "field", "columns": "column"}
"""Tables of named records in ops and classes, each of which is a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`owner` is the function or class that a part is said of, None where there is none; `names`
    are those that stand in its `value`.
    """

    value: Any
    owner: ir.Ref | None = None
    names: frozenset[ir.Ref] = frozenset()


def parts(pipeline: ir.Pipeline) -> dict[Where, Part]:
    """What two sides of a merge may say of a pipeline, and of a function or class at once."""
    return dict(_Parts(pipeline).all())


class _Parts:
    def __init__(self, pipeline: ir.Pipeline) -> None:
        self._pipeline = pipeline
        self._index = index_of(pipeline.meaning)
        self._known: dict[ir.TypeKey, frozenset[ir.Ref]] = {}

    def all(self) -> Iterator[tuple[Where, Part]]:
        meaning = self._pipeline.meaning
        for param in meaning.params:
            yield from self._fields(param, f"param {param.name}", but={"name"})
        for output in meaning.outputs:
            yield from self._fields(output, f"output {output.name}", but={"name", "source"})
        for op in meaning.ops:
            yield from self._fields(op, f"op {op.key}", of=op.ref, but={"key", "ref"})
        for entry in meaning.types:
            if isinstance(entry.type, _CLASSES):
                type_ = entry.type
                yield from self._fields(
                    type_, f"type {entry.key}", of=type_.ref, but={"kind", "ref"}
                )
        for node in meaning.nodes:
            yield from self._node(node)
        for key, text in self._pipeline.docs.ops:
            if key in self._index.ops:
                yield self._part((f"op {key}", "docs"), text, self._index.ops[key].ref)
        for asked in self._pipeline.build.nodes:
            work = self._index.nodes.get(asked.node)
            if isinstance(work, ir.OpNode):
                of = self._index.ops[work.op].ref
                yield self._part((f"node {asked.node}", "targets"), asked.targets, of)

    def _node(self, node: ir.Node) -> Iterator[tuple[Where, Part]]:
        at = f"node {node.id}"
        if not isinstance(node, ir.OpNode):
            yield from self._fields(node, at, but=_PLACE)
            return
        work = self._index.ops[node.op].ref
        yield (at, "op"), Part(value=work, names=frozenset({work}))
        yield from self._fields(node, at, of=work, but=_PLACE | {"policy"})
        yield from self._fields(node.policy, at, of=work)

    def _fields(
        self,
        record: object,
        at: str,
        *,
        of: ir.Ref | None = None,
        but: frozenset[str] | set[str] = frozenset(),
    ) -> Iterator[tuple[Where, Part]]:
        for each in fields(cast("Any", record)):
            value = getattr(record, each.name)
            if each.name in but:
                continue
            if each.name in _NAMED and isinstance(value, tuple):
                for item in value:
                    yield self._part((at, f"{_NAMED[each.name]} {item.name}"), item, of)
            else:
                yield self._part((at, each.name), value, of)

    def _part(self, at: Where, value: Any, owner: ir.Ref | None) -> tuple[Where, Part]:
        return at, Part(value=value, owner=owner, names=frozenset(self._names(value)))

    def _names(self, value: object) -> Iterator[ir.Ref]:
        if isinstance(value, ir.Ref):
            yield value
        elif isinstance(value, str):
            yield from self._of_type(value)
        elif isinstance(value, tuple):
            for item in value:
                yield from self._names(item)
        elif is_dataclass(value):
            for each in fields(value):
                yield from self._names(getattr(value, each.name))

    def _of_type(self, key: str) -> frozenset[ir.Ref]:
        """The classes and checks that a type is made of, without those that a class holds."""
        type_ = self._index.declared.get(key)
        if type_ is None:
            return frozenset()
        if isinstance(type_, _CLASSES):
            return frozenset({type_.ref})
        if key not in self._known:
            self._known[key] = frozenset()  # while it is looked at
            self._known[key] = frozenset(self._names(type_))
        return self._known[key]
