"""Annotations as they are written to annotations as they are meant.

Names in quotes are resolved one by one, in the module of the class that declares them, so that
one name that exists only for type checkers does not spoil the others. Parameters of a generic
class are filled in from the subclass that fixes them: `class IntBox(Box[int])`.
"""

import sys
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from dagcompile.runtime.types.base import UnsupportedType
from dagcompile.runtime.types.markers import MaybeMark

_WRAPPERS = ("Required", "NotRequired", "ReadOnly", "Final")


def resolve(annotation: Any, module: str, *, owner: type | None = None) -> Any:
    """`annotation` without names in quotes. Raises `UnsupportedType` when one does not resolve."""
    names = dict(vars(owner)) | {owner.__name__: owner} if owner is not None else {}
    holder = type("Holder", (), {"__annotations__": {"it": annotation}, "__module__": module})
    # The names of the module come before those of the class: in `date: date = None` the
    # annotation means the class of the module, not the default.
    home = dict(vars(sys.modules[module])) if module in sys.modules else {}
    try:
        return get_type_hints(holder, names, home, include_extras=True)["it"]
    except NameError as error:
        hint = "import it where it exists when the program runs, not under TYPE_CHECKING"
        raise UnsupportedType(annotation, f"{error}; {hint}") from error
    except Exception as error:
        raise UnsupportedType(annotation, f"it cannot be evaluated: {error}") from error


def unwrap(annotation: Any) -> tuple[Any, frozenset[str]]:
    """`annotation` without Required, NotRequired, ReadOnly and Final, and which of them it had.

    Raises:
        UnsupportedType: it is both required and not.
    """
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, found = unwrap(annotation.__origin__)
        return Annotated[(inner, *annotation.__metadata__)], found
    name = getattr(origin, "_name", None)
    if name not in _WRAPPERS:
        return annotation, frozenset()
    inner, found = unwrap(get_args(annotation)[0])
    if {"Required", "NotRequired"} <= found | {name}:
        raise UnsupportedType(annotation, "it is said to be both required and not required")
    return inner, found | {name}


def fixed_parameters(cls: type) -> dict[Any, Any]:
    """Type variables of the generic bases of `cls` to what `cls` makes of them."""
    fixed: dict[Any, Any] = {}
    for base in cls.__mro__:
        for generic in base.__dict__.get("__orig_bases__", ()):
            parameters = getattr(get_origin(generic), "__parameters__", ())
            for parameter, given in zip(parameters, get_args(generic), strict=False):
                fixed.setdefault(parameter, substitute(given, fixed))
    return fixed


def substitute(annotation: Any, fixed: dict[Any, Any]) -> Any:
    """`annotation` with its type variables replaced where `fixed` knows them."""
    if isinstance(annotation, TypeVar):
        return fixed.get(annotation, annotation)
    parameters = getattr(annotation, "__parameters__", ())
    if isinstance(annotation, type) or not any(item in fixed for item in parameters):
        return annotation
    return annotation[tuple(fixed.get(item, item) for item in parameters)]


def is_alias(annotation: Any) -> bool:
    """Whether it was made by `type X = ...` or `TypeAliasType`."""
    cls = type(annotation)
    return cls.__name__ == "TypeAliasType" and cls.__module__ in ("typing", "typing_extensions")


def alias_value(annotation: Any) -> Any:
    """What a type alias, with or without parameters, stands for. Raises `UnsupportedType`."""
    alias = annotation if is_alias(annotation) else get_origin(annotation)
    try:
        value = alias.__value__
    except Exception as error:
        raise UnsupportedType(annotation, f"it cannot be evaluated: {error}") from error
    value = resolve(value, alias.__module__)
    if alias is annotation:
        return value
    given = dict(zip(alias.__type_params__, get_args(annotation), strict=False))
    return substitute(value, given)


def is_maybe(annotation: Any) -> bool:
    """Whether `annotation` is that of an output that may be withheld: `Maybe[T]`."""
    if is_alias(annotation) or is_alias(get_origin(annotation)):
        return is_maybe(alias_value(annotation))
    if get_origin(annotation) is not Annotated:
        return False
    marked = any(isinstance(item, MaybeMark) for item in annotation.__metadata__)
    return marked or is_maybe(annotation.__origin__)
