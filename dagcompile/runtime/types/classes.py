"""Plain classes to shapes, and what to say of annotations that have none."""

import collections.abc
import types
from enum import Enum
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from dagcompile.runtime.context import Context
from dagcompile.runtime.types.base import UnsupportedType
from dagcompile.runtime.types.containers import CollectionShape, DictShape
from dagcompile.runtime.types.fields import form_of
from dagcompile.runtime.types.frames.annotations import kinds_of
from dagcompile.runtime.types.names import class_text, scalar_name
from dagcompile.runtime.types.nominal import AnyShape, ClassShape, EnumShape
from dagcompile.runtime.types.records import RecordShape
from dagcompile.runtime.types.registered import FactShape
from dagcompile.runtime.types.registry import registration_of
from dagcompile.runtime.types.scalars import ScalarShape

if TYPE_CHECKING:
    from dagcompile.runtime.types.shapes import Shape

_ANY = AnyShape()
_BARE: "dict[type, Shape]" = {
    list: CollectionShape("list", _ANY),
    set: CollectionShape("set", _ANY),
    frozenset: CollectionShape("frozenset", _ANY),
    tuple: CollectionShape("tuple", _ANY),
    dict: DictShape(_ANY, _ANY),
}

# Classes of pydantic whose validated values are of another class.
_STAND_INS = {
    "AwareDatetime": "datetime",
    "NaiveDatetime": "datetime",
    "PastDatetime": "datetime",
    "FutureDatetime": "datetime",
    "PastDate": "date",
    "FutureDate": "date",
    "EmailStr": "str",
}

_CONSUMED = "its guard would consume it; pass a list"
_HINTS: dict[Any, str] = {
    collections.abc.Sequence: "write list[...] or tuple[..., ...]",
    collections.abc.MutableSequence: "write list[...]",
    collections.abc.Collection: "write list[...], set[...] or dict[..., ...]",
    collections.abc.Container: "write list[...], set[...] or dict[..., ...]",
    collections.abc.Reversible: "write list[...]",
    collections.abc.Mapping: "write dict[..., ...]",
    collections.abc.MutableMapping: "write dict[..., ...]",
    collections.abc.Set: "write frozenset[...] or set[...]",
    collections.abc.MutableSet: "write set[...]",
    collections.abc.KeysView: "write set[...] or list[...]",
    collections.abc.ValuesView: "write list[...]",
    collections.abc.ItemsView: "write list[tuple[..., ...]]",
    **dict.fromkeys(
        (
            collections.abc.Iterable,
            collections.abc.Iterator,
            collections.abc.Generator,
            collections.abc.AsyncIterable,
            collections.abc.AsyncIterator,
            collections.abc.AsyncGenerator,
            types.GeneratorType,
            types.AsyncGeneratorType,
            map,
            filter,
            zip,
            enumerate,
            reversed,
        ),
        _CONSUMED,
    ),
    **dict.fromkeys(
        (collections.abc.Awaitable, collections.abc.Coroutine, types.CoroutineType),
        "it is waited for once, and its value flows",
    ),
    Context: "it is of one attempt at one step, and nothing of it flows",
    collections.abc.Callable: "what a function takes and gives cannot be tested; write Callable",
    type: "which class it is cannot be told apart; write type",
}


def parse_class(cls: type) -> "Shape":
    """The shape of the instances of `cls`. Raises `UnsupportedType`."""
    if cls in _BARE:
        return _BARE[cls]
    if name := scalar_name(cls):
        return ScalarShape(name)
    if cls in _HINTS and cls not in (collections.abc.Callable, type):
        raise UnsupportedType(cls, _HINTS[cls])
    if issubclass(cls, Enum) and cls.__members__:
        return EnumShape(cls)
    _refuse_generic(cls)
    if form := form_of(cls):
        return RecordShape(form, cls)
    if kinds_of(cls):
        fix = f"write DataFrame[{cls.__name__}] of pandera.typing or pandera.typing.polars"
        raise UnsupportedType(cls, "it is a model of frames, and no frame is one of it", fix)
    if getattr(cls, "_is_protocol", False) and not getattr(cls, "_is_runtime_protocol", False):
        raise UnsupportedType(cls, "only a protocol marked @runtime_checkable can be tested")
    if cls.__module__.partition(".")[0] == "pydantic" and cls.__name__ in _STAND_INS:
        return ScalarShape(_STAND_INS[cls.__name__])
    return FactShape(cls) if registration_of(cls) is not None else ClassShape(cls)


def _refuse_generic(cls: type) -> None:
    generic = getattr(cls, "__pydantic_generic_metadata__", None) or {}
    if generic.get("args") or generic.get("parameters") or getattr(cls, "__parameters__", ()):
        name = cls.__name__.partition("[")[0]
        reason = f"a guard cannot see its parameters; declare a class Fixed{name}({name}[...])"
        raise UnsupportedType(cls, reason)


def refusal(annotation: Any, *, parameters: bool = False) -> str:
    """Why `annotation`, or with `parameters` any `annotation[...]`, stands for no shape."""
    try:
        hash(annotation)
    except TypeError:  # a list or dict, as it may be written by mistake
        return f"it is an object of class {class_text(type(annotation))}, and no type"
    if annotation in _HINTS:
        return _HINTS[annotation]
    if isinstance(annotation, (TypeVar, ParamSpec)):
        return "a type variable stands for no type of its own; write the type"
    if parameters and isinstance(annotation, type):
        name = annotation.__name__
        if annotation.__module__ in ("builtins", "collections"):
            return f"the parameters of `{class_text(annotation)}` cannot be tested; write it bare"
        return f"a guard cannot see its parameters; declare a class Fixed{name}({name}[...])"
    if getattr(annotation, "_name", None) in ("Never", "NoReturn"):
        return "it has no values"
    if getattr(annotation, "_name", None) == "Self":
        return "write the name of the class, in quotes"
    return "it is not a type of values"
