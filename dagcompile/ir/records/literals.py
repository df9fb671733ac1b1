"""Literal values: what an author wrote as a constant."""

from typing import Literal, TypeAlias

from dagcompile.ir.records.base import Ref, record


@record
class Text:
    """A scalar of the standard library that JSON lacks, by its text form.

    `type` is one of float (nan, inf, -inf), str (with lone surrogates, escaped), decimal, date,
    datetime, time, timedelta (seconds), uuid, path, bytes (base64).
    """

    kind: Literal["text"] = "text"
    type: str
    text: str


@record
class Sequence:
    """A list, tuple, set or frozenset of literal values."""

    kind: Literal["sequence"] = "sequence"
    type: Literal["list", "tuple", "set", "frozenset"]
    items: "tuple[Value, ...]" = ()


@record
class Mapping:
    """A dict of literal values, in the author's order."""

    kind: Literal["mapping"] = "mapping"
    items: "tuple[tuple[Value, Value], ...]" = ()


@record
class Member:
    """One member of an enumeration."""

    kind: Literal["member"] = "member"
    enum: Ref
    name: str


@record
class Instance:
    """An instance of a record class (dataclass, NamedTuple, pydantic model), by its fields."""

    kind: Literal["instance"] = "instance"
    cls: Ref
    fields: "tuple[tuple[str, Value], ...]" = ()


@record
class Symbol:
    """An importable object that is passed as it is: a function or a class."""

    kind: Literal["symbol"] = "symbol"
    ref: Ref


Value: TypeAlias = (  # in the order in which JSON is read as one of them
    None | bool | int | float | str | Text | Sequence | Mapping | Member | Instance | Symbol  # noqa: RUF036
)
"""A literal value. Floats are finite and strings encodable; what is not is a `Text`."""
