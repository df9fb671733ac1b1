"""Exceptions that the author's code raises while a pipeline is traced."""

import builtins
import re
from collections.abc import Iterator
from types import TracebackType
from typing import Any, NamedTuple

from dagcompile.authoring.handles import Handle, label
from dagcompile.authoring.operations import Op
from dagcompile.authoring.places import Mark, is_authored
from dagcompile.authoring.problems import listed, nearest, problem
from dagcompile.authoring.sources import names_at
from dagcompile.authoring.validation import invalid_fields
from dagcompile.diagnostics import Diagnostic
from dagcompile.runtime.types.markers import BOUNDS

_LONGEST = 300
_ONCE = "the body runs once, at compile time; put what works on values into ops"
_OF_HANDLES = (TypeError, ValueError, AttributeError, ArithmeticError, LookupError)
"""What builtins and libraries raise when they are given an object that they know nothing of."""


class _Told(NamedTuple):
    code: str
    message: str
    fix: str
    here: str = "raised here"


def raised(error: BaseException, *, name: str) -> Diagnostic:
    """What is told of `error`, raised by the body of pipeline `name`."""
    entry = _authored(error)
    told = (
        _of_model(error, name)
        or _of_ours(error)
        or _of_handle(error, entry)
        or _of_name(error, entry, name)
        or _Told("DC108", f"the body of pipeline `{name}` raised {one_line(error)}", _ONCE)
    )
    return _problem(told, entry)


def refused_by_us(error: BaseException) -> Diagnostic | None:
    """What is told of `error`, if a call of dagcompile's own raised it; None of any other."""
    told = _of_ours(error)
    return None if told is None else _problem(told, _authored(error))


def _problem(told: _Told, entry: TracebackType | None) -> Diagnostic:
    mark = None if entry is None else Mark(entry.tb_frame.f_code, entry.tb_lasti)
    return problem(told.code, told.message, at=mark, here=told.here, fix=told.fix)


def _authored(error: BaseException) -> TracebackType | None:
    """The innermost entry of the traceback of `error` that is in code of the author."""
    entry = None
    for each in _entries(error.__traceback__):
        if is_authored(each.tb_frame):
            entry = each
    return entry


def _of_model(error: BaseException, name: str) -> _Told | None:
    """A model of pydantic that was not to be made."""
    handles = _handles_refused(error)
    if handles:
        return _Told(
            "DC118",
            f"an object that holds {handles[0]!r} cannot be made while the pipeline is wired",
            "pass the handle as an input of its own, or build the object in an op",
            "made here",
        )
    fields = invalid_fields(error)
    if not fields:
        return None
    model = getattr(error, "title", "model")
    return _Told(
        "DC108",
        f"the body of pipeline `{name}` makes a `{model}` that is not valid:"
        + "".join(f"\n{each}" for each in fields),
        "give it fields that it has, of their types",
        "made here",
    )


def _of_handle(error: BaseException, entry: TracebackType | None) -> _Told | None:
    """A handle that was given to what cannot do with it, and said so in its own words."""
    if entry is None or not isinstance(error, _OF_HANDLES):
        return None
    frame = entry.tb_frame
    names = names_at(Mark(frame.f_code, entry.tb_lasti))
    values = [frame.f_locals.get(each) for each in names]
    found = next((each for each in values if type(each) is Handle), None)
    if found is None and not re.search(r"\bHandle\b", str(error)):
        return None
    subject = "a handle" if found is None else f"`{label(found)}`"
    return _Told(
        "DC110",
        f"{subject} is used as if it were a value while the pipeline is wired, but a handle only"
        f" stands for the value that will be there when the pipeline runs: {one_line(error)}",
        "write an op that takes the value and does this, and call it here",
        f"{subject} used as a value",
    )


