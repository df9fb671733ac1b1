"""Types of the IR as the annotations that they were read from, and containers as they were written.

    annotation_of("list[app.ops.Row]", types)     list[app.ops.Row], the class imported

The way back from what the front end did, by import paths alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Union, assert_never
from uuid import UUID

from dagcompile.ir import records as ir
from dagcompile.ir.references import resolve
from dagcompile.ir.values import from_value
from dagcompile.runtime.types import Bounds, Check, Facts
from dagcompile.runtime.types.markers import Named, SecretMark

_SCALARS: Mapping[str, type | None] = {
    "None": None,
    **{each.__name__: each for each in (bool, int, float, str, bytes, date, datetime, time)},
    **{each.__name__: each for each in (timedelta, Decimal, UUID, Path)},
}
_FRAMES: Mapping[str, tuple[str, str]] = {
    "pandas": ("pandera.typing", "DataFrame"),
    "polars": ("pandera.typing.polars", "DataFrame"),
    "lazy": ("pandera.typing.polars", "LazyFrame"),
    "arrow": ("pyarrow", "Table"),
}
_COLLECTIONS: Mapping[str, Any] = {
    "list": list,
    "set": set,
    "frozenset": frozenset,
    "tuple": tuple,
}


def annotation_of(key: ir.TypeKey, types: Mapping[ir.TypeKey, ir.Type]) -> Any:
    """The annotation that means the type `key`.

    Raises:
        ImportError, AttributeError: a class or check of it cannot be imported.
    """

    def part(key: ir.TypeKey) -> Any:
        return annotation_of(key, types)

    type_ = types[key]
    match type_:
        case ir.AnyType():
            return Any
        case ir.Scalar():
            return _SCALARS[type_.name]
        case ir.LiteralType():
            return Literal.__getitem__(tuple(from_value(each) for each in type_.values))
        case ir.EnumType() | ir.RecordType() | ir.ClassType() | ir.FactType():
            return _named(type_)
        case ir.Union():
            return Union.__getitem__(tuple(part(each) for each in type_.members))
        case ir.Collection():
            item = part(type_.item)
            return _COLLECTIONS[type_.type][(item, ...) if type_.type == "tuple" else item]
        case ir.TupleType():
            return tuple.__class_getitem__(tuple(part(each) for each in type_.items))
        case ir.DictType():
            return dict.__class_getitem__((part(type_.key), part(type_.value)))
        case ir.FrameType():
            return _frame(type_)
        case ir.Refined():
            return _refined(type_, part(type_.base))
        case _:
            assert_never(type_)


def _refined(type_: ir.Refined, base: Any) -> Any:
    marks: list[Any] = [_mark(each) for each in type_.checks]
    if type_.name:
        marks.append(Named(type_.name))
    secret = [SecretMark()] if type_.secret else []
    return Annotated[(base, *secret, *marks)]


def _frame(type_: ir.FrameType) -> Any:
    module, name = _FRAMES[type_.library]
    generic: Any = resolve(ir.Ref(module=module, name=name))
    contract = resolve(type_.ref)
    return Annotated[generic, contract] if type_.library == "arrow" else generic[contract]


def _named(type_: ir.EnumType | ir.RecordType | ir.ClassType | ir.FactType) -> Any:
    cls: Any = resolve(type_.ref)
    if not (isinstance(type_, ir.FactType) and type_.facts):
        return cls
    facts = Facts(**{name: from_value(each) for name, each in type_.facts})
    return Annotated[cls, facts]


def _mark(check: ir.CheckDef) -> Check | Bounds:
    params: dict[str, Any] = {name: from_value(each) for name, each in check.params}
    if check.ref is None:
        return Bounds(**{check.name: params["value"]})
    fn: Any = resolve(check.ref)
    return Check(fn, check.name, **params)


def container(source: ir.Gather, items: Sequence[Any]) -> Any:
    """The container that the author wrote, around `items`."""
    match source.type:
        case "dict":
            return dict(zip(map(from_value, source.keys), items, strict=True))
        case "tuple":
            return tuple(items)
        case "list":
            return list(items)
        case _:
            assert_never(source.type)
