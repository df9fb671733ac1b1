"""Shapes to the type table of the IR: live classes become names.

describe(shape_of(list[Row]), table)    # "list[app.ops.Row]"; the table has it and its parts
"""

import typing
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_never
from uuid import UUID

from dagcompile.authoring.checks import look_at
from dagcompile.authoring.frames import (
    NAMELESS_SCHEMA,
    frame_type,
    is_one_schema,
    schema_home,
)
from dagcompile.authoring.importing import Obstacle, ref_of, thing_obstacle
from dagcompile.authoring.saying import has_say
from dagcompile.authoring.sense import make_sense
from dagcompile.ir import records as ir
from dagcompile.ir.text import type_text
from dagcompile.ir.values import to_value
from dagcompile.runtime.types import (
    AnyShape,
    ClassShape,
    CollectionShape,
    DictShape,
    EnumShape,
    FactShape,
    FrameShape,
    LiteralShape,
    RecordShape,
    RefinedShape,
    ScalarShape,
    Shape,
    TupleShape,
    UnionShape,
)
from dagcompile.runtime.types.checks import BoundCheck, CheckSpec, FunctionCheck
from dagcompile.runtime.types.names import is_internal

Table = dict[ir.TypeKey, ir.Type]
"""A type table that is being filled."""

_MIXINS: tuple[type, ...] = (
    str, bytes, int, float, Decimal, datetime, date, time, timedelta, UUID, Path,
)  # fmt: skip
_UNSAID: tuple[object, ...] = (object, typing.Generic, typing.Protocol)


class NotImportable(Exception):
    """A class or check of a type has no import path, so that generated code could not name it."""

    def __init__(self, thing: object, obstacle: Obstacle) -> None:
        super().__init__(obstacle.reason)
        self.name: str = getattr(thing, "__qualname__", type(thing).__qualname__)
        self.obstacle = obstacle


class NameTaken(Exception):
    """Two types have one name; its text is what is wrong, with both."""

    def __init__(self, name: str, types: Sequence[ir.TypeKey]) -> None:
        both = " and ".join(f"`{each}`" for each in types)
        super().__init__(f"two types are called `{name}`: {both}")


RENAME = "give one of them another name, or both the same checks in the same order"

_UNDER_WAY = ir.AnyType()
"""In the place of a type whose parts are being entered."""


def describe(shape: Shape, table: Table) -> ir.TypeKey:
    """Enter `shape` and its parts in `table`; its key there.

    Raises:
        UnsupportedType: a field of a record has a type that cannot flow.
        NotImportable: a class of it cannot be imported.
        BadContract: it contradicts itself, or a check of it cannot be asked of its values.
        NameTaken: `table` has another type of its name.
    """
    key = shape.text
    if key not in table:
        make_sense(shape)
        table[key] = _UNDER_WAY  # a recursive type meets its own key
        table[key] = _entry(shape, table)
    elif isinstance(shape, RefinedShape) and shape.name and table[key] is not _UNDER_WAY:
        _same(key, table[key], _refined(shape, table))
    return key


def merge(table: Table, other: Table) -> None:
    """Enter all of `other` in `table`.

    Raises:
        NameTaken: they have different types of one name. All others are entered.
    """
    taken = []
    for key, type_ in other.items():
        known = table.setdefault(key, type_)
        if is_one_schema(known, type_):
            table[key] = min(known, type_, key=_home)
        elif known != type_:
            taken.append(key)
    for key in taken:
        _same(key, table[key], other[key])


def _home(type_: ir.Type) -> tuple[str, str]:
    return (type_.ref.module, type_.ref.name) if isinstance(type_, ir.FrameType) else ("", "")


def _same(name: str, known: ir.Type, other: ir.Type) -> None:
    if known != other:
        raise NameTaken(name, [_unnamed(known), _unnamed(other)])


def _unnamed(type_: ir.Type) -> ir.TypeKey:
    return type_text(replace(type_, name="") if isinstance(type_, ir.Refined) else type_)


