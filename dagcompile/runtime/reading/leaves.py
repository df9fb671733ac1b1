"""Values without parts, as people write them."""

import json
from datetime import timedelta
from typing import Any

from dagcompile.runtime.reading.durations import read_duration
from dagcompile.runtime.reading.problems import is_secret
from dagcompile.runtime.types import AnyShape, CheckCrashed, ScalarShape, Shape, Undecodable
from dagcompile.runtime.types.moments import encode_timedelta

UNREAD: Any = object()
"""In place of a value that data does not mean."""

_JSON_ONLY = frozenset({"None", "bool", "timedelta"})
"""Scalars whose texts are tried as JSON first."""
_TEXT_ONLY = frozenset({"str", "Path"})
"""Scalars of which every text is one: what looks like JSON is not read as such."""


class Text(str):
    """What was typed on a command line, to be read by the type that it is for."""

    __slots__ = ()


def opened(data: Any) -> Any:
    """Text as the JSON that it is; anything else, and text that is none, as it is."""
    if not isinstance(data, Text):
        return data
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return data


def leaf(shape: Shape, data: Any) -> Any:
    """The value that `data` means as one of type `shape`; `UNREAD` if it means none."""
    if isinstance(shape, AnyShape):
        plain = opened(data)
        return str(plain) if isinstance(plain, Text) else plain
    if not isinstance(data, Text):
        try:
            if shape.accepts(data):
                return data
        except CheckCrashed:
            return data  # told by whoever looks at the value next
    elif is_secret(shape):
        return _secret(shape, str(data))
    for each in _readings(data, shape) if isinstance(data, Text) else [data]:
        try:
            return shape.decode(_json_form(each, shape))
        except Undecodable:
            continue
    return UNREAD


def _readings(text: Text, shape: Shape) -> list[Any]:
    """What `text` may stand for, first the likelier."""
    plain, data = str(text), opened(text)
    scalar = shape.name if isinstance(shape, ScalarShape) else None
    if scalar in _TEXT_ONLY or data is text:
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
