"""What is strange about an annotation that can be read all the same.

list(doubts(list, "what op `load` returns"))                    DC224: what is in it is not said
list(doubts(Annotated[int, even], "what op `load` returns"))    DC228: `even` is not called
list(doubts(Annotated[int, Bounds], "..."))                     DC228, as an error

What is not understood in `Annotated` is left alone, as typing asks. But an author who writes a
function there believes that it is called.
"""

from collections.abc import Iterator
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from dagcompile.authoring.generics import bare_container
from dagcompile.diagnostics import Severity
from dagcompile.runtime.types import UnsupportedType
from dagcompile.runtime.types.hints import alias_value, is_alias
from dagcompile.runtime.types.markers import Bounds, Check

_FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, partial)
_ANYTHING = {"dict": "dict[Any, Any]", "tuple": "tuple[Any, ...]"}


class Doubt(NamedTuple):
    """Something strange, which is an error where it can be meant in no other way."""

    code: str
    message: str
    fix: str
    severity: Severity = "warning"


def doubts(annotation: object, what: str) -> Iterator[Doubt]:
    """What is strange about `annotation` of `what`. Fields of classes are not looked at."""
    if name := bare_container(annotation):
        message = f"`{name}` in the type of {what} does not say what is in it: that is not checked"
        anything = _ANYTHING.get(name, f"{name}[Any]")
        yield Doubt("DC224", message, f"write {name}[...]; {anything} if anything may be in it")
    for item in _beside(annotation):
        if (found := _lookalike(item)) is not None:
            name, why, fix, severity = found
            message = f"`{name}` beside the type of {what} checks nothing: {why}"
            yield Doubt("DC228", message, fix, severity)


def _beside(annotation: Any, seen: tuple[object, ...] = ()) -> Iterator[object]:
    """What stands in `Annotated`, anywhere in `annotation`."""
    if is_alias(annotation) or is_alias(get_origin(annotation)):
        if annotation not in seen:
            try:
                value = alias_value(annotation)
            except UnsupportedType:  # told of where its shape is asked for
                return
            yield from _beside(value, (*seen, annotation))
    elif get_origin(annotation) is Annotated:
        yield from _beside(annotation.__origin__, seen)
        yield from annotation.__metadata__
    elif get_origin(annotation) is not Literal:
        for each in get_args(annotation):
            yield from _beside(each, seen)


def _lookalike(item: Any) -> tuple[str, str, str, Severity] | None:
    """The name of a thing that looks like a check, why it is none, and what to write instead.

    What is ours was meant as one; what is another library's may be there for that.
    """
    if item is Check or item is Bounds:
        given = "Check(function)" if item is Check else "Bounds(ge=...)"
        return (
            item.__name__,
            "it is the class itself, which says nothing",
            f"write {given}",
            "error",
        )
    if any(base.__module__.startswith("pandera.api.") for base in _classes(item)):
        why = "a contract of frames stands in DataFrame[...]"
        return _name(item), why, "write DataFrame[Model], as pandera.typing has it", "error"
    if isinstance(item, _FUNCTIONS):
        name = _name(item)
        fix = f"write Check({name})"
        if "<lambda>" in name or isinstance(item, partial):
            fix = "def a function at the top of a module and write Check(function)"
        return name, "a bare function is not called", fix, "warning"
    if type(item).__module__.startswith("pydantic") and type(item).__name__.endswith("Validator"):
        why = "a guard changes no value, and runs no validator"
        fix = "write Check(function) with one that says True or False, or convert in an op"
        return type(item).__name__, why, fix, "warning"
    return None


def _name(item: object) -> str:
    return str(getattr(item, "__qualname__", type(item).__name__))


def _classes(item: object) -> tuple[type, ...]:
    return (item if isinstance(item, type) else type(item)).__mro__
