"""What a step computes from, as a digest: the token of a key that runs share.

    Contents().of("load", ops.load, [{"timeout": 60.0}], [date(2013, 1, 1)])      # 0f3c...

A digest holds the op: where it is found, its code, and the code of what that names in the same
package, as far as that can be read off it: by its annotations too, so with the methods of what it
takes. What is reached by other means (a subclass of what is annotated, a plugin, another package)
is held by its name alone, or not at all.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from inspect import get_annotations, unwrap
from types import CodeType, FunctionType, ModuleType
from typing import Any, get_args

from dask.tokenize import tokenize


class Contents:
    """The digests of one graph. What ops are is looked at once in it, and anew in the next: in a
    notebook a function may have become another.
    """

    def __init__(self) -> None:
        self._functions: dict[int, tuple[str, Callable[..., Any]]] = {}

    def of(
        self, node: str, fn: Callable[..., Any], said: Iterable[Any], values: Iterable[Any]
    ) -> str | None:
        """The digest of a task; None where something that it takes cannot be told from another.

        Args:
            node: the id, which the words hold that are told of it.
            fn: the op.
            said: how it is called: options, types.
            values: what it is called with. A digest stands for what another key gives.
        """
        token = digest_of_value(list(values))
        if token is None:
            return None
        try:
            read = _Reading(package_of(fn)).of(tuple(said))
            return _hashed([node, self._function(fn), *read, token])
        except Exception:  # noqa: BLE001  (what is named may answer as it likes, or be too deep)
            return None

    def _function(self, fn: Callable[..., Any]) -> str:
        known = self._functions.get(id(fn))
        if known is None:
            known = self._functions[id(fn)] = (digest_of(fn), fn)
        return known[0]


def digest_of(fn: Callable[..., Any]) -> str:
    """The digest of a function with what it names of its package."""
    return _hashed(_Reading(package_of(fn)).of(fn))


def digest_of_value(value: Any) -> str | None:
    """The digest of a value; None where it cannot be told from another, as a lock."""
    try:
        return str(tokenize(value, ensure_deterministic=True))
    except Exception:  # noqa: BLE001  (whatever is raised where it is pickled)
        return None


def package_of(fn: Callable[..., Any]) -> str:
    """The package whose functions are read with `fn`."""
    return (getattr(_unwrapped(fn), "__module__", None) or "").partition(".")[0]


def _hashed(parts: Iterable[str]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode("utf-8", "surrogatepass"))
        found.update(b"\0")
    return found.hexdigest()


class _Reading:
    """What functions of a package are made of. Each is read once, and then told by its number."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._numbers: dict[int, int] = {}
        self._kept: list[Any] = []  # so that no id becomes another's
        self._waiting: list[FunctionType | type] = []

    def of(self, value: Any) -> Iterator[str]:
        """A function or a value, and all that it names."""
        yield from self._parts(value)
        while self._waiting:
            found = self._waiting.pop()
            yield from self._class(found) if isinstance(found, type) else self._function(found)

    def _parts(self, value: Any) -> Iterator[str]:
        found = _unwrapped(value)
        match found:
            case None | bool() | int() | float() | complex() | str():
                yield repr(found)
                return
            case bytes() | bytearray():
                yield hashlib.sha256(found).hexdigest()
                return
            case _:
                yield f"{_path(found)} of {_path(type(found))}"
        if id(found) in self._numbers:
            yield str(self._numbers[id(found)])
            return
        self._numbers[id(found)] = len(self._kept)
        self._kept.append(found)
        if isinstance(found, FunctionType | type) and self._is_own(found.__module__):
            self._waiting.append(found)
        else:
            yield from self._inner(found)

    def _inner(self, value: Any) -> Iterator[str]:
        """What a value is made of, where that can be told: a container, a record, a type."""
        match value:
            case ModuleType():
                pass
            case list() | tuple():
                yield from self._each(value)
            case set() | frozenset():
                yield from sorted(" ".join(_Reading(self._package).of(each)) for each in value)
            case dict():
                yield from self._each((*value.keys(), *value.values()))
            case Enum():
                yield repr(value.value)
            case _ if is_dataclass(value) and not isinstance(value, type):
                yield from self._each([getattr(value, each.name, None) for each in fields(value)])
            case _ if get_args(value):
                yield from self._each((*get_args(value), *getattr(value, "__metadata__", ())))
            case _ if not _path(value):
                yield from self._each(_reduced(value))
            case _:
                pass  # of another package: its name says all that is looked at

    def _each(self, values: Sequence[Any]) -> Iterator[str]:
        yield str(len(values))
        for each in values:
            yield from self._parts(each)

    def _function(self, function: FunctionType) -> Iterator[str]:
        code = function.__code__
        yield _path(function)
        yield from _code(code)
        yield from self._each(function.__defaults__ or ())
        yield from self._each(sorted((function.__kwdefaults__ or {}).items()))
        yield from self._each(sorted(_annotations(function).items()))
        yield from self._each([*_cells(function)])
        names = sorted(_names(code))
        for name in names:
            if name in function.__globals__:
                yield name
                value = function.__globals__[name]
                yield from self._parts(value)
                if isinstance(value, ModuleType) and self._is_own(value.__name__):
                    inner = [each for each in names if each in vars(value)]
                    yield from self._each([(each, vars(value)[each]) for each in inner])

    def _class(self, cls: type) -> Iterator[str]:
        yield _path(cls)
        yield from self._each(cls.__mro__[1:])
        for name, value in sorted(vars(cls).items()):
            inner = next(filter(None, (getattr(value, each, None) for each in _WITHIN)), value)
            if isinstance(inner, FunctionType) or not name.startswith("_"):
                yield name
                yield from self._parts(inner)
        yield from self._parts(_annotations(cls))

    def _is_own(self, module: str | None) -> bool:
        return (module or "").partition(".")[0] == self._package


