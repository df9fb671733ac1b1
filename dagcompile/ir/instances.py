"""The fields of dataclasses, NamedTuples and pydantic models, as their constructors take them."""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, cast

from dagcompile.runtime.types.fields import keyword_of

Stored: TypeAlias = "tuple[str, str, object]"
"""Name of a field, keyword that the constructor has for it, value."""


def stored_fields(obj: object) -> Iterable[Stored] | None:
    """Every stored field that the constructor takes; None if `obj` is no instance of such a class.

    pydantic is recognised by what its models carry, so that it need not be installed.

    Raises:
        ValueError: a field is not set, or its constructor has no keyword for it.
    """
    cls = type(obj)
    if hasattr(cls, "__pydantic_validator__") and hasattr(cls, "model_fields"):
        return list(_model_fields(obj))
    if hasattr(cls, "__dataclass_fields__"):
        return list(_dataclass_fields(obj))
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        names: tuple[str, ...] = cast(Any, cls)._fields
        return [(name, name, item) for name, item in zip(names, cast(Any, obj), strict=True)]
    return None


def _dataclass_fields(obj: object) -> Iterator[Stored]:
    for field in dataclasses.fields(cast(Any, obj)):
        if not field.init:
            continue
        try:
            yield field.name, field.name, getattr(obj, field.name)
        except AttributeError:
            raise ValueError(f"its field `{field.name}` is not set") from None


def _model_fields(obj: object) -> Iterator[Stored]:
    model = cast(Any, obj)
    cls = type(model)
    for name, field in cls.model_fields.items():
        if name not in model.__dict__:
            raise ValueError(f"its field `{name}` is not set")
        yield name, keyword_of(name, field.validation_alias, cls.model_config), model.__dict__[name]
    for name, item in (model.__pydantic_extra__ or {}).items():
        yield name, name, item
