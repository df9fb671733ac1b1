"""What to write in the place of a type that cannot flow.

way_out(Sequence[int])    "write list[...] or tuple[..., ...]"
"""

from collections import abc
from typing import Annotated, Any, ParamSpec, Self, TypeVarTuple, Unpack, get_origin

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
    type: "write type without parameters, or a Literal of the names of the classes",
}
_CONSUMED = (abc.Iterable, abc.AsyncIterable, abc.Awaitable)


def way_out(annotation: object) -> str:
    """The repair for an annotation that stands for no type of values that can flow."""
    if _is_alias(annotation) or _is_alias(get_origin(annotation)):
        return "make it a dataclass with a field of its own type, or write Any where it repeats"
    if isinstance(annotation, ParamSpec | TypeVarTuple) or get_origin(annotation) is Unpack:
        return "write the type that flows here, and wrap a generic function in one op for each type"
    if get_origin(annotation) is Annotated:
        return "correct what stands beside the type in Annotated[...], or leave it out"
    if annotation is Self:
        return "write the class"
    cls: Any = get_origin(annotation) or annotation
    if cls in _INSTEAD:
        return _INSTEAD[cls]
    if not isinstance(cls, type):
        return "write a type of values: a builtin, a class, or a container of them"
    if issubclass(cls, _CONSUMED) and not issubclass(cls, abc.Sized):
        return "use a type whose values can be checked without being consumed: list[...]"
    if getattr(cls, "_is_protocol", False):
        return "mark it @runtime_checkable, or write the class"
    return f"write a class without parameters that derives from it: class My{cls.__name__}(...)"


def _is_alias(annotation: object) -> bool:
    return type(annotation).__name__ == "TypeAliasType"
