"""Classes that have another name, and are the same by what they hold and by where they stand.

    Net(amount: float)  ->  Gross(amount: float)

Only the source tells whether the one was renamed or the other took its place. So each is taken for
the other only where it stands at all places at which the other stood, and that is told as no less
than what it is where both are there.
"""

from collections.abc import Hashable, Iterator
from dataclasses import replace

from dagcompile.changes.identity.moves import one_to_one
from dagcompile.changes.identity.renames import paired
from dagcompile.ir.compact import compact
from dagcompile.ir.queries import Index
from dagcompile.ir.records import EnumType, FirstOf, FrameType, OpNode, RecordType, Ref, TypeKey
from dagcompile.ir.uses import parts_of

_NOBODY = Ref(module="", name="")


def classes(old: Index, new: Index) -> dict[Ref, Ref]:
    """Classes that have the same fields, members or columns under another name, and stand at the
    same params, outputs, ports and configs: at every one that both versions have, and at one at
    least.
    """
    before, after = _classes(old), _classes(new)
    found = one_to_one(
        paired(
            [(ref, content) for ref, content in before.items() if ref not in after],
            [(ref, content) for ref, content in after.items() if ref not in before],
        )
    )
    if not found:
        return found
    was, now = _Places(old), _Places(new)
    return {ref: to for ref, to in found.items() if _same_places(was, ref, now, to)}


def _classes(index: Index) -> dict[Ref, str | None]:
    return {
        type_.ref: _content(type_)
        for type_ in index.declared.values()
        if isinstance(type_, RecordType | EnumType | FrameType)
    }


def _content(type_: RecordType | EnumType | FrameType) -> str | None:
    match type_:
        case RecordType():
            return compact(replace(type_, ref=_NOBODY)) if type_.fields else None
        case EnumType():
            return compact(replace(type_, ref=_NOBODY)) if type_.members else None
        case FrameType():
            return compact(replace(type_, ref=_NOBODY)) if type_.columns else None


# --- where they stand --------------------------------------------------------------------------


def _same_places(old: "_Places", ref: Ref, new: "_Places", to: Ref) -> bool:
    before, after = old.of(ref), new.of(to)
    return bool(before & after) and before & new.all == after & old.all


class _Places:
    """What has a type in one version: all of it, and what has one that is made of a class."""

    def __init__(self, index: Index) -> None:
        self._types = dict(_types(index))
        self.all = frozenset(self._types)
        self._keys = {
            type_.ref: key
            for key, type_ in index.declared.items()
            if isinstance(type_, RecordType | EnumType | FrameType)
        }
        self._holders: dict[TypeKey, list[TypeKey]] = {}
        for key, type_ in index.declared.items():
            for part in parts_of(type_):
                self._holders.setdefault(part, []).append(key)

    def of(self, ref: Ref) -> frozenset[Hashable]:
        """The places of values that are of a class, or hold such values."""
        found, waiting = {self._keys[ref]}, [self._keys[ref]]
        while waiting:
            fresh = set(self._holders.get(waiting.pop(), ())) - found
            found |= fresh
            waiting += fresh
        return frozenset([place for place, key in self._types.items() if key in found])


def _types(index: Index) -> Iterator[tuple[Hashable, TypeKey]]:
    """Each place with its type. A port counts as one of its op and as one of the op's nodes, for
    either may have another name.
    """
    for param in index.meaning.params:
        yield ("param", param.name), param.type
    for output in index.meaning.outputs:
        yield ("output", output.name), output.type
    for op in index.meaning.ops:
        yield from _of_op("op", op.key, op.key, index)
    for node in index.meaning.nodes:
        if isinstance(node, FirstOf):
            yield ("node", node.id), node.type
        elif isinstance(node, OpNode):
            yield from _of_op("node", node.id, node.op, index)


def _of_op(kind: str, name: str, key: str, index: Index) -> Iterator[tuple[Hashable, TypeKey]]:
    op = index.ops[key]
    for given in op.inputs:
        yield (kind, name, "input", given.name), given.type
    for out in op.outputs:
        yield (kind, name, "output", out.name), out.type
    if op.config is not None:
        yield (kind, name, "config"), op.config
