"""Types and values in the words of a command's help and of its complaints."""

import dataclasses
import json
from datetime import date, time, timedelta
from enum import Enum
from typing import Any, assert_never

from dagcompile.runtime.display import record_fields
from dagcompile.runtime.reading.durations import duration_text
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
    Unencodable,
    UnionShape,
)
from dagcompile.runtime.types.secrets import holds_secret
from dagcompile.runtime.types.unions import NONE

_LONGEST = 60
"""Characters of a default that is shown."""

_SCALARS = {
    "None": "null",
    "bool": "true or false",
    "date": "a date such as 2013-01-31",
    "datetime": "a datetime such as 2013-01-31T18:30",
    "time": "a time such as 18:30",
    "timedelta": "a duration such as PT1H30M",
}
"""What is expected where the name of the type does not say how it is written."""


def words(shape: Shape) -> str:
    """The type in words: its base, then what is asked of it."""
    match shape:
        case RefinedShape():
            return ", ".join([words(shape.base), *(check.shown for check in shape.checks)])
        case LiteralShape() | EnumShape():
            names = choices(shape)
            return f"one of {', '.join(names)}" if len(names) > 1 else names[0]
        case UnionShape():
            return " or ".join(map(words, members_of(shape)))
        case ScalarShape():
            return _SCALARS.get(shape.name, shape.name)
        case AnyShape() | CollectionShape() | TupleShape() | DictShape():
            return shape.text
        case RecordShape() | ClassShape() | FrameShape() | FactShape():
            return shape.text.rpartition(".")[2]
        case _:
            assert_never(shape)


def asked(shape: Shape) -> str:
    """What a placeholder of the type (`INT`, `{a,b}`, `JSON`) leaves to be said of it."""
    if isinstance(shape, RefinedShape):
        return ", ".join(
            filter(None, [asked(shape.base), *(check.shown for check in shape.checks)])
        )
    if isinstance(shape, ScalarShape):
        return "such as PT1H30M" if shape.name == "timedelta" else ""
    return "" if placeholder(shape).startswith("{") else words(shape)


def placeholder(shape: Shape) -> str:
    """What stands for a value in a line of usage."""
    match shape:
        case RefinedShape():
            return placeholder(shape.base)
        case LiteralShape() | EnumShape():
            names = choices(shape)
            plain = all(name.isascii() and name.isprintable() for name in names)
            return "{" + ",".join(names) + "}" if plain else "VALUE"
        case UnionShape():
            others = [each for each in shape.members if each != NONE]
            return placeholder(others[0]) if len(others) == 1 else "VALUE"
        case ScalarShape():
            return {"timedelta": "DURATION", "bool": "{true,false}"}.get(
                shape.name, shape.name.upper()
            )
        case AnyShape() | ClassShape() | FrameShape() | FactShape():
            return "VALUE"
        case RecordShape() | CollectionShape() | TupleShape() | DictShape():
            return "JSON"
        case _:
            assert_never(shape)


def choices(shape: LiteralShape | EnumShape) -> list[str]:
    """What is typed to mean each of the values."""
    if isinstance(shape, EnumShape):
        return list(shape.cls.__members__)
    coded = [shape.encode(each) for each in shape.values]
    return [each if isinstance(each, str) else json.dumps(each) for each in coded]


def members_of(shape: UnionShape) -> list[Shape]:
    """The members, in the order in which a text is tried: text itself last, but for null."""
    others = [each for each in shape.members if each != NONE]
    ordered = sorted(others, key=lambda each: each.text == "str")
    return [*ordered, NONE] if NONE in shape.members else ordered


def shown(value: Any, shape: Shape) -> str:
    """`value`, of the type, as a person would type it; shortened, and never a secret."""
    if holds_secret(shape):
        return "hidden" if value is not None else "null"
    text = _typed(value, shape)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _typed(value: Any, shape: Shape) -> str:
    while isinstance(shape, RefinedShape):
        shape = shape.base
    try:
        data = shape.encode(value) if isinstance(shape, LiteralShape) else readable(value)
    except Unencodable:
        data = readable(value)
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return " ".join(text.split()) or '""'


def readable(value: Any) -> Any:
    """`value` as JSON builtins that are read as it is."""
    match value:
        case Enum():
            return value.name
        case timedelta():
            return duration_text(value)
        case date() | time():
            return value.isoformat()
        case None | bool() | int() | float() | str():
            return value
        case dict():
            return {str(readable(name)): readable(each) for name, each in value.items()}
        case list() | set() | frozenset():
            return [readable(each) for each in value]
        case _:
            fields = record_fields(value)
            if fields is None:
                return [*map(readable, value)] if isinstance(value, tuple) else str(value)
            return {name: readable(each) for name, each in fields.items()}


def description_of(owner: Any, name: str) -> str:
    """What the class of a record says of its field `name`; empty where it says nothing."""
    field = getattr(owner, "model_fields", {}).get(name)
    if field is None and dataclasses.is_dataclass(owner):
        metadata = next(each.metadata for each in dataclasses.fields(owner) if each.name == name)
        return str(metadata.get("description", ""))
    return " ".join((getattr(field, "description", None) or "").split())
