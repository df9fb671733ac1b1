"""Checks read from what stands beside a type in `Annotated[...]`.

Our own markers, and by their look those of pydantic, annotated-types and msgspec: none of them
is imported. What is not understood is left alone, as typing asks.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.types.base import UnsupportedType
from dagcompile.runtime.types.checks import BoundCheck, CheckSpec, FunctionCheck
from dagcompile.runtime.types.markers import BOUNDS, Bounds, Check, Named, SecretMark
from dagcompile.runtime.types.names import import_path, literal_text
from dagcompile.runtime.types.refined import hidden, named, refine

if TYPE_CHECKING:
    from dagcompile.runtime.types.shapes import Shape

_KNOWN = frozenset({"annotated_types", "pydantic", "pydantic_core", "msgspec"})
_LARGE = 2**63
_FLAGS = (
    (re.ASCII, "a"),
    (re.IGNORECASE, "i"),
    (re.MULTILINE, "m"),
    (re.DOTALL, "s"),
    (re.VERBOSE, "x"),
)


def is_foreign(item: object) -> bool:
    """Whether `item` is metadata of a library that we read by its look."""
    return type(item).__module__.partition(".")[0] in _KNOWN


def laid_over(annotation: object, base: "Shape", metadata: Iterable[object]) -> "Shape":
    """`base` with what `metadata` lays over it, in order: a name is of all that stands before it.

    Raises:
        UnsupportedType: something in it cannot be understood, or used.
    """
    shape = base
    for item in metadata:
        if isinstance(item, Named):
            shape = named(shape, item.name)
        elif isinstance(item, SecretMark):
            shape = hidden(shape)
        else:
            shape = refine(shape, tuple(_read(annotation, item)))
    return shape


def _read(annotation: object, item: Any) -> Iterator[CheckSpec]:
    if isinstance(item, Check):
        yield _function(annotation, item)
    elif isinstance(item, Bounds):
        for op, value in item.given:
            yield _bound(annotation, op, value)
    elif is_foreign(item):
        if isinstance(inner := getattr(item, "metadata", None), list):  # pydantic's Field
            yield from (check for each in inner for check in _read(annotation, each))
        elif type(item).__name__ == "Predicate":
            yield _predicate(item.func)
        else:
            for op in BOUNDS:
                if (value := getattr(item, op, None)) is not None and not _is_default(op, value):
                    yield _bound(annotation, op, value)


def _is_default(op: str, value: object) -> bool:
    return op == "min_length" and value == 0


def _bound(annotation: object, op: str, value: Any) -> BoundCheck:
    if op == "pattern":
        return BoundCheck(op, _pattern(annotation, value))
    if op == "multiple_of" and not value:
        raise UnsupportedType(annotation, f"nothing is a multiple of {value!r}")
    check = BoundCheck(op, _plain_number(value))
    _stable(annotation, op, check.value)
    return check


def _plain_number(value: Any) -> Any:
    """Whole numbers as ints, since libraries' markers hold 1, 1.0 and Decimal(1) for equal."""
    number = isinstance(value, (int, float, Decimal)) and not isinstance(value, Enum)
    return int(value) if number and abs(value) < _LARGE and value == int(value) else value


def _pattern(annotation: object, value: Any) -> str:
    text = value
    if isinstance(value, re.Pattern):
        flags = "".join(letter for flag, letter in _FLAGS if value.flags & flag)
        text = f"(?{flags}){value.pattern}" if flags else value.pattern
    try:
        re.compile(text)
    except (re.error, TypeError) as error:
        reason = f"the pattern {value!r} is not a regular expression of python: {error}"
        raise UnsupportedType(annotation, reason) from error
    return str(text)


def _function(annotation: object, check: Check) -> FunctionCheck:
    for key, value in check.params:
        _stable(annotation, key, value)
    return FunctionCheck(check.name or ".".join(import_path(check.fn)), check.fn, check.params)


def _predicate(fn: Callable[..., bool]) -> FunctionCheck:
    return FunctionCheck(".".join(import_path(fn)), fn)


def _stable(annotation: object, key: str, value: object) -> None:
    try:
        literal_text(value)
    except ValueError as error:
        reason = f"the parameter `{key}` of a check must be a literal: {error}"
        raise UnsupportedType(annotation, reason) from error
