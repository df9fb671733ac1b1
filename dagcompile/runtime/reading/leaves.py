"""Values without parts, as people write them."""

import json
import re
from datetime import timedelta
from typing import Any

from dagcompile.runtime.reading.durations import read_duration
from dagcompile.runtime.types import (
    AnyShape,
    CheckCrashed,
    ClassShape,
    RefinedShape,
    ScalarShape,
    Shape,
    Undecodable,
    UnionShape,
)
from dagcompile.runtime.types.moments import encode_timedelta

UNREAD: Any = object()
"""In place of a value that data does not mean."""

_JSON_ONLY = frozenset({"None", "bool", "timedelta"})
"""Scalars whose texts are tried as JSON first."""
_TEXT_ONLY = frozenset({"str", "Path"})
"""Scalars of which every text is one: what looks like JSON is not read as such."""

_NUMBERS = frozenset({"int", "float", "Decimal"})
"""Scalars of which a text is one as it stands, if at all."""

_ODD = re.compile(r"[\s_x]|[^\x00-\x7f]")
"""What Python takes in a number, and nobody means: spaces, `1_000`, `0x1f`, digits of others."""
_WORDS_OF_BOOLS = frozenset({"true", "false", "t", "f", "yes", "no", "y", "n", "on", "off"})


class Text(str):
    """What has no type of its own, to be read by the type that it is for: what was typed on a
    command line, a date that stands bare in a file.
    """

    __slots__ = ()


def opened(data: Any) -> Any:
    """Text as the JSON that it is; anything else, and text that is none, as it is."""
    if not isinstance(data, Text):
        return data
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return data


def bare(data: Any) -> Any:
    """`data` of which nothing is declared: each text in it as the JSON that it is."""
    plain = opened(data)
    match plain:
        case Text():
            return str(plain)
        case dict() if type(plain) is dict:
            return {name: bare(each) for name, each in plain.items()}
        case list() if type(plain) is list:
            return [bare(each) for each in plain]
        case _:
            return plain


def leaf(shape: Shape, data: Any) -> Any:
    """The value that `data` means as one of type `shape`; `UNREAD` if it means none."""
    if isinstance(shape, AnyShape):
        return bare(data)
    if not isinstance(data, Text):
        try:
            if shape.accepts(data):
                return data
        except CheckCrashed:
            return data  # told by whoever looks at the value next
    if isinstance(data, str) and isinstance(shape, ClassShape) and shape.secret:
        return _secret(shape, str(data))
    for each in _readings(data, shape) if isinstance(data, Text) else [data]:
        try:
            value = shape.decode(_json_form(each, shape))
        except Undecodable:
            continue
        typed = isinstance(data, Text) and each == data
        if type(each) is not str or _is_written(shape, each, value, typed=typed):
            return value
    return UNREAD


def converted(shape: Shape, data: Any) -> bool:
    """Whether a model would make a number or a bool of `data`, which is written otherwise."""
    match shape:
        case RefinedShape():
            return converted(shape.base, data)
        case UnionShape():
            return any(converted(each, data) for each in shape.members)
        case ScalarShape("int" | "float" | "Decimal" | "bool" as name):
            if name == "bool" and isinstance(data, str) and data.lower() in _WORDS_OF_BOOLS:
                return True
            try:
                float(data)
            except (TypeError, ValueError, OverflowError):
                return False
            return isinstance(data, (str, int, float))
        case _:
            return False


def _is_written(shape: Shape, text: str, value: Any, *, typed: bool) -> bool:
    """Whether `value`, which `text` was taken for, is written so.

    Numbers are typed as they are in JSON. A text that is known to be one is no number, but for
    those that JSON has no number for: `"nan"`, and what is beyond its precision.
    """
    match shape:
        case ScalarShape("int" | "float"):
            return (typed and not _ODD.search(text)) or shape.encode(value) == text
        case ScalarShape("Decimal"):
            return not _ODD.search(text)
        case _:
            return True


def _readings(text: Text, shape: Shape) -> list[Any]:
    """What `text` may stand for, first the likelier."""
    plain, data = str(text), opened(text)
    scalar = shape.name if isinstance(shape, ScalarShape) else None
    number = scalar in _NUMBERS and type(data) is not str
    if scalar in _TEXT_ONLY or data is text or number:
        return [plain]
    return [data, plain] if scalar is None or scalar in _JSON_ONLY else [plain, data]


def _json_form(data: Any, shape: Shape) -> Any:
    """`data`, but the JSON form of a duration or a Decimal where a person writes it otherwise."""
    number = isinstance(data, (int, float)) and not isinstance(data, bool)
    match shape:
        case ScalarShape("Decimal") if number:
            return str(data)
        case ScalarShape("timedelta"):
            length = read_duration(data) if isinstance(data, str) else None
            if number:
                try:
                    length = timedelta(seconds=data)
                except (OverflowError, ValueError):
                    return data
            return data if length is None else encode_timedelta(length)
        case _:
            return data


def _secret(shape: Any, text: str) -> Any:
    try:
        return shape.cls(text)
    except Exception:  # noqa: BLE001  (whatever it asks for, this is not it)
        return UNREAD
