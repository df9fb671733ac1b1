"""The JSON form of a value of which nothing is declared: it says itself of what class it is.

    None, true, 1, 1.5, "a"      themselves
    a list                       an array
    everything else              {"type": "date", "value": "2024-03-01"}
                                 {"type": "app.ops:Row", "value": {"amount": "1.50"}}

Builtins, scalars, enums, records and what has a form as a file are held exactly. An instance of a
subclass of a builtin is refused, since it would come back as less than it was; a frame that pandera
marks with its model is a frame.
"""

from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.types.base import (
    BaseShape,
    Json,
    Undecodable,
    Unencodable,
    UnsupportedType,
    each,
)
from dagcompile.runtime.types.frames.shape import plain_class
from dagcompile.runtime.types.names import (
    SCALARS,
    class_text,
    import_path,
    scalar_class,
    scalar_name,
    short,
    unimportable,
)

if TYPE_CHECKING:
    from dagcompile.runtime.types.shapes import Shape

_PLAIN = (bool, int, float, str)
_COLLECTIONS = ("tuple", "set", "frozenset", "dict")


def encode_any(value: Any) -> Json:
    """JSON form of `value`. Raises `Unencodable`, which names the place inside it."""
    try:
        return _encode(value)
    except RecursionError:
        raise Unencodable("", "it is nested too deeply, or holds itself") from None


def _encode(value: Any) -> Json:
    cls = plain_class(type(value))
    if value is None:
        return None
    if cls is list:
        return each(_encode, value)
    if cls in _PLAIN:
        encoded = _shape(cls.__name__).encode(value)
        # a number or text that JSON cannot hold as it is turned into something else
        return encoded if type(encoded) is cls else {"type": cls.__name__, "value": encoded}
    if cls.__name__ in _COLLECTIONS and cls.__module__ == "builtins":
        return {"type": cls.__name__, "value": _shape(cls.__name__).encode(value)}
    if name := _scalar_name(cls):
        return {"type": name, "value": _shape(name).encode(value)}
    return {"type": ":".join(import_path(cls)), "value": _class_shape(cls).encode(value)}


def _scalar_name(cls: type) -> str | None:
    # the class of a path is that of the platform, such as PosixPath
    return scalar_name(cls) or ("Path" if cls is type(scalar_class("Path")()) else None)


def _class_shape(cls: type) -> BaseShape:
    from dagcompile.runtime.types.parse import shape_of
    from dagcompile.runtime.types.record_codec import record_of

    if issubclass(cls, Enum):
        from dagcompile.runtime.types.nominal import EnumShape

        if reason := unimportable(cls):
            raise Unencodable("", reason)
        return EnumShape(cls)
    try:
        shape = shape_of(cls)
    except UnsupportedType as error:
        raise Unencodable("", error.reason) from error
    return record_of(cls) if shape.file_form() is None else shape


@cache
def _shape(name: str) -> "Shape":
    """The shape of a builtin or scalar whose parts are not declared."""
    from dagcompile.runtime.types.parse import shape_of

    return shape_of(
        {"tuple": tuple, "set": set, "frozenset": frozenset, "dict": dict}.get(name)
        or scalar_class(name)
    )


def decode_any(data: Json) -> Any:
    """Inverse of `encode_any`. Raises `Undecodable`."""
    try:
        return _decode(data)
    except RecursionError:
        raise Undecodable("", "it is nested too deeply") from None


def _decode(data: Json) -> Any:
    if isinstance(data, list):
        return each(_decode, data)
    if not isinstance(data, dict):
        return data
    if data.keys() != {"type", "value"}:
        raise Undecodable("", f"{short(data)} does not say what type it is")
    tag, value = data["type"], data["value"]
    if not isinstance(tag, str):
        raise Undecodable("", f"{short(tag)} is not the name of a type")
    if tag in _COLLECTIONS or tag in SCALARS:
        return _shape(tag).decode(value)
    return _found_shape(tag).decode(value)


def _found_shape(tag: str) -> BaseShape:
    from dagcompile.runtime.types.record_codec import find_class

    cls = find_class(tag)
    try:
        return _class_shape(cls)
    except (Unencodable, UnsupportedType) as error:
        raise Undecodable("", f"`{class_text(cls)}`: {error.reason}") from error
