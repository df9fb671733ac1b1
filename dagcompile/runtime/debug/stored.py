"""What an object keeps of its value, and what it keeps for itself.

A field that does not count when two are compared, a private attribute and what a `cached_property`
worked out are the object's own: they may be filled while somebody only reads.
"""

import dataclasses
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

_HEAP_TYPE = 1 << 9
"""Flag of classes that are written in Python, most of them."""


@dataclass(slots=True)
class State:
    """The attributes that are a value, by name; `hidden` says what of it cannot be seen."""

    items: dict[str, Any] = field(default_factory=dict)
    hidden: str = ""


def stored(value: object, base: type) -> State:
    """What `value` stores of itself beyond what `base`, a builtin class, holds."""
    cls = type(value)
    raw = dict(_attributes(value))
    if (declared := _declared(cls)) is not None:
        names = [name for name in declared if name in raw]
        extra = getattr(value, "__pydantic_extra__", None) or {}
        more = [name for name in raw if name not in declared and _public(cls, name)]
        counted = [name for name in more if name not in _uncounted(cls)]
        return State({name: raw[name] for name in (*names, *counted)} | extra)
    public = {name: item for name, item in raw.items() if _public(cls, name)}
    private = [name for name in raw if name.startswith("_") and not _is_cache(cls, name)]
    if private:
        return State(public, f"what it keeps in {_listed(private)}")
    if _holds_more(cls, base):
        return State(public, "what it holds beyond attributes")
    return State(public)


def _attributes(value: object) -> Iterator[tuple[str, Any]]:
    """What is stored in the object, without calling anything that its class defines."""
    with suppress(AttributeError):
        yield from object.__getattribute__(value, "__dict__").items()
    for cls in type(value).__mro__:
        slots = cls.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            mangled = f"_{cls.__name__.lstrip('_')}{name}"
            private = name.startswith("__") and not name.endswith("__")
            member = cls.__dict__.get(mangled if private else name)
            if name in ("__dict__", "__weakref__") or member is None:
                continue
            try:
                yield name, member.__get__(value, type(value))
            except AttributeError:
                continue


def _declared(cls: Any) -> list[str] | None:
    """The fields that count when two are compared; None where a class declares none."""
    if dataclasses.is_dataclass(cls):
        return [each.name for each in dataclasses.fields(cls) if each.compare]
    if "__pydantic_fields__" in cls.__dict__:
        return list(cls.__pydantic_fields__)
    if (attributes := getattr(cls, "__attrs_attrs__", None)) is not None:
        return [each.name for each in attributes if each.eq]
    return None


def _uncounted(cls: Any) -> set[str]:
    if dataclasses.is_dataclass(cls):
        return {each.name for each in dataclasses.fields(cls) if not each.compare}
    return {each.name for each in getattr(cls, "__attrs_attrs__", ()) if not each.eq}


def _public(cls: type, name: str) -> bool:
    return not name.startswith("_") and not _is_cache(cls, name)


def _is_cache(cls: type, name: str) -> bool:
    """Whether the class itself puts the attribute there when it is first asked for."""
    found = next((base.__dict__[name] for base in cls.__mro__ if name in base.__dict__), None)
    descriptor = type(found)
    return (
        hasattr(descriptor, "__get__")
        and not hasattr(descriptor, "__set__")
        and not callable(found)
    )


def _holds_more(cls: type, base: type) -> bool:
    """Whether instances hold what is no attribute: they are built on a class written in C."""
    layout = next(each for each in cls.__mro__ if not each.__flags__ & _HEAP_TYPE)
    return layout not in (object, defaultdict, OrderedDict) and not issubclass(base, layout)


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and others" if len(names) > 3 else shown