def _entry(shape: Shape, table: Table) -> ir.Type:
    match shape:
        case AnyShape():
            return ir.AnyType()
        case ScalarShape():
            return ir.Scalar(name=shape.name)
        case LiteralShape():
            return ir.LiteralType(values=tuple(to_value(each) for each in shape.values))
        case EnumShape():
            return ir.EnumType(
                ref=_ref(shape.cls), members=tuple(shape.cls.__members__), mixin=_mixin(shape.cls)
            )
        case UnionShape():
            return ir.Union(members=tuple(describe(each, table) for each in shape.members))
        case CollectionShape() | TupleShape() | DictShape():
            return _container(shape, table)
        case RecordShape():
            return _record(shape, table)
        case ClassShape() | FrameShape() | FactShape():
            return _opaque(shape)
        case RefinedShape():
            return _refined(shape, table)
        case _:
            assert_never(shape)


def _container(shape: CollectionShape | TupleShape | DictShape, table: Table) -> ir.Type:
    match shape:
        case CollectionShape():
            return ir.Collection(type=shape.type, item=describe(shape.item, table))
        case TupleShape():
            return ir.TupleType(items=tuple(describe(each, table) for each in shape.items))
        case DictShape():
            return ir.DictType(key=describe(shape.key, table), value=describe(shape.value, table))


def _opaque(shape: ClassShape | FrameShape | FactShape) -> ir.Type:
    """A type without types as its parts."""
    match shape:
        case ClassShape():
            return ir.ClassType(ref=_ref(shape.cls), bases=_bases(shape.cls))
        case FrameShape():
            return frame_type(shape, ref=_contract_ref(shape))
        case FactShape():
            return _registered(shape)
        case _:
            assert_never(shape)


def _record(shape: RecordShape, table: Table) -> ir.RecordType:
    fields = tuple(
        ir.Field(name=each.name, type=describe(each.shape, table), required=each.required)
        for each in shape.fields
    )
    bases = () if shape.form == "typeddict" else _bases(shape.cls)
    return ir.RecordType(
        form=shape.form,
        ref=_ref(shape.cls),
        fields=fields,
        bases=bases,
        checked=has_say(shape.cls, shape.form),
    )


def _registered(shape: FactShape) -> ir.FactType:
    form = shape.file_form()
    return ir.FactType(
        ref=_ref(shape.cls),
        bases=_bases(shape.cls),
        facts=tuple((name, to_value(fact)) for name, fact in shape.facts),
        checked=shape.looks_further,
        file="" if form is None else form.suffix,
    )


def _refined(shape: RefinedShape, table: Table) -> ir.Refined:
    checks = tuple(_check(each, shape.base) for each in shape.checks)
    base = describe(shape.base, table)
    return ir.Refined(base=base, checks=checks, name=shape.name, secret=shape.secret)


def _check(check: CheckSpec, base: Shape) -> ir.CheckDef:
    match check:
        case BoundCheck():
            return ir.CheckDef(name=check.op, params=(("value", to_value(check.value)),))
        case FunctionCheck():
            ref = _ref(check.fn)
            look_at(check, base)
            params = tuple((name, to_value(value)) for name, value in check.params)
            return ir.CheckDef(name=check.name, ref=ref, params=params)
        case _:
            assert_never(check)


def _contract_ref(shape: FrameShape) -> ir.Ref:
    """Where the contract of a frame is found."""
    if shape.library != "arrow":
        return _ref(shape.model)
    home = schema_home(shape.model)
    if home is None:
        raise NotImportable(shape.model, NAMELESS_SCHEMA)
    return home


def _ref(thing: Any) -> ir.Ref:
    obstacle = thing_obstacle(thing)
    if obstacle is not None:
        raise NotImportable(thing, obstacle)
    return ref_of(thing)


def _bases(cls: type) -> tuple[ir.Ref, ...]:
    """The ancestors of a class, but those of a library that are free to come and go."""
    refs = (ref_of(base) for base in cls.__mro__[1:] if base not in _UNSAID)
    return tuple(ref for ref in refs if not is_internal(ref.module))


def _mixin(cls: type) -> str:
    return next((each.__name__ for each in _MIXINS if issubclass(cls, each)), "")
