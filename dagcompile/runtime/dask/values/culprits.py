"""Which part of a value it is that does not pickle: `.pool._lock is a lock`.

The error of pickle names a class, and neither where it is held nor by whom.
"""

import pickle  # of our own values, to see whether they do
import sys
from collections.abc import Iterator
from functools import partial
from itertools import islice
from types import CellType, FunctionType, MethodType
from typing import Any, Final

_DEEP: Final = 20
_PART: Final = 1_000_000
"""Bytes of a part of a pickle that is a value of its own; of names there are less."""
_MANY: Final = 1000
"""Parts of one value that are tried; beyond, the value itself is told of."""


def culprit(value: Any) -> str:
    """The path to the innermost part that does not pickle, and what it is; empty where it is the
    value itself, or where none does not by itself.
    """
    path, part = _found(value, "", set(), 0)
    return f"{path} is {_a(type(part).__name__)}" if path else ""


def pickles(value: Any) -> bool:
    """Whether `value` pickles as Dask would have it: functions of `__main__` by value."""
    found = _Looked()
    try:
        # Large buffers, of which nothing is copied, are left out of the text.
        pickle.Pickler(found, protocol=5, buffer_callback=lambda _: None).dump(value)
        if not found.main:
            return True
    except Exception:  # noqa: BLE001, S110  (by value, perhaps)
        pass
    import cloudpickle  # type: ignore[import-untyped]  # without annotations and stubs

    try:
        cloudpickle.CloudPickler(_Looked(), protocol=5, buffer_callback=lambda _: None).dump(value)
    except Exception:  # noqa: BLE001  (whatever a class raises that is asked)
        return False
    return True


class _Looked:
    """A file that keeps nothing, and knows whether something of `__main__` was written."""

    def __init__(self) -> None:
        self.main = False

    def write(self, data: Any) -> int:
        view = memoryview(data)
        self.main = self.main or (view.nbytes < _PART and b"__main__" in bytes(view))
        return view.nbytes


def by_name(function: Any) -> bool:
    """Whether `function` travels as the name of its module and its own; else it does by value."""
    module = getattr(function, "__module__", None)
    if module in (None, "__main__"):
        return False
    found: Any = sys.modules.get(module)
    for part in getattr(function, "__qualname__", "").split("."):
        found = getattr(found, part, None)
    return found is function


def captured(function: FunctionType) -> Iterator[tuple[str, Any]]:
    """What a function takes with it that travels by value: names from around it, and globals."""
    code, cells = function.__code__, function.__closure__ or ()
    for name, cell in zip(code.co_freevars, cells, strict=True):
        if _is_filled(cell):
            yield name, cell.cell_contents
    for name in _globals_of(function):
        if name in function.__globals__:
            yield name, function.__globals__[name]


def _globals_of(function: FunctionType) -> Iterator[str]:
    codes = [function.__code__]
    while codes:
        code = codes.pop()
        yield from code.co_names
        codes += [each for each in code.co_consts if hasattr(each, "co_names")]


def _found(value: Any, path: str, seen: set[int], depth: int) -> tuple[str, Any]:
    if depth < _DEEP and id(value) not in seen:
        seen.add(id(value))
        for step, part in islice(_parts(value), _MANY):
            if not pickles(part):
                return _found(part, path + step, seen, depth + 1)
    return path, value


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    match value:
        case dict():
            yield from ((f"[{_short(key)}]", each) for key, each in value.items())
        case tuple() if hasattr(value, "_fields"):
            yield from ((f".{name}", getattr(value, name)) for name in value._fields)
        case list() | tuple() | set() | frozenset():
            yield from ((f"[{at}]", each) for at, each in enumerate(value))
        case partial():
            yield ".func", value.func
            yield from ((f".args[{at}]", each) for at, each in enumerate(value.args))
            yield from ((f".keywords[{name!r}]", each) for name, each in value.keywords.items())
        case MethodType():
            yield ".__self__", value.__self__
        case FunctionType():
            if not by_name(value):
                yield from ((f" uses {name}, which", each) for name, each in captured(value))
        case type():
            pass
        case _:
            yield from ((f".{name}", each) for name, each in getattr(value, "__dict__", {}).items())
            for cls in type(value).__mro__:
                slots = cls.__dict__.get("__slots__", ())
                names = (slots,) if isinstance(slots, str) else slots
                yield from (
                    (f".{name}", getattr(value, name)) for name in names if hasattr(value, name)
                )


def _short(key: object) -> str:
    text = repr(key)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _is_filled(cell: CellType) -> bool:
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return False
    return True


def _a(name: str) -> str:
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"
