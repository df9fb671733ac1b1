"""What pydantic found wrong in a config that the author made, told field by field."""

from collections.abc import Iterator
from types import TracebackType
from typing import Any

from dagcompile.authoring.problems import nearest

_UNKNOWN = {"extra_forbidden", "unexpected_keyword_argument"}
_LONGEST = 10
"""Fields that are told of; a list of hundreds helps nobody."""


def invalid_fields(error: Any) -> tuple[str, ...]:
    """A line for each field that a `ValidationError` of pydantic names; none for other errors."""
    if type(error).__name__ != "ValidationError" or not hasattr(error, "errors"):
        return ()
    known = _fields(error)
    found = error.errors(include_url=False, include_context=False)
    lines = [_told(each, known) for each in found[:_LONGEST]]
    more = len(found) - len(lines)
    return (*lines, *([f"and {more} more"] if more else []))


def _told(found: Any, known: tuple[str, ...]) -> str:
    path = ".".join(map(str, found["loc"])) or "it"
    if found["type"] in _UNKNOWN:
        return f"`{path}`: there is no such field{nearest(path, known)}"
    said = " ".join(found["msg"].split())
    return f"`{path}`: {said[:1].lower()}{said[1:]}"


def _fields(error: Any) -> tuple[str, ...]:
    """The fields of the model that refused, which the error does not hold but names."""
    for model in _models(error.__traceback__):
        if model.__name__ == error.title:
            return tuple(model.model_fields)
    return ()


def _models(traceback: TracebackType | None) -> Iterator[Any]:
    """The classes of pydantic whose constructor or validator was called, as far as can be seen."""
    while traceback is not None:
        names = traceback.tb_frame.f_locals
        for each in (type(names.get("self")), names.get("cls")):
            if isinstance(each, type) and hasattr(each, "model_fields"):
                yield each
        traceback = traceback.tb_next
