"""Secrets: values that are never shown, whatever is said of them.

    Secret[str]                    is_secret, and so is pydantic's SecretStr
    dict[str, Secret[str]]         holds_secret: it is not shown as a whole either
    Login(token="...")             reveals, where the field is a Secret[str]: its repr would show it

A secret is known by its declared type, a value of which nothing is declared by the fields of the
records in it.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dagcompile.runtime.types.base import BaseShape

HIDDEN = "a secret"
"""In place of a value that is not shown."""

_MOST_WALKED = 10_000
"""Parts of a value that are looked at before it is taken to hold a secret."""


def is_secret(shape: "BaseShape") -> bool:
    """Whether a value of this type is a secret itself."""
    if shape.secret:
        return True
    if hasattr(shape, "members"):
        return any(map(is_secret, shape.parts()))
    return hasattr(shape, "base") and is_secret(shape.base)


def holds_secret(shape: "BaseShape") -> bool:
    """Whether a value of this type is a secret, or may have one inside."""
    return any(each.secret for each in within(shape))


def holds_bare_secret(shape: "BaseShape") -> bool:
    """Whether a value of this type holds a secret that its repr would show.

    One of pydantic's hides itself.
    """
    from dagcompile.runtime.types.nominal import ClassShape

    return any(each.secret and not isinstance(each, ClassShape) for each in within(shape))


def within(shape: "BaseShape") -> Iterator["BaseShape"]:
    """`shape` and all that it is made of, each once."""
    seen = {shape}
    waiting = [shape]
    while waiting:
        each = waiting.pop()
        yield each
        fresh = [part for part in each.parts() if part not in seen]
        seen.update(fresh)
        waiting += fresh


def reveals(value: object) -> bool:
    """Whether the repr of `value` would show a secret: it is or holds a record with one."""
    walked = 0
    seen: set[int] = set()
    waiting: list[Iterator[Any]] = [iter([value])]
    while waiting:
        for each in waiting[-1]:
            walked += 1
            cls: Any = type(each)
            if walked > _MOST_WALKED or hidden_fields(cls):
                return True
            if id(each) not in seen and (inner := _parts(each)):
                seen.add(id(each))
                waiting.append(iter(inner))
                break
        else:
            waiting.pop()
    return False


def _parts(value: Any) -> Iterable[Any]:
    """What `value` shows of itself in its repr, where that is the parts that it has."""
    cls: Any = type(value)
    if issubclass(cls, (list, tuple, set, frozenset)):
        return [each for each in value if not isinstance(each, _LEAVES)]
    if issubclass(cls, dict):
        pairs = (each for pair in value.items() for each in pair)
        return [each for each in pairs if not isinstance(each, _LEAVES)]
    record = _record(cls)
    if record is None:
        return ()
    found = (getattr(value, name, None) for name in record.declared)
    extra = getattr(value, "__pydantic_extra__", None) or {}
    return [each for each in (*found, *extra.values()) if not isinstance(each, _LEAVES)]


_LEAVES = (str, int, float, bytes, type(None))


@lru_cache(maxsize=1024)
def hidden_fields(cls: Any) -> frozenset[str]:
    """The fields of the record class `cls` that hold a secret which a repr would show.

    Those of which the type is not known are among them where it may be one.
    """
    from dagcompile.runtime.types.base import UnsupportedType

    shape = _record(cls)
    if shape is None:
        return frozenset()
    try:
        return frozenset(each.name for each in shape.fields if holds_bare_secret(each.shape))
    except UnsupportedType:  # of a field; what its annotation says is all that is known
        found = (getattr(base, "__annotations__", {}).items() for base in cls.__mro__)
        return frozenset(name for each in found for name, said in each if "Secret" in str(said))


@lru_cache(maxsize=1024)
def _record(cls: Any) -> Any:
    """The shape of the record class `cls`; None where it is none."""
    from dagcompile.runtime.types.fields import form_of
    from dagcompile.runtime.types.records import RecordShape

    form = None if cls.__module__ == "builtins" else form_of(cls)
    return RecordShape(form, cls) if form else None
