"""Annotations, each resolved alone: a name that is missing for one does not spoil the others."""

import builtins
import inspect
import sys
import typing
from types import SimpleNamespace
from typing import Annotated, Any, ForwardRef, get_args, get_origin

from dagcompile.authoring.problems import closest
from dagcompile.runtime.types import is_maybe
from dagcompile.runtime.types.markers import MaybeMark


class Unresolved(Exception):
    """An annotation whose text cannot be evaluated; `error` is why."""

    def __init__(self, text: str, error: Exception) -> None:
        super().__init__(text)
        self.text = text
        self.error = error


def resolve(annotation: object, names: dict[str, Any]) -> object:
    """`annotation` with its strings evaluated among `names`, and `Annotated` kept.

    Raises:
        Unresolved: its text cannot be evaluated.
    """
    if isinstance(annotation, ForwardRef):
        annotation = annotation.__forward_arg__
    text = annotation if isinstance(annotation, str) else repr(annotation)
    try:
        if isinstance(annotation, str):
            annotation = eval(annotation, names)  # noqa: S307  (the author's own annotation)
        holder: Any = SimpleNamespace(__annotations__={"it": annotation})
        resolved: object = typing.get_type_hints(holder, names, {}, include_extras=True)["it"]
    except Exception as error:  # whatever the author's own expression raises
        raise Unresolved(text, error) from error
    # The author's own object where nothing in it had to be resolved: it may have a name.
    return annotation if get_args(annotation) and _equal(resolved, annotation) else resolved


def _equal(one: object, other: object) -> bool:
    try:
        return bool(one == other)
    except TypeError:  # a Literal of what cannot be hashed
        return False


def mended(error: BaseException | None, names: dict[str, Any]) -> str:
    """How an annotation is mended whose evaluation among `names` raised `error`."""
    if isinstance(error, SyntaxError):
        return "write the text of the annotation as Python reads it"
    if isinstance(error, NameError) and error.name:
        known = closest(error.name, [*names, *vars(builtins)])
        guess = f"did you mean `{known}`? else " if known else ""
        return f"{guess}import `{error.name}` where the module runs, not under TYPE_CHECKING"
    if isinstance(error, TypeError):
        return "write it so that Python can evaluate it: only what has parameters takes them"
    return "import the names that it uses where the module runs, not under TYPE_CHECKING"


def missing_name(error: BaseException | None) -> NameError | None:
    """What `error` comes from, if that is a name that is not there."""
    while error is not None and not isinstance(error, NameError):
        error = error.__cause__
    return error


def namespace(fn: object) -> dict[str, Any]:
    """The names that the annotations of a function or class may use."""
    names = getattr(fn, "__globals__", None)
    if names is None:
        module = sys.modules.get(getattr(fn, "__module__", None) or "")
        names = vars(module) if module else {}
    return typing.cast("dict[str, Any]", names)


def field_annotation(record: type, name: str) -> tuple[object, dict[str, Any]]:
    """How a field of a NamedTuple class is annotated, and the names that this may use.

    Raises:
        LookupError: it has no annotation.
    """
    for cls in record.__mro__:
        own = _own_annotations(cls)
        if name in own:
            return own[name], namespace(cls)
    raise LookupError(name)


def _own_annotations(cls: type) -> dict[str, Any]:
    if sys.version_info >= (3, 14):
        from annotationlib import Format, get_annotations

        return get_annotations(cls, format=Format.FORWARDREF)
    return inspect.get_annotations(cls)


def without_maybe(annotation: object) -> tuple[object, bool]:
    """`annotation` without the mark of `Maybe`, and whether it was there."""
    if not is_maybe(annotation):
        return annotation, False
    if get_origin(annotation) is not Annotated:
        return annotation, True  # the mark is inside a named alias, where shapes pass over it
    base, *marks = get_args(annotation)
    kept = tuple(mark for mark in marks if not isinstance(mark, MaybeMark))
    return (Annotated[(base, *kept)] if kept else base), True


def description(annotation: object) -> str:
    """What `Annotated[..., Field(description=...)]` or `Doc(...)` says, or nothing."""
    for mark in getattr(annotation, "__metadata__", ()):
        for name in ("description", "documentation"):
            text = getattr(mark, name, None)
            if isinstance(text, str):
                return text
    return ""


def is_named_tuple(annotation: object) -> bool:
    """Whether `annotation` is a NamedTuple class."""
    named = isinstance(getattr(annotation, "_fields", None), tuple)
    return named and isinstance(annotation, type) and issubclass(annotation, tuple)


def is_config(annotation: object) -> bool:
    """Whether `annotation` is a class made of `dagcompile.Config`; that is not imported for it."""
    module = sys.modules.get("dagcompile.authoring.config")
    return (
        module is not None
        and isinstance(annotation, type)
        and issubclass(annotation, module.Config)
    )


def is_model(annotation: object) -> bool:
    """Whether `annotation` is a pydantic model class; pydantic is not imported to find out."""
    pydantic = sys.modules.get("pydantic")
    return (
        pydantic is not None
        and isinstance(annotation, type)
        and issubclass(annotation, pydantic.BaseModel)
    )
