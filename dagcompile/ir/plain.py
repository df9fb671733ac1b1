"""IR records to JSON builtins and back, by the declared fields of the records.

    to_plain(Input(port="rows", source=FromParam(name="day")))
    {"port": "rows", "source": {"kind": "param", "name": "day"}}

A field that equals its default is left out, except `kind`. A field declared `float` is written as
a float. What is read back has the same types: `True`, `1` and `1.0` stay three values.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import (
    Any,
    Literal,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

Atom: TypeAlias = bool | int | float | str | None
Json: TypeAlias = "Atom | list[Json] | dict[str, Json]"
"""What `json.loads` gives."""

T = TypeVar("T")
_Decoder: TypeAlias = Callable[[object], object]
_SCALARS = frozenset({NoneType, bool, int, str})
_UNIONS = (
    Union,
    UnionType,
)  # `Literal[...] | None` is of the first class, `X | None` of the second


_ALWAYS = object()


class Malformed(Exception):
    """Data that is not the plain form of a record. `path` leads to it, from the inside out."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.steps: list[str] = []

    @property
    def path(self) -> str:
        """Where it stands, like `meaning.nodes[3].op`."""
        return "".join(reversed(self.steps)).lstrip(".")


# --- records to builtins ---------------------------------------------------------------------


def to_plain(value: object) -> Json:
    """The JSON builtins of a record, a tuple of records or a scalar.

    Raises:
        ValueError: a float is not finite.
        TypeError: a value is not one that the IR is made of.
    """
    cls: Any = type(value)
    if cls in _SCALARS:
        return cast(Json, value)
    if cls is tuple:
        return [to_plain(each) for each in cast("tuple[object, ...]", value)]
    if cls is float:
        if not isfinite(cast(float, value)):
            raise ValueError(f"{value} has no JSON form; the IR holds it as a Text record")
        return cast(float, value)
    plain: dict[str, Json] = {}
    for name, default, is_float in declared(cls):
        item = getattr(value, name)
        if item is default:
            continue
        kind = type(item)
        if is_float and kind is int:
            item, kind = float(item), float
        if kind is type(default) and item == default:
            continue
        plain[name] = item if kind is str else to_plain(item)
    return plain


@cache
def declared(cls: type) -> tuple[tuple[str, object, bool], ...]:
    """The fields of a record: name, default (where it is always written, one that nothing equals)
    and whether it is declared a float.

    Raises:
        TypeError: `cls` is not one that the IR is made of.
    """
    if not is_dataclass(cls):
        raise TypeError(f"a {cls.__qualname__} cannot stand in the IR")
    hints = get_type_hints(cls)
    return tuple(
        (
            each.name,
            _ALWAYS if each.name == "kind" or each.default is MISSING else each.default,
            _is_float(hints[each.name]),
        )
        for each in fields(cls)
    )


def _is_float(hint: object) -> bool:
    """Whether an int at this place means a float: not where the declaration tells them apart."""
    members = get_args(hint) if get_origin(hint) in _UNIONS else (hint,)
    return float in members and int not in members


# --- builtins to records ---------------------------------------------------------------------


def from_plain(cls: type[T], data: object) -> T:
    """The record of class `cls` whose plain form is `data`.

    Raises:
        Malformed: `data` is not the plain form of such a record.
    """
    return cast(T, _late(cls)(data))


@cache
def _decoder(hint: Any) -> _Decoder:
    """The reader of one declared type."""
    if get_origin(hint) in _UNIONS:
        return _union(get_args(hint))
    if get_origin(hint) is Literal:
        return _literal(get_args(hint))
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint))
    return _late(hint) if is_dataclass(hint) else _scalar(hint)


def _scalar(hint: type) -> _Decoder:
    def decode(data: object) -> object:
        if type(data) is hint:
            return data
        if hint is float and type(data) is int:
            return _float(data)
        raise Malformed(f"expected {_noun(hint)}, found {_noun(type(data))}")

    return decode


def _float(data: int) -> float:
    try:
        return float(data)
    except OverflowError:
        raise Malformed("the number is too large") from None


def _literal(values: tuple[object, ...]) -> _Decoder:
    def decode(data: object) -> object:
        if type(data) is str and data in values:
            return data
        raise Malformed(f"expected one of {', '.join(map(repr, values))}, found {data!r}")

    return decode


def _tuple(args: tuple[Any, ...]) -> _Decoder:
    many = len(args) == 2 and args[1] is Ellipsis
    readers = (_decoder(args[0]),) if many else tuple(_decoder(each) for each in args)

    def decode(data: object) -> object:
        if type(data) is not list:
            raise Malformed(f"expected an array, found {_noun(type(data))}")
        if not many and len(data) != len(readers):
            raise Malformed(f"expected {len(readers)} items, found {len(data)}")
        items: list[object] = []
        try:
            for item, reader in zip(data, readers * len(data) if many else readers, strict=True):
                items.append(reader(item))
        except Malformed as error:
            error.steps.append(f"[{len(items)}]")
            raise
        return tuple(items)

    return decode


def _union(members: tuple[Any, ...]) -> _Decoder:
    by_type: dict[type, _Decoder] = {}
    kinds: dict[str, _Decoder] = {}
    for member in members:
        if is_dataclass(member):
            kinds[_kind(member)] = _late(member)
        else:
            by_type[str if get_origin(member) is Literal else member] = _decoder(member)
    if float in by_type and int not in by_type:
        by_type[int] = by_type[float]
    expected = ", ".join(_noun(each) for each in (*by_type, *([dict] if kinds else [])))

    def decode(data: object) -> object:
        if type(data) is dict and kinds:
            kind = "" if "" in kinds else data.get("kind")
            if type(kind) is not str or kind not in kinds:
                raise Malformed(f"unknown kind {kind!r}, known are {', '.join(kinds)}")
            return kinds[kind](data)
        scalar = by_type.get(type(data))
        if scalar is None:
            raise Malformed(f"expected one of: {expected}; found {_noun(type(data))}")
        return scalar(data)

    return decode


def _kind(cls: Any) -> str:
    return next((str(each.default) for each in fields(cls) if each.name == "kind"), "")


def _late(cls: Any) -> _Decoder:
    """A reader of `cls` that looks at its fields when first used: records refer to each other."""

    def decode(data: object) -> object:
        return _record(cls)(data)

    return decode


@cache
def _record(cls: Any) -> _Decoder:
    hints = get_type_hints(cls)
    readers = {each.name: _decoder(hints[each.name]) for each in fields(cls)}
    required = frozenset(
        each.name for each in fields(cls) if each.default is MISSING or each.name == "kind"
    )

    def decode(data: object) -> object:
        if type(data) is not dict:
            raise Malformed(f"expected an object, found {_noun(type(data))}")
        if not required <= data.keys():
            missing = ", ".join(f"`{each}`" for each in readers if each in required - data.keys())
            raise Malformed(f"{cls.__name__} lacks {missing}")
        values: dict[str, object] = {}
        name = ""
        try:
            for name, item in data.items():
                values[name] = readers[name](item)
        except KeyError:
            raise Malformed(f"{cls.__name__} has no `{name}`") from None
        except Malformed as error:
            error.steps.append(f".{name}")
            raise
        return cls(**values)

    return decode


_NOUNS: dict[type, str] = {
    NoneType: "null",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
    list: "an array",
    dict: "an object",
}


def _noun(cls: type) -> str:
    return _NOUNS.get(cls, cls.__name__)
