"""Checks of pandera as facts: what tells two of them apart, and nothing else.

Field(ge=0)                  greater_than_or_equal_to(min_value=0)
@pa.check("delay")           flights.contracts.Flights.plausible
Check(lambda s: s < 9)       flights.contracts.Flights.delay#1
"""

import dis
import inspect
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from types import FunctionType
from typing import Any

from dagcompile.runtime.types.frames.contract import CheckFact
from dagcompile.runtime.types.names import import_path, literal_text, unimportable

_ADAPTER = "BaseCheckInfo.to_check.<locals>._adapter"
"""The function that pandera puts around the methods of a model."""

_TOGETHER = "unique_values_eq"
"""The one check of those that pandera has that says something of all rows together."""

_OPTIONS = {"element_wise": False, "ignore_na": True, "groupby": None, "groups": None}
"""What changes the meaning of a check, with what it is if nothing is said."""


_READERS = frozenset({"eval", "exec", "locals", "vars", "dir", "_getframe", "currentframe"})
"""What reads a name that is not written in the code."""


def facts_of(checks: Iterable[Any], *, owner: str) -> tuple[CheckFact, ...]:
    """The facts of `checks`, in order, each once.

    Args:
        owner: what a check that has no name of its own is named after: model and column.
    """
    return tuple(dict.fromkeys(fact for _, fact in named(checks, owner=owner)))


def named(checks: Iterable[Any], *, owner: str) -> Iterator[tuple[Any, CheckFact]]:
    """`checks` with their facts."""
    for number, check in enumerate(checks, start=1):
        yield check, _fact(check) or CheckFact(name=f"{owner}#{number}")


def by_row(check: Any) -> bool:
    """Whether what `check` says of a row is known to be what it says of that row alone."""
    if check.groupby is not None:
        return False
    fn = check._check_fn
    builtin = type(fn).__name__ == "Dispatcher" and fn.__name__ != _TOGETHER
    return builtin or bool(check.element_wise)


def _fact(check: Any) -> CheckFact | None:
    """The fact of a check that can be told from all others; None if it cannot."""
    name = _name(check)
    if name is None:
        return None
    try:
        given = _given(check)
        options = {key: getattr(check, key, plain) for key, plain in _OPTIONS.items()}
        given |= {key: each for key, each in options.items() if each != _OPTIONS[key]}
        params = tuple((key, _literal(given[key])) for key in sorted(given))
    except (TypeError, ValueError):
        return None
    return CheckFact(name=name, params=params)


def _is_builtin(fn: Any) -> bool:
    """Whether it is that of a check that pandera has."""
    return type(fn).__name__ == "Dispatcher"


def _given(check: Any) -> dict[str, Any]:
    """What the function of a check is called with, beside the values."""
    fn, given = check._check_fn, dict(check._check_kwargs)
    if _is_builtin(fn):  # to which None is what is not given
        given = dict(check.statistics or {}) | given
        return {key: value for key, value in given.items() if value is not None}
    return given | fn.keywords if isinstance(fn, partial) else given


def _name(check: Any) -> str | None:
    fn = check._check_fn
    if _is_builtin(fn):
        return str(fn.__name__)
    if isinstance(fn, partial):
        if check.name in type(check).REGISTERED_CUSTOM_CHECKS:
            return str(check.name)
        fn = fn.func if not fn.args else None
    adapted = adapted_by(fn)
    if adapted is not None:
        return _method_name(*adapted)
    return ".".join(import_path(fn)) if unimportable(fn) is None else None


def adapted_by(fn: Any) -> tuple[Any, type] | None:
    """The method and the model of which pandera made the check function `fn`; None if it did not.

    It is a closure over both.
    """
    if not isinstance(fn, FunctionType) or fn.__qualname__ != _ADAPTER:
        return None
    held = dict(zip(fn.__code__.co_freevars, fn.__closure__ or (), strict=True))
    if not held.keys() >= {"self", "model_cls"}:
        return None
    return held["self"].cell_contents.check_fn, held["model_cls"].cell_contents


def _method_name(method: Any, model: type) -> str | None:
    """Where the method is declared, unless it looks at the model that it is called for."""
    fn = getattr(method, "__func__", method)
    if not isinstance(fn, FunctionType) or "<" in fn.__qualname__ or fn.__closure__:
        return None
    if not _is_plain(fn):
        return f"{model.__module__}.{model.__qualname__}.{fn.__name__}"
    return ".".join(import_path(fn))


def _is_plain(fn: FunctionType) -> bool:
    """Whether it takes the model and the values and surely never looks at the model."""
    code = fn.__code__
    more = code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS)
    if code.co_argcount != 2 or code.co_kwonlyargcount or more:
        return False
    return _READERS.isdisjoint(code.co_names) and not any(
        code.co_varnames[0] in (each.argval if isinstance(each.argval, tuple) else (each.argval,))
        for each in dis.get_instructions(code)
    )


def _literal(value: Any) -> Any:
    """`value` as a builtin or scalar. Raises `ValueError` if it is more than one."""
    if isinstance(value, re.Pattern):
        return value.pattern if not value.flags & ~re.UNICODE else _refuse(value)
    if isinstance(value, (set, frozenset)):
        return tuple(sorted(map(_literal, value), key=literal_text))
    if isinstance(value, (list, tuple)):
        return tuple(map(_literal, value))
    if isinstance(value, dict):
        return {_literal(key): _literal(item) for key, item in value.items()}
    plain = _plain(value)
    literal_text(plain)
    return plain


def _plain(value: Any) -> Any:
    """A number of numpy or a moment of pandas as that of Python."""
    module = type(value).__module__.partition(".")[0]
    if module == "numpy" and hasattr(value, "item"):
        return value.item()
    if module != "pandas":
        return value
    if getattr(value, "nanosecond", 0) or getattr(value, "nanoseconds", 0):
        return _refuse(value)
    if isinstance(value, datetime):
        return value.to_pydatetime()  # type: ignore[attr-defined]  # a Timestamp
    return value.to_pytimedelta() if isinstance(value, timedelta) else value  # type: ignore[attr-defined]


def _refuse(value: Any) -> Any:
    raise ValueError(f"{value!r} is no literal")