_WITHIN = ("__func__", "fget", "func")
"""Where methods, properties and cached properties have their functions."""


def _code(code: CodeType) -> Iterator[str]:
    yield code.co_code.hex()
    yield code.co_exceptiontable.hex()
    yield repr((code.co_names, code.co_varnames, code.co_freevars, code.co_flags))
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _code(each)
        else:
            yield _constant(each)


def _constant(value: Any) -> str:
    """A constant of code. The order of a set differs from process to process."""
    match value:
        case frozenset():
            return f"{{{', '.join(sorted(map(_constant, value)))}}}"
        case tuple():
            return f"({', '.join(map(_constant, value))})"
        case _:
            return repr(value)


def _names(code: CodeType) -> set[str]:
    found = set(code.co_names)
    for each in code.co_consts:
        if isinstance(each, CodeType):
            found |= _names(each)
    return found


def _cells(function: FunctionType) -> Iterator[Any]:
    for each in function.__closure__ or ():
        try:
            yield each.cell_contents
        except ValueError:  # nothing is in it yet
            continue


def _annotations(value: Any) -> dict[str, Any]:
    """Those of a function or a class itself, made from their texts where that is all they are."""
    try:
        return get_annotations(value, eval_str=True)
    except Exception:  # noqa: BLE001  (a text may name what is there for type checkers alone)
        return dict(get_annotations(value))


def _unwrapped(value: Any) -> Any:
    try:
        return unwrap(value)
    except Exception:  # noqa: BLE001  (it answers for its attributes as it likes)
        return value


def _path(value: Any) -> str:
    """How what has a name is called; of any other value nothing."""
    name = getattr(value, "__qualname__", None)
    return f"{getattr(value, '__module__', '')}.{name}" if isinstance(name, str) else ""


def _reduced(value: Any) -> Sequence[Any]:
    """What a value of any other class is pickled as; nothing where it is not, as a lock."""
    try:
        found = value.__reduce_ex__(4)
    except Exception:  # noqa: BLE001  (whatever a class of the user's raises)
        return ()
    return [found] if isinstance(found, str) else [*found[:3], *map(list, filter(None, found[3:]))]