def _of_ours(error: BaseException) -> _Told | None:
    """A call of dagcompile's own, made with what it does not take."""
    frames = [each.tb_frame for each in _entries(error.__traceback__)]
    module = frames[-1].f_globals.get("__name__") if frames else None
    if module in _OURS and isinstance(error, TypeError):
        message, _, fix = str(error).partition("; ")
        return _Told("DC132", message, fix or "give it what it takes", "called here")
    if module in _OURS and isinstance(error, ValueError):
        return _Told("DC132", str(error), "give it what it may be, or leave it out", "called here")
    called = str(error).partition("()")[0]
    if isinstance(error, TypeError) and called in _TAKES:
        said = str(error).partition("() ")[2]
        shown = called.removesuffix(".__init__").removeprefix("Op")
        return _Told("DC132", f"{shown}() {said}", f"write {_TAKES[called]}", "called here")
    return None


_OURS = (
    "dagcompile.authoring.expecting",
    "dagcompile.authoring.operations",
    "dagcompile.authoring.pipelines",
    "dagcompile.authoring.policy",
    "dagcompile.runtime.depth",
    "dagcompile.runtime.retry",
    "dagcompile.runtime.types.frames.expecting",
    "dagcompile.runtime.types.markers",
)
"""Modules whose functions an author calls, and which look at what they are given."""

_TAKES = {
    "Retry.__init__": "Retry(attempts=..., delay=..., backoff=..., max_delay=..., jitter=...,"
    " on=...), of which only attempts is required",
    "Guard.__init__": "Guard(severity=..., placement=..., depth=..., retry=...), of which each may"
    " be left out",
    "sample": "sample(1000)",
    "expect": "expect(function), or expect(function, least=0.9) where it takes more",
    "column": 'column("name", check), with a check of pandera',
    "Bounds.__init__": "Bounds(...) with one or more of " + ", ".join(f"{n}=..." for n in BOUNDS),
    "Check.__init__": "Check(function), or Check(function, limit=3) where it takes more",
    "checked": 'checked(type, function, name="NonEmpty"), with functions or Checks',
    "Op.named": '.named("id")',
    "Op.configured": ".configured(Model(...)), with an object of the op's config model",
    "Op.expecting": ".expecting(expect(function), ...)",
    "Op.with_policy": ".with_policy(retry=Retry(...), timeout=..., guard=Guard(...))",
    "op": "op(function), @op, or @op(retry=..., timeout=..., guard=..., expect=[...])",
    "pipeline": '@pipeline, or @pipeline(name="id")',
}
"""Calls of ours that Python itself refuses, by the name that it gives them."""


def _of_name(error: BaseException, entry: TracebackType | None, name: str) -> _Told | None:
    """A name that is not there, where we know which are."""
    message = f"the body of pipeline `{name}` raised {one_line(error)}"
    if isinstance(error, UnboundLocalError):
        fix = "steps are made in the order of their calls, and one can only take or come after"
        return _Told("DC108", message, f"{fix} what an earlier call returned")
    if isinstance(error, NameError) and entry is not None and error.name:
        frame = entry.tb_frame
        own = nearest(error.name, {**frame.f_globals, **frame.f_locals})
        guess = own or nearest(error.name, vars(builtins))
        return _Told("DC108", f"{message}{guess}", f"define or import `{error.name}`")
    if isinstance(error, RecursionError):
        fix = "a function that wires may not call itself without end; nothing is known yet that"
        return _Told("DC108", message, f"{fix} could stop it. Put recursion over values into an op")
    if not isinstance(error, AttributeError) or not isinstance(error.name, str):
        return None
    owner, asked = error.obj, error.name
    if type(owner) is Op:
        names = [each for each in dir(Op) if not each.startswith("_")]
        guess = nearest(asked, names)
        return _Told("DC108", f"{message}{guess}", f"an op has {listed(f'.{n}' for n in names)}")
    if fields := getattr(type(owner), "_fields", None):
        guess = nearest(asked, fields)
        return _Told("DC108", f"{message}{guess}", f"its outputs: {listed(fields)}")
    return None


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
