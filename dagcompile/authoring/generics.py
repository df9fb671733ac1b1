"""What flows where an annotation leaves a type open.

    T = TypeVar("T", bound=Row)
    def first(rows: list[T]) -> T: ...      # read as list[Row] -> Row

A type variable stands for its bound, for any of its constraints, or for Any: the compiler does not
work out from the inputs what it is, and consumers guard the output accordingly.
"""

import sys
from typing import Annotated, Any, ForwardRef, Literal, Self, TypeVar, Union, get_args, get_origin

from dagcompile.authoring.annotations import resolve
from dagcompile.runtime.types.hints import is_alias

_CONTAINERS: tuple[type, ...] = (list, set, frozenset, dict, tuple)
_COROUTINES = ("collections.abc.Coroutine", "types.CoroutineType")


def concrete(annotation: Any, *, owner: type | None) -> object:
    """`annotation` without type variables; `Self` is `owner` if there is one.

    Raises:
        Unresolved: a bound that is text cannot be evaluated.
    """
    if annotation is Self and owner is not None:
        return owner
    if isinstance(annotation, TypeVar):
        return _stands_for(annotation)
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation  # a generic class itself
    if is_alias(annotation):
        return annotation
    variables = getattr(annotation, "__parameters__", ())
    if not variables or not all(isinstance(each, TypeVar) for each in variables):
        return annotation
    return annotation[tuple(map(_stands_for, variables))]


def _stands_for(variable: TypeVar) -> Any:
    if variable.__constraints__:
        return Union[tuple(_evaluated(each, variable) for each in variable.__constraints__)]  # noqa: UP007
    if variable.__bound__ is None:
        return Any
    return concrete(_evaluated(variable.__bound__, variable), owner=None)


def _evaluated(bound: Any, variable: TypeVar) -> Any:
    if not isinstance(bound, str | ForwardRef):
        return bound
    module = sys.modules.get(variable.__module__ or "")
    return resolve(bound, dict(vars(module)) if module else {})


def returned_by(annotation: Any) -> object:
    """What a function gives that is annotated to return a coroutine: the value of that."""
    origin: Any = get_origin(annotation)
    path = f"{getattr(origin, '__module__', '')}.{getattr(origin, '__qualname__', '')}"
    arguments = get_args(annotation)
    return arguments[2] if path in _COROUTINES and len(arguments) == 3 else annotation


def bare_container(annotation: Any) -> str:
    """The first container without parameters in `annotation`, as it is written; or nothing."""
    origin = get_origin(annotation)
    cls = origin if origin is not None and not hasattr(annotation, "__args__") else annotation
    for each in _CONTAINERS:
        if cls is each:
            return str(each.__name__)
    return next(filter(None, map(bare_container, _parts(annotation))), "")


def _parts(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Annotated:
        return (annotation.__origin__,)
    return () if get_origin(annotation) is Literal else get_args(annotation)
