"""JSON forms of records.

    Row(amount=Decimal("1.50"))      {"amount": "1.50"}
    Point(1, 2), a NamedTuple        [1, 2]
    an instance of a subclass        {"class": "app.ops:Paid", "amount": "1.50", "by": "card"}
                                     {"class": "app.ops:Pixel", "items": [1, 2]}
    more than its fields             {"amount": "1.50", "with": {"attributes": {...}}}

`with` holds what `state` finds. Classes come by import path, and only records are rebuilt.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from dagcompile.runtime.types.base import (
    CodecError,
    Json,
    Undecodable,
    Unencodable,
    UnsupportedType,
    undecodable,
    unencodable,
)
from dagcompile.runtime.types.names import (
    class_text,
    import_path,
    lookup,
    short,
    step_text,
)
from dagcompile.runtime.types.state import encode_beyond, restore

if TYPE_CHECKING:
    from dagcompile.runtime.types.records import RecordShape

_MISSING: Any = object()


def encode_record(shape: "RecordShape", value: Any) -> Json:
    """JSON form of `value`, an instance of the class of `shape` or of a subclass."""
    if not shape.belongs(value):
        raise unencodable(shape, value)
    if not shape.has_its_length(value):
        raise Unencodable(
            "", f"a `{shape.text}` that holds {len(value)} items, not {len(shape.cls._fields)}"
        )
    try:
        if shape.form == "typeddict":
            return _encode_typeddict(shape, value)
        if type(value) is not shape.cls:
            return _encode_subclass(value)
        fields = _encode_fields(shape, value)
        beyond = encode_beyond(shape, value)
    except UnsupportedType as error:
        raise Unencodable("", error.reason) from error
    except RecursionError:
        raise Unencodable("", "it is nested too deeply, or holds itself") from None
    if shape.form == "namedtuple":
        items = list(fields.values())
        return {"items": items, "with": cast(Json, beyond)} if beyond else items
    return fields | ({"with": cast(Json, beyond)} if beyond else {})


def _encode_fields(shape: "RecordShape", value: Any) -> dict[str, Json]:
    read = shape.reader(value)
    encoded: dict[str, Json] = {}
    for item in shape.fields:
        found = read(item.name, _MISSING)
        if found is _MISSING:
            if item.required:
                raise Unencodable(shape.step(item.name), "missing")
            continue
        try:
            encoded[item.name] = item.shape.encode(found)
        except CodecError as error:
            error.within(shape.step(item.name))
            raise
    return encoded


def _encode_typeddict(shape: "RecordShape", value: Any) -> Json:
    for key in shape.unknown_keys(value):
        raise Unencodable(step_text(key), f"`{shape.text}` has no such key")
    fields = _encode_fields(shape, value)
    return {key: fields[key] for key in value}  # in the order of the value


def _encode_subclass(value: Any) -> Json:
    cls = type(value)
    body = record_of(cls).encode(value)
    if isinstance(body, list):
        body = {"items": body}
    return {"class": ":".join(import_path(cls)), **cast(dict[str, Json], body)}


def record_of(cls: type) -> "RecordShape":
    """The record shape of the class of a value. Raises `Unencodable` when it cannot travel."""
    from dagcompile.runtime.types.parse import shape_of
    from dagcompile.runtime.types.records import RecordShape

    try:
        shape = shape_of(cls)
    except UnsupportedType as error:
        raise Unencodable("", error.reason) from error
    if not isinstance(shape, RecordShape):
        raise Unencodable("", f"`{class_text(cls)}` has no lossless json form")
    if fault := shape.fault:
        raise Unencodable("", fault)
    return shape


def decode_record(shape: "RecordShape", data: Json) -> Any:
    """Inverse of `encode_record`. Raises `Undecodable`."""
    try:
        if shape.form == "typeddict":
            fields = _decode_fields(shape, data)
            return {key: fields[key] for key in cast(dict[str, Json], data)}
        if isinstance(data, dict) and "class" in data:
            body = {key: item for key, item in data.items() if key != "class"}
            return decode_record(_subclass(shape, data["class"]), body)
        beyond: Json = {}
        if isinstance(data, dict) and "with" in data:
            beyond = data["with"]
            data = {key: item for key, item in data.items() if key != "with"}
        if not isinstance(beyond, dict):
            raise undecodable(shape, data)
        if shape.form == "namedtuple":
            data = _by_name(shape, data)
        return restore(shape, _decode_fields(shape, data), beyond)
    except UnsupportedType as error:
        raise Undecodable("", error.reason) from error
    except RecursionError:
        raise Undecodable("", "it is nested too deeply") from None


def _by_name(shape: "RecordShape", data: Json) -> Json:
    items = data.get("items") if isinstance(data, dict) and len(data) == 1 else data
    names = [item.name for item in shape.fields]
    if not isinstance(items, list) or len(items) != len(names):
        raise undecodable(shape, data)
    return dict(zip(names, items, strict=True))


def _decode_fields(shape: "RecordShape", data: Json) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise undecodable(shape, data)
    decoded: dict[str, Any] = {}
    for item in shape.fields:
        if item.name in data:
            try:
                decoded[item.name] = item.shape.decode(data[item.name])
            except CodecError as error:
                error.within(shape.step(item.name))
                raise
        elif item.required:
            raise Undecodable(shape.step(item.name), "missing")
    for name in data:
        if name not in decoded:
            raise Undecodable(shape.step(name), f"`{shape.text}` has no such field")
    return decoded


def _subclass(shape: "RecordShape", path: Json) -> "RecordShape":
    cls = find_class(path)
    if not issubclass(cls, shape.cls):
        raise Undecodable("", f"`{class_text(cls)}` is not a `{shape.text}`")
    try:
        return record_of(cls)
    except Unencodable as error:
        raise Undecodable("", error.reason) from error


def find_class(path: Json) -> type:
    """The class at `module:Qualified.Name`. Raises `Undecodable` when there is none."""
    if not isinstance(path, str) or path.count(":") != 1:
        raise Undecodable("", f"{short(path)} is not the import path of a class")
    module, name = path.split(":")
    try:
        found = lookup(import_module(module), name)
    except Exception as error:
        raise Undecodable("", f"module `{module}` cannot be imported: {error}") from error
    if not isinstance(found, type):
        raise Undecodable("", f"`{path}` is not a class")
    return found
