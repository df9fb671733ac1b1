"""Exceptions that the author's code raises while a pipeline is traced."""

from collections.abc import Iterator
from types import TracebackType
from typing import Any

from dagcompile.authoring.handles import Handle
from dagcompile.authoring.places import Mark, is_authored
from dagcompile.authoring.problems import problem
from dagcompile.authoring.validation import invalid_fields
from dagcompile.diagnostics import Diagnostic

_LONGEST = 300


def raised(error: BaseException, *, name: str) -> Diagnostic:
    """What is told of `error`, raised by the body of pipeline `name`."""
    mark = None
    for entry in _entries(error.__traceback__):
        if is_authored(entry.tb_frame):
            mark = Mark(entry.tb_frame.f_code, entry.tb_lasti)
    handles = _handles_refused(error)
    if handles:
        return problem(
            "DC118",
            f"an object that holds {handles[0]!r} cannot be made while the pipeline is wired",
            at=mark,
            here="made here",
            fix="pass the handle as an input of its own, or build the object in an op",
        )
    if fields := invalid_fields(error):
        return problem(
            "DC108",
            f"the body of pipeline `{name}` makes a `{getattr(error, 'title', 'model')}`"
            " that is not valid:" + "".join(f"\n{each}" for each in fields),
            at=mark,
            here="made here",
            fix="give it fields that it has, of their types",
        )
    return problem(
        "DC108",
        f"the body of pipeline `{name}` raised {one_line(error)}",
        at=mark,
        here="raised here",
        fix="the body runs once, at compile time; put what works on values into ops",
    )


def one_line(error: BaseException) -> str:
    """Class and text of an exception, on one line that is not too long."""
    text = " ".join(str(error).split())
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"{type(error).__name__}: {short}" if short else type(error).__name__


def trimmed(error: BaseException) -> BaseException:
    """`error` with the author's frame on top of its traceback."""
    for entry in _entries(error.__traceback__):
        if is_authored(entry.tb_frame):
            return error.with_traceback(entry)
    return error


def _entries(traceback: TracebackType | None) -> Iterator[TracebackType]:
    while traceback is not None:
        yield traceback
        traceback = traceback.tb_next


def _handles_refused(error: BaseException) -> list[Handle]:
    """Handles that a pydantic model was given for fields of other types."""
    if type(error).__name__ != "ValidationError" or not hasattr(error, "errors"):
        return []
    validation: Any = error
    return [each["input"] for each in validation.errors() if type(each.get("input")) is Handle]
