"""What an instance of a record class holds beyond its declared fields, and how it is rebuilt.

A dataclass may set attributes in `__post_init__`; a pydantic model knows which fields were
given, and may have extra and private ones. To lose nothing they travel beside the fields.
"""

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.types.base import Json, Undecodable
from dagcompile.runtime.types.names import short
from dagcompile.runtime.types.parse import shape_of

if TYPE_CHECKING:
    from dagcompile.runtime.types.records import RecordShape

_KINDS = frozenset({"attributes", "set", "extra", "private"})
_NAMES = shape_of(set[str])
_BY_NAME = shape_of(dict[str, Any])
_BY_NAME_OR_NONE = shape_of(dict[str, Any] | None)


def encode_beyond(shape: "RecordShape", value: Any) -> dict[str, Json]:
    """JSON form of what `value` holds beside its fields; empty when that is nothing unusual."""
    beyond: dict[str, Json] = {}
    if attributes := dict(_attributes(shape, value)):
        beyond["attributes"] = _BY_NAME.encode(attributes)
    if shape.form == "model":
        if (given := value.__pydantic_fields_set__) != shape.names:
            beyond["set"] = _NAMES.encode(given)
        extra = value.__pydantic_extra__
        if extra or type(extra) is not type(_default_extra(shape.cls)):
            beyond["extra"] = _BY_NAME_OR_NONE.encode(extra)
        if (private := value.__pydantic_private__) is not None:
            beyond["private"] = _BY_NAME.encode(private)
    return beyond


def _attributes(shape: "RecordShape", value: Any) -> Iterator[tuple[str, Any]]:
    """Attributes that are stored, are no fields and cannot be worked out again."""
    for name, item in getattr(value, "__dict__", {}).items():
        if name not in shape.names and not _is_cached(shape.cls, name):
            yield name, item
    for name in shape.slots:
        try:
            yield name, object.__getattribute__(value, name)
        except AttributeError:
            continue


def _is_cached(cls: type, name: str) -> bool:
    found = (base.__dict__[name] for base in cls.__mro__ if name in base.__dict__)
    return isinstance(next(found, None), functools.cached_property)


def _default_extra(cls: Any) -> dict[str, Any] | None:
    return {} if cls.model_config.get("extra") == "allow" else None


def restore(shape: "RecordShape", fields: dict[str, Any], beyond: dict[str, Json]) -> Any:
    """An instance that holds `fields` and `beyond`. Nothing that the class defines is run."""
    if not beyond.keys() <= _KINDS:
        raise Undecodable(
            "", f"{short(sorted(beyond))} is not what a record holds beside its fields"
        )
    attributes = _BY_NAME.decode(beyond.get("attributes", {}))
    try:
        if shape.form == "model":
            return _restore_model(shape, fields | attributes, beyond)
        if shape.form == "namedtuple":
            value = tuple.__new__(shape.cls, fields.values())
            fields = {}
        else:
            value = object.__new__(shape.cls)
        for name, item in (fields | attributes).items():
            object.__setattr__(value, name, item)
    except (AttributeError, TypeError) as error:
        raise Undecodable("", f"`{shape.text}` cannot be rebuilt: {error}") from error
    return value


def _restore_model(shape: "RecordShape", stored: dict[str, Any], beyond: dict[str, Json]) -> Any:
    given = set(shape.names)
    if "set" in beyond:
        given = _NAMES.decode(beyond["set"])
    extra = _default_extra(shape.cls)
    if "extra" in beyond:
        extra = _BY_NAME_OR_NONE.decode(beyond["extra"])
    private = _BY_NAME_OR_NONE.decode(beyond.get("private"))
    value = object.__new__(shape.cls)
    object.__setattr__(value, "__dict__", stored)
    object.__setattr__(value, "__pydantic_fields_set__", given)
    object.__setattr__(value, "__pydantic_extra__", extra)
    object.__setattr__(value, "__pydantic_private__", private)
    return value
