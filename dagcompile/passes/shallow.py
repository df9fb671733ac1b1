"""What is left of a type where a guard looks at classes, columns and dtypes alone.

list[app.ops.Row]               list[Any]
app.ops.Row                     its class
Annotated[int, ge=1] | None     int | None

As `shallow()` of a shape, but of the types of a table: the one accepts what the other stands for.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from dagcompile.ir.records import (
    AnyType,
    CheckDef,
    ClassType,
    Collection,
    Column,
    DictType,
    EnumType,
    FactType,
    FrameType,
    LiteralType,
    RecordType,
    Refined,
    Scalar,
    TupleType,
    Type,
    TypeKey,
    Union,
)
from dagcompile.ir.text import type_text, union_order
from dagcompile.ir.values import to_value
from dagcompile.passes.relation.dtypes import HEADER_OF
from dagcompile.runtime.types.frames.told import by_header

_ANY = "Any"


class ShallowTypes:
    """A type table and the shallow types of its types, all of them in `table`."""

    def __init__(self, types: Mapping[TypeKey, Type]) -> None:
        self.table: dict[TypeKey, Type] = {_ANY: AnyType(), **types}
        self._keys: dict[TypeKey, TypeKey] = {}
        for key in types:
            self.of(key)

    def of(self, key: TypeKey) -> TypeKey:
        """The key of what is left of a type."""
        found = self._keys.get(key)
        if found is None:
            found = self._keys[key] = self._left(key)
        return found

    def _left(self, key: TypeKey) -> TypeKey:
        type_ = self.table[key]
        match type_:
            case AnyType() | Scalar() | LiteralType() | EnumType():
                return key
            case ClassType() | FactType(checked=False):
                return key
            case FactType():
                return self._added(replace(type_, checked=False), key=f"facts of {key}")
            case Collection():
                return self._added(replace(type_, item=_ANY))
            case TupleType():
                return self._added(TupleType(items=(_ANY,) * len(type_.items)))
            case DictType():
                return self._added(DictType(key=_ANY, value=_ANY))
            case RecordType(form="typeddict"):
                return self._added(DictType(key=_ANY, value=_ANY))
            case RecordType():
                cls = ClassType(ref=type_.ref, bases=type_.bases)
                return self._added(cls, key=f"class {key}")
            case FrameType():
                return self._added(_frame(type_), key=f"schema of {key}")
            case Refined():
                return self.of(type_.base)
            case Union():
                return self._union(type_)
            case _:
                assert_never(type_)

    def _union(self, union: Union) -> TypeKey:
        members: list[TypeKey] = []
        for each in map(self.of, union.members):
            inner = self.table[each]
            members += inner.members if isinstance(inner, Union) else (each,)
        if any(isinstance(self.table[each], AnyType) for each in members):
            return _ANY
        left = union_order(members)
        return left[0] if len(left) == 1 else self._added(Union(members=left))

    def _added(self, type_: Type, *, key: TypeKey = "") -> TypeKey:
        key = key or type_text(type_)
        self.table.setdefault(key, type_)
        return key


def _frame(frame: FrameType) -> FrameType:
    told = by_header(frame)
    left = replace(told, columns=tuple(map(_column, told.columns)))
    if not told.ordered or told.library != "pandas" or told.checks:
        return left
    # In pandas two columns may have one name, and then their order is not told.
    names = to_value(tuple(column.name for column in told.columns))
    order = CheckDef(name="order_of_different_columns", params=(("names", names),))
    return replace(left, ordered=False, checks=(order,))


def _column(column: Column) -> Column:
    """A column with what the header tells of its dtype, which may be less than the dtype asks."""
    return (
        column if column.told == "header" else replace(column, dtype=f"{HEADER_OF}{column.dtype}")
    )
