"""What is strange about an annotation that can be read all the same.

list(doubts(list, "what op `load` returns"))                    DC224: what is in it is not said
list(doubts(Annotated[int, even], "what op `load` returns"))    DC228: `even` is not called
list(doubts(Annotated[int, Bounds], "..."))                     DC228, as an error
list(doubts(Annotated[pa.Table, {"a": "int"}], "..."))          DC228: a dict is no schema

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
from dagcompile.runtime.types.frames.annotations import is_schema
from dagcompile.runtime.types.frames.shape import library_of
from dagcompile.runtime.types.hints import alias_value, is_alias
from dagcompile.runtime.types.markers import Bounds, Check
from dagcompile.runtime.types.names import short

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
    for base, item in _beside(annotation):
        if (found := _lookalike(item) or _columns(base, item)) is not None:
            name, why, fix, severity = found
            message = f"`{name}` beside the type of {what} checks nothing: {why}"
            yield Doubt("DC228", message, fix, severity)


def _beside(annotation: Any, seen: tuple[object, ...] = ()) -> Iterator[tuple[object, object]]:
    """What stands in `Annotated`, anywhere in `annotation`, and beside what."""
    if is_alias(annotation) or is_alias(get_origin(annotation)):
        if annotation not in seen:
            try:
                value = alias_value(annotation)
            except UnsupportedType:  # told of where its shape is asked for
                return
            yield from _beside(value, (*seen, annotation))
    elif get_origin(annotation) is Annotated:
        yield from _beside(annotation.__origin__, seen)
        yield from ((annotation.__origin__, each) for each in annotation.__metadata__)
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


def _columns(base: Any, item: Any) -> tuple[str, str, str, Severity] | None:
    """Columns and their types, beside a frame, in a form that no contract has."""
    library = library_of(base) if isinstance(base, type) else None
    if library is None or not (_is_of_arrow(item) or isinstance(item, dict | list | tuple)):
        return None
    if library == "arrow":
        why = "the contract of a table is a schema of pyarrow"
        fix = "name one at the top of a module, TABLE = pa.schema(...), and write that"
    else:
        why = "the contract of a frame is a model of pandera"
        where = "pandera.typing" if library == "pandas" else "pandera.typing.polars"
        frame = "LazyFrame" if library == "lazy" else "DataFrame"
        fix = f"write {frame}[Model], as {where} has it"
    return short(item), why, fix, "warning"


def _is_of_arrow(item: object) -> bool:
    return type(item).__module__ in ("pyarrow.lib", "pyarrow") and not is_schema(item)


def _name(item: object) -> str:
    return str(getattr(item, "__qualname__", type(item).__name__))


def _classes(item: object) -> tuple[type, ...]:
    return (item if isinstance(item, type) else type(item)).__mro__
