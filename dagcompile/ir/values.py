"""From live Python values to the literals of the IR and back.

    to_value(Cutoff(max_delay=300))    Instance(cls=Ref(...), fields=(("max_delay", 300),))
    from_value(...)                    Cutoff(max_delay=300)

Only what a generated file can write down again is a literal: anything that is not known to be
one is refused, by its class and without asking it, so that nothing is lost in silence.
"""

from collections.abc import Iterator
from enum import Enum
from math import isfinite
from types import BuiltinFunctionType, FunctionType
from typing import Any, TypeAlias, assert_never, cast

from dagcompile.ir.instances import stored_fields
from dagcompile.ir.records import Instance, Mapping, Member, Sequence, Symbol, Text, Value
from dagcompile.ir.references import reference, resolve
from dagcompile.ir.texts import from_text, to_text

__all__ = ["NotLiteral", "from_value", "to_value"]

DEPTH = 50
"""Levels of nesting that a literal may have; Python's parser gives up not far above."""

_Above: TypeAlias = "tuple[int, ...]"


class NotLiteral(Exception):
    """A value that cannot be written as a literal: the part `obj` of it at `path`, and why.

    `path` is like `[3].amount` or `["key"]`, and empty for the whole value.
    """

    def __init__(self, path: str, obj: object, reason: str) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.obj = obj
        self.reason = reason


def to_value(obj: object) -> Value:
    """The literal that stands for `obj`.

    Instances of dataclasses, NamedTuples and pydantic models are taken by their fields, and are
    built again once to see that the fields say all. Private attributes of models do not count.

    Raises:
        NotLiteral: `obj`, or a part of it, is no literal.
    """
    value = _encode(obj, "", ())
    if value is None or isinstance(value, str | int | float):  # most are, and have no parts
        return value
    if any(isinstance(each, Instance) for each in _walk(value)):
        _check_rebuilt(obj, value)
    return value


def from_value(value: Value) -> object:
    """The live value of a literal. Imports what it refers to.

    Raises:
        ImportError, AttributeError: a reference leads to nothing.
        ValueError: a text is not of its type's form.
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Text():
            return from_text(value)
        case Sequence(type=kind, items=items):
            classes = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
            return classes[kind](map(from_value, items))
        case Mapping(items=pairs):
            return {from_value(key): from_value(item) for key, item in pairs}
        case Member(enum=enum, name=name):
            return cast(type[Enum], resolve(enum))[name]
        case Instance(cls=cls, fields=fields):
            build = cast(Any, resolve(cls))
            return build(**{name: from_value(item) for name, item in fields})
        case Symbol(ref=ref):
            return resolve(ref)
        case _:
            assert_never(value)


def _encode(obj: object, path: str, above: _Above) -> Value:
    # By type(obj) alone: an object may lie about its class, or raise when it is asked.
    cls = type(obj)
    if obj is None or cls is bool or cls is int:
        return cast(bool | int | None, obj)
    if cls is float and isfinite(cast(float, obj)):
        return cast(float, obj)
    if cls is str and _is_unicode(cast(str, obj)):
        return cast(str, obj)
    if id(obj) in above:
        raise NotLiteral(path, obj, "it contains itself")
    if len(above) >= DEPTH:
        raise NotLiteral(path, obj, f"it is nested deeper than {DEPTH} levels")
    try:
        scalar = _scalar(obj)
        fields = None if scalar else stored_fields(obj)
        if scalar is not None:
            return scalar
        if fields is None:
            return _container(obj, path, (*above, id(obj)))
        cls_ref = reference(cls)
    except ValueError as error:
        raise NotLiteral(path, obj, str(error)) from None
    within = (*above, id(obj))
    encoded = ((key, _encode(item, f"{path}.{name}", within)) for name, key, item in fields)
    return Instance(cls=cls_ref, fields=tuple(encoded))


def _scalar(obj: object) -> Text | Member | Symbol | None:
    cls = type(obj)
    if text := to_text(obj):
        return text
    if issubclass(cls, type) or cls in (FunctionType, BuiltinFunctionType):
        return Symbol(ref=reference(obj))
    if issubclass(cls, Enum):
        name = cast(Enum, obj).name
        if cls.__members__.get(name) is not obj:
            raise ValueError(f"it is a combination of members of `{cls.__qualname__}`")
        return Member(enum=reference(cls), name=name)
    return None


def _container(obj: object, path: str, within: _Above) -> Sequence | Mapping:
    cls = type(obj)
    if cls is dict:
        pairs = cast(dict[object, object], obj).items()
        return Mapping(items=tuple(_pair(key, item, path, within) for key, item in pairs))
    if cls is list or cls is tuple:
        listed = enumerate(cast(list[object], obj))
        items = tuple(_encode(item, f"{path}[{index}]", within) for index, item in listed)
        return Sequence(type="list" if cls is list else "tuple", items=items)
    if cls is set or cls is frozenset:
        members = cast(set[object], obj)
        found = sorted((_encode(each, f"{path}{{}}", within) for each in members), key=_order)
        return Sequence(type="set" if cls is set else "frozenset", items=tuple(found))
    raise NotLiteral(path, obj, _refusal(cls))


def _pair(key: object, item: object, path: str, within: _Above) -> tuple[Value, Value]:
    encoded = _encode(key, f"{path}[key]", within)
    shown = "..." if not isinstance(encoded, int | str) else repr(encoded).replace("'", '"')
    return encoded, _encode(item, f"{path}[{shown}]", within)


def _order(value: Value) -> tuple[int, float, str]:
    """Numbers by size, then strings, then the rest: the same in every process."""
    match value:
        case int() | float():
            return (0, value, "")
        case str():
            return (1, 0, value)
        case _:
            return (2, 0, repr(value))


def _refusal(cls: type) -> str:
    for base in (str, int, float, list, tuple, set, frozenset, dict):
        if issubclass(cls, base):
            return f"a `{cls.__qualname__}` would become a plain {base.__name__}"
    if cls.__module__.startswith("pydantic") and cls.__name__.startswith("Secret"):
        return "a secret cannot be written into a file; refer to it instead"
    return f"an instance of `{cls.__module__}.{cls.__qualname__}` has no literal form"


def _check_rebuilt(obj: object, value: Value) -> None:
    try:
        again = from_value(value)
    except Exception as error:
        reason = f"to build it again from its fields raises {type(error).__name__}: {error}"
        raise NotLiteral("", obj, reason) from error
    if _encode(again, "", ()) != value:
        raise NotLiteral("", obj, "to build it again from its fields gives another value")


def _walk(value: Value) -> Iterator[Value]:
    yield value
    match value:
        case Sequence(items=items):
            parts: tuple[Value, ...] = items
        case Mapping(items=pairs):
            parts = tuple(each for pair in pairs for each in pair)
        case _:
            return
    for part in parts:
        yield from _walk(part)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
