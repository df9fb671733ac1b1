"""Values of the IR as the JSON that a person would write for them, and the codec reads.

    300 s, a timedelta      [0, 300, 0]
    2**70, an int           1180591620717411303424
    ["JFK"], a list[str]    ["JFK"]
    5, an int | str         {"type": "int", "value": 5}

A type is a description here and nothing of the user's is imported, so not every value has a form.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias, cast

from dagcompile.ir import records as ir
from dagcompile.ir.texts import from_text, moment
from dagcompile.ir.values import to_value
from dagcompile.runtime.types import CodecError, ScalarShape

Types: TypeAlias = Mapping[ir.TypeKey, ir.Type]


class NoJsonForm(Exception):
    """A value has no form that can be known without its class, or none that Airflow would keep."""


def json_form(value: ir.Value, key: ir.TypeKey, types: Types) -> ir.Value:
    """The JSON form of a value of the type `key`, as a literal.

    Raises:
        NoJsonForm: there is none.
    """
    match types[key], value:
        case ir.Refined(base=base), _:
            return json_form(value, base, types)
        case ir.Scalar(name=name), _:
            return _scalar(name, value)
        case ir.LiteralType() as type_, _:
            return _one_of(type_.values, value)
        case ir.EnumType(), ir.Member(name=name):
            return _scalar("str", name)
        case ir.Collection(item=item), ir.Sequence(items=items):
            return _listed(*(json_form(each, item, types) for each in items))
        case ir.TupleType(items=kinds), ir.Sequence(items=items):
            pairs = zip(items, kinds, strict=True)
            return _listed(*(json_form(each, kind, types) for each, kind in pairs))
        case ir.DictType() as type_, ir.Mapping(items=pairs):
            return _dict(type_, pairs, types)
        case ir.Union() as type_, _:
            return _member(type_, value, types)
        case ir.AnyType(), None | bool() | int() | float() | str():
            return None if value is None else _scalar(type(value).__name__, value)
        case _:
            raise NoJsonForm


def has_text_keys(type_: ir.DictType, types: Types) -> bool:
    """Whether an object may be read as such a dict."""
    key = types[type_.key]
    while isinstance(key, ir.Refined):
        key = types[key.base]
    return isinstance(key, ir.AnyType) or (isinstance(key, ir.Scalar) and key.name == "str")


def alternative(union: ir.Union, types: Types) -> ir.TypeKey | None:
    """The other member of an optional, whose values are written as they are.

    None for any other union: its values are written with the name of their type.
    """
    others = [each for each in union.members if each != "None"]
    if len(others) == len(union.members) or len(others) != 1:
        return None
    return None if takes_none(others[0], types) else others[0]


def takes_none(key: ir.TypeKey, types: Types) -> bool:
    """Whether None is a value of the type."""
    match types[key]:
        case ir.AnyType():
            return True
        case ir.Union(members=members):
            return "None" in members
        case ir.Refined(base=base):
            return takes_none(base, types)
        case _:
            return False


def _member(type_: ir.Union, value: ir.Value, types: Types) -> ir.Value:
    if value is None and "None" in type_.members:
        return None
    other = alternative(type_, types)
    if other is not None:
        return json_form(value, other, types)
    name = type(value).__name__
    if name not in _SELF_NAMED or name not in type_.members:
        raise NoJsonForm
    return ir.Mapping(items=(("type", name), ("value", _scalar(name, value))))


_SELF_NAMED = ("bool", "int", "float", "str")
"""Scalars whose values are held as they are, by the names of their types."""


def _scalar(name: str, value: ir.Value) -> ir.Value:
    if isinstance(value, int | float):  # as it is: nobody writes a large number as text
        return value
    if not isinstance(value, ir.Text):
        return _coded(name, value)
    if value.type == "decimal" and not cast(Decimal, from_text(value)).is_finite():
        raise NoJsonForm
    if value.type == "float" or (name in ("datetime", "time") and moment(value.text).key):
        raise NoJsonForm  # no number, or a moment in a zone that this machine may not know
    return _coded(name, from_text(value))


def _coded(name: str, live: object) -> ir.Value:
    """The codec's form of a scalar, if a person would write it so."""
    try:
        form = ScalarShape(name).encode(live)
    except CodecError as error:
        raise NoJsonForm from error
    if isinstance(form, dict):
        raise NoJsonForm
    return to_value(form)


def _one_of(values: tuple[ir.Value, ...], value: ir.Value) -> ir.Value:
    """The form of one value of a `Literal`; none where those of two would be one."""
    forms = [_plain(each) for each in values]
    if len({(type(each), each) for each in forms}) < len(forms):
        raise NoJsonForm
    found = (
        form
        for form, each in zip(forms, values, strict=True)
        if type(each) is type(value) and each == value
    )
    return next(found)


def _plain(value: ir.Value) -> ir.Value:
    match value:
        case bool() | int() | str():
            return _coded(type(value).__name__, value)
        case ir.Member(name=name):
            return _coded("str", name)
        case ir.Text(type="bytes" | "str" as name):
            return _coded(name, from_text(value))
        case _:
            raise NoJsonForm


def _dict(
    type_: ir.DictType, pairs: tuple[tuple[ir.Value, ir.Value], ...], types: Types
) -> ir.Value:
    written = [(key, json_form(each, type_.value, types)) for key, each in pairs]
    if has_text_keys(type_, types):
        return ir.Mapping(items=tuple((_scalar("str", key), each) for key, each in written))
    return _listed(*(_listed(json_form(key, type_.key, types), each) for key, each in written))


def _listed(*values: ir.Value) -> ir.Sequence:
    return ir.Sequence(type="list", items=values)
