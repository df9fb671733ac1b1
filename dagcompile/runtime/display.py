"""Values as JSON for people to read. Not for reading back: see `dagcompile.runtime.types`."""

import dataclasses
import json
import math
from typing import Any

from dagcompile.runtime.types import class_text
from dagcompile.runtime.types.frames.summary import summary_of
from dagcompile.runtime.types.names import short
from dagcompile.runtime.types.secrets import HIDDEN, hidden_fields, reveals

_JSON = (type(None), bool, int, float, str, dict, list, tuple, set, frozenset)


def display(value: object, *, ascii_only: bool = False) -> str:
    """`value` as indented JSON, in which what JSON lacks is text, and a frame its first rows.
    Never fails.

    Args:
        ascii_only: escape every other character.
    """
    try:
        return json.dumps(_plain(value), indent=2, ensure_ascii=ascii_only, allow_nan=False)
    except Exception:  # noqa: BLE001  (a value inside itself, an int of thousands of digits)
        return json.dumps(_text(value), ensure_ascii=ascii_only)


def is_repr(value: object) -> bool:
    """Whether `value` is shown as Python represents it, having no fields and no text of its own:
    a function, a connection, something that is still to be computed.
    """
    if isinstance(value, _JSON) or reveals(value):
        return False
    return type(value).__str__ is object.__str__ and _fields(value) is None


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else str(value)
        case dict():
            return {_text(key): _plain(each) for key, each in value.items()}
        case list() | tuple() if not hasattr(value, "_asdict"):
            return [_plain(each) for each in value]
        case set() | frozenset():
            return sorted((_plain(each) for each in value), key=repr)
        case type():
            return _text(value)
        case _:
            return _of_fields(value)


def _of_fields(value: Any) -> Any:
    fields = _fields(value)
    if fields is None:
        return _text(value)
    return {str(name): _plain(each) for name, each in fields.items()}


def _fields(value: Any) -> dict[str, Any] | None:
    try:
        return summary_of(value) or record_fields(value)
    except Exception:  # noqa: BLE001  (it is the user's, and only shown)
        return None


def record_fields(value: Any) -> dict[str, Any] | None:
    """The fields of a record by name, secrets hidden; None for what is no record."""
    fields = _stored(value)
    if fields is None or isinstance(value, type):
        return fields
    cls: Any = type(value)
    secrets = hidden_fields(cls)
    return {name: HIDDEN if name in secrets else each for name, each in fields.items()}


def _stored(value: Any) -> dict[str, Any] | None:
    if dataclasses.is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return dict(value._asdict())
    if hasattr(value, "model_dump"):
        return dict(value)
    return None


def _text(value: object) -> str:
    try:
        return short(value) if reveals(value) else str(value)
    except Exception:  # noqa: BLE001  (it is the user's, and only shown)
        return f"<{class_text(type(value))} that has no text>"
