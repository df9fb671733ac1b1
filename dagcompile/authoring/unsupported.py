"""What to write in the place of a type that cannot flow.

way_out(UnsupportedType(Sequence[int], ...))    "write list[...] or tuple[..., ...]"
"""

import re
from collections import abc
from types import FunctionType, ModuleType
from typing import (
    Annotated,
    Any,
    ForwardRef,
    ParamSpec,
    Self,
    TypeVarTuple,
    Unpack,
    get_args,
    get_origin,
)

from dagcompile.runtime.context import Context
from dagcompile.runtime.types import BrokenSupport, UnsupportedType, WrongFacts

_INSTEAD: dict[object, str] = {
    abc.Sequence: "write list[...] or tuple[..., ...]",
    abc.MutableSequence: "write list[...]",
    abc.Reversible: "write list[...]",
    abc.ValuesView: "write list[...]",
    abc.ItemsView: "write list[tuple[..., ...]]",
    abc.Set: "write set[...] or frozenset[...]",
    abc.MutableSet: "write set[...]",
    abc.KeysView: "write set[...] or list[...]",
    abc.Mapping: "write dict[..., ...]",
    abc.MutableMapping: "write dict[..., ...]",
    abc.Collection: "write list[...], set[...] or dict[..., ...]",
    abc.Container: "write list[...], set[...] or dict[..., ...]",
    abc.Callable: "write Callable without parameters, or make the function an op of its own",
    Context: "take it by itself in the op that tells of what it wrote: ctx: Context = Context()",
    type: "write type without parameters, or a Literal of the names of the classes",
    re.Pattern: "write re.Pattern without parameters, or hand on the text of it",
    re.Match: "write re.Match without parameters, or hand on the text that was found",
    list: "write list[...] with one type",
    set: "write set[...] with one type",
    frozenset: "write frozenset[...] with one type",
    dict: "write dict[..., ...] with a type of its keys and one of its values",
    tuple: "write tuple[int, str] for two elements, or tuple[int, ...] for any number",
}
_SPECIAL: dict[str, str] = {
    "Never": "write -> None for a step that returns nothing",
    "NoReturn": "write -> None for a step that returns nothing",
    "Required": "write the type alone: it belongs to the fields of a TypedDict",
    "NotRequired": "write the type | None: it belongs to the fields of a TypedDict",
    "ReadOnly": "write the type alone: it belongs to the fields of a TypedDict",
    "ClassVar": "write the type alone: it belongs to the body of a class",
    "Final": "write the type alone: it belongs to assignments",
    "TypeGuard": "write bool, or lay a Check over the type that is guarded",
    "TypeIs": "write bool, or lay a Check over the type that is guarded",
    "Concatenate": "write Callable without parameters, or make the function an op of its own",
    "Literal": "write the type of the values, and lay a Check over it: "
    "Annotated[float, Check(function)]",
}
"""Forms of typing that stand for no values of their own, or not with these."""
_CONSUMED = (abc.Iterator, abc.AsyncIterator)
_MAYBE_CONSUMED = (abc.Iterable, abc.AsyncIterable)


def named_type(annotation: object) -> str:
    """An annotation as a message names it: the same on every machine."""
    if isinstance(annotation, ForwardRef):
        return annotation.__forward_arg__
    if isinstance(annotation, ModuleType):
        return f"module {annotation.__name__}"
    named = isinstance(annotation, type | FunctionType)
    text = getattr(annotation, "__qualname__", "") if named else str(annotation)
    return re.sub(" at 0x[0-9a-f]+", "", text)  # of an object without a text of its own


def kind_of(error: UnsupportedType) -> str:
    """The code of the diagnostic that an annotation gets."""
    match error:
        case BrokenSupport():
            return "DC250"
        case WrongFacts():
            return "DC251"
        case _:
            return "DC220"


def way_out(error: UnsupportedType) -> str:
    """The repair for an annotation that stands for no type of values that can flow."""
    if isinstance(error, BrokenSupport | WrongFacts):
        return error.fix
    return _instead(error.annotation)


def _instead(annotation: object) -> str:
    if isinstance(annotation, str | ForwardRef):
        return (
            "import the names in it where the module runs, not under TYPE_CHECKING; of a type that"
            " holds itself make a dataclass"
        )
    if _is_alias(annotation) or _is_alias(get_origin(annotation)):
        return "make it a dataclass with a field of its own type, or write Any where it repeats"
    if isinstance(annotation, ParamSpec | TypeVarTuple) or get_origin(annotation) is Unpack:
        return "write the type that flows here, and wrap a generic function in one op for each type"
    if get_origin(annotation) is Annotated:
        return "correct what stands beside the type in Annotated[...], or leave it out"
    if annotation is Self:
        return "write the class"
    cls: Any = get_origin(annotation) or annotation
    if special := _SPECIAL.get(getattr(cls, "_name", None) or ""):
        return special
    if _is_hashable(cls) and cls in _INSTEAD:
        return _INSTEAD[cls]
    return _of_class(cls, annotation) if isinstance(cls, type) else _written(annotation)


def _of_class(cls: type, annotation: Any) -> str:
    if issubclass(cls, abc.Awaitable):
        return "write the type of its value: what an async op returns is waited for"
    if issubclass(cls, _CONSUMED) or cls in _MAYBE_CONSUMED:
        return "use a type whose values can be checked without being consumed: list[...]"
    if getattr(cls, "_is_protocol", False):
        return "mark it @runtime_checkable, or write the class"
    if cls.__module__ in ("builtins", "collections"):
        return f"write {cls.__name__} without parameters"
    name = cls.__name__.partition("[")[0]  # one of pydantic has its parameters in its name
    given = ", ".join(map(named_type, _parameters(annotation))) or "..."
    return f"write a class without parameters: class Fixed{name}({name}[{given}])"


def _parameters(annotation: Any) -> tuple[Any, ...]:
    generic = getattr(annotation, "__pydantic_generic_metadata__", None) or {}
    return tuple(generic.get("args") or get_args(annotation))


def _is_hashable(annotation: object) -> bool:
    try:
        hash(annotation)
    except TypeError:
        return False
    return True


def _written(value: object) -> str:
    """The type that may be meant by what is none."""
    match value:
        case list() if len(value) == 1:
            return f"write list[{named_type(value[0])}]"
        case tuple():
            return f"write tuple[{', '.join(map(named_type, value))}]"
        case dict():
            return "write dict[..., ...], or a TypedDict or dataclass with these fields"
        case bool() | int() | str() | bytes():
            return f"write {type(value).__name__}, or Literal[{value!r}] if it is always this one"
        case None | float():
            return f"write {type(value).__name__}"
        case ModuleType():
            return f"name what is meant in it: {value.__name__}...."
        case _:
            return "write a type of values: a builtin, a class, or a container of them"


def _is_alias(annotation: object) -> bool:
    return type(annotation).__name__ == "TypeAliasType"
