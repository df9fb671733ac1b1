"""Records made by the constructors of their own classes, and what those say against it."""

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from dagcompile.runtime.reading.problems import Problem, got
from dagcompile.runtime.reading.wording import words
from dagcompile.runtime.types import AnyShape, RecordShape, Shape
from dagcompile.runtime.types.fields import keyword_of
from dagcompile.runtime.types.records import MISSING
from dagcompile.runtime.types.secrets import HIDDEN, holds_secret

_ANY = AnyShape()

_OF_CLASS_OR_LENGTH = frozenset(
    {"string_type", "string_too_short", "string_too_long"}
    | {"bytes_type", "bytes_too_short", "bytes_too_long"}
)
"""Errors of pydantic the words of which do not hang on the value."""


def settable(shape: RecordShape) -> dict[str, Shape]:
    """The types of the fields that the constructor takes, by name."""
    types: dict[str, Shape] = {each.name: each.shape for each in shape.fields}
    if shape.form == "dataclass":
        return {each.name: types[each.name] for each in dataclasses.fields(shape.cls) if each.init}
    return types


def takes_others(shape: RecordShape) -> bool:
    """Whether a model keeps fields that it does not declare."""
    return shape.form == "model" and shape.cls.model_config.get("extra") == "allow"


def lacking(shape: RecordShape, names: Collection[str]) -> list[str]:
    """The required fields that are not among `names`. A model says so itself."""
    match shape.form:
        case "dataclass":
            needed = [
                each.name
                for each in dataclasses.fields(shape.cls)
                if each.init
                and each.default is dataclasses.MISSING
                and each.default_factory is dataclasses.MISSING
            ]
        case "namedtuple":
            needed = [name for name in shape.cls._fields if name not in shape.cls._field_defaults]
        case "typeddict":
            needed = [each.name for each in shape.fields if each.required]
        case "model":
            needed = []
    return [name for name in needed if name not in names]


def make(
    shape: RecordShape, values: Mapping[str, Any], path: str, *, told: Collection[str]
) -> tuple[Any, list[Problem]]:
    """An instance with these `values`, or `MISSING` and what its class says.

    Args:
        path: of the record.
        told: fields of which it is known that they are wrong. Nothing more is said of them, nor
            of the record as a whole where there is one.
    """
    if shape.form == "typeddict":
        return dict(values), []
    names: dict[str, str] = {}
    try:
        names = {_keyword(shape, name): name for name in values}
        return shape.cls(**{each: values[name] for each, name in names.items()}), []
    except Exception as error:  # noqa: BLE001  (whatever the author's class raises, it is told)
        return MISSING, list(_said(error, shape, names, path, told))


def _keyword(shape: RecordShape, name: str) -> str:
    field = shape.cls.model_fields.get(name) if shape.form == "model" else None
    if field is None:
        return name
    return keyword_of(name, field.validation_alias, shape.cls.model_config)


def _said(
    error: Any,
    shape: RecordShape,
    names: Mapping[str, str],
    path: str,
    told: Collection[str],
) -> Iterator[Problem]:
    if not type(error).__module__.startswith("pydantic_core"):
        if not told:
            said = "" if holds_secret(shape) else f": {error}"
            yield Problem(path, f"{type(error).__name__}{said}")
        return
    types = settable(shape)
    for each in error.errors(include_url=False):
        where = list(each["loc"])
        where[:1] = [names.get(str(first), first) for first in where[:1]]
        if told and (not where or where[0] in told):
            continue
        field = types.get(str(where[0])) if where else None
        if field is not None and holds_secret(field):
            where = where[:1]  # of what is inside, a key may be the secret
        type_ = field if len(where) == 1 else None
        if each["type"] == "missing":
            text = f"it is required{f': {words(type_)}' if type_ else ''}"
        elif holds_secret(field or shape):
            text = _of_secret(each)
        else:
            text = _text(each, type_, whole=not where)
        yield Problem(path + "".join(map(_step, where)), text)


def _of_secret(error: Mapping[str, Any]) -> str:
    """What one error says of a secret: nothing that a validator may have made of the value."""
    said = str(error["msg"])
    begins = f"{said[:1].lower()}{said[1:]}, " if error["type"] in _OF_CLASS_OR_LENGTH else ""
    return f"{begins}got {HIDDEN}{'' if begins else ' that does not fit'}"


def _text(error: Mapping[str, Any], type_: Shape | None, *, whole: bool) -> str:
    """What one error says: of a field of type `type_`, of a part of one, or of the whole."""
    said = str(error["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
    said = f"{said[:1].lower()}{said[1:]}"
    if whole:
        return said
    given = got(error["input"], type_ or _ANY)
    if type_ is None or type_.accepts(error["input"]):
        return f"{said}, {given}"
    return f"expected {words(type_)}, {given}"


def _step(part: object) -> str:
    return f"[{part}]" if isinstance(part, int) else f".{part}"
