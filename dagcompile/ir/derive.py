"""Types that no annotation names: of a literal, and of a container gathered from other sources.

    gathered(list of two list[int])    Derived(key="list[list[int]]", added={that key: Collection})

A derived type is a key, and the entries that the type table lacks for it.
"""

from collections import ChainMap
from collections.abc import Iterator
from collections.abc import Mapping as TypeMap
from dataclasses import dataclass, field
from typing import assert_never, cast

from dagcompile.ir.records import (
    AnyType,
    Collection,
    DictType,
    Gather,
    Instance,
    LiteralType,
    Mapping,
    Member,
    Scalar,
    Sequence,
    Symbol,
    Text,
    TupleType,
    Type,
    TypeKey,
    Union,
    Value,
)
from dagcompile.ir.text import ref_text, type_text, union_order, value_text

TypeTable = TypeMap[TypeKey, Type]

SCALARS = {
    "float": "float",
    "str": "str",
    "decimal": "Decimal",
    "date": "date",
    "datetime": "datetime",
    "time": "time",
    "timedelta": "timedelta",
    "uuid": "UUID",
    "path": "Path",
    "bytes": "bytes",
}
"""The scalar type of a `Text` record, by its `type`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A type key, and entries that it needs beyond the table it was derived over."""

    key: TypeKey
    added: TypeMap[TypeKey, Type] = field(default_factory=dict)


def type_of_value(value: Value, table: TypeTable) -> Derived:
    """The narrowest type known for a literal: of what it is, not of what it is meant for."""
    match value:
        case None:
            return _new(Scalar(name="None"), table)
        case float():
            return _new(Scalar(name="float"), table)
        case bool() | int() | str() | Member():
            return _new(LiteralType(values=(value,)), table)
        case Text():
            return _new(Scalar(name=SCALARS[value.type]), table)
        case Sequence():
            items = tuple(type_of_value(item, table) for item in value.items)
            if value.type == "tuple":
                return _new(TupleType(items=tuple(each.key for each in items)), table, *items)
            item = union_of(items, table)
            return _new(Collection(type=value.type, item=item.key), table, item)
        case Mapping():
            keys = union_of(tuple(type_of_value(key, table) for key, _ in value.items), table)
            values = union_of(tuple(type_of_value(item, table) for _, item in value.items), table)
            return _new(DictType(key=keys.key, value=values.key), table, keys, values)
        case Instance():
            key = ref_text(value.cls)
            return Derived(key=key) if key in table else _new(AnyType(), table)
        case Symbol():
            return _new(AnyType(), table)
        case _:
            assert_never(value)


def gathered(source: Gather, items: tuple[Derived, ...], table: TypeTable) -> Derived:
    """The type of a container whose items are of the types `items`."""
    match source.type:
        case "list":
            item = union_of(items, table)
            return _new(Collection(type="list", item=item.key), table, item)
        case "tuple":
            return _new(TupleType(items=tuple(each.key for each in items)), table, *items)
        case "dict":
            keys = union_of(tuple(type_of_value(key, table) for key in source.keys), table)
            item = union_of(items, table)
            return _new(DictType(key=keys.key, value=item.key), table, keys, item)
        case _:
            assert_never(source.type)


def union_of(members: tuple[Derived, ...], table: TypeTable) -> Derived:
    """The union of some types, flattened, its literals made one; of none it is `Any`."""
    entries = ChainMap(_merged(members), cast("dict[TypeKey, Type]", table))
    flat: dict[TypeKey, None] = {}
    literals: dict[str, Value] = {}
    for key in _flattened(members, entries):
        entry = entries[key]
        if isinstance(entry, LiteralType):
            literals.update((value_text(value), value) for value in entry.values)
        else:
            flat[key] = None
    any_type = _new(AnyType(), table)
    if not members or any_type.key in flat:
        return any_type
    parts = list(members)
    if literals:
        values = tuple(literals[text] for text in sorted(literals))
        parts.append(_new(LiteralType(values=values), table))
        flat[parts[-1].key] = None
    if len(flat) == 1:
        return Derived(key=next(iter(flat)), added=_merged(tuple(parts)))
    return _new(Union(members=union_order(flat)), table, *parts)


def _flattened(members: tuple[Derived, ...], entries: TypeTable) -> Iterator[TypeKey]:
    for each in members:
        entry = entries[each.key]
        yield from entry.members if isinstance(entry, Union) else (each.key,)


def _new(type_: Type, table: TypeTable, *parts: Derived) -> Derived:
    key = type_text(type_)
    added = dict(_merged(parts))
    if key not in table:
        added[key] = type_
    return Derived(key=key, added=added)


def _merged(parts: tuple[Derived, ...]) -> dict[TypeKey, Type]:
    return {key: entry for part in parts for key, entry in part.added.items()}
