"""Values on their way into an operator of Airflow and out of it: plain JSON, not the codec's.

{"env": {"DAY": "2013-01-01"}}        what it is given: arguments as a person writes them
"42"                                  what it gives, read by the type that it is declared with
"""

import logging
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from inspect import Parameter, signature
from math import isfinite
from pathlib import PurePath
from typing import Any
from uuid import UUID

from dagcompile.runtime.airflow.calling import found
from dagcompile.runtime.reading.leaves import Text
from dagcompile.runtime.reading.reader import Reader
from dagcompile.runtime.types import is_maybe, shape_of
from dagcompile.runtime.types.markers import SKIP

_LOGGER = logging.getLogger("dagcompile.events")


class NotPlain(TypeError):
    """A value has no form as plain JSON, or none that Airflow hands to an operator."""


_LEAST, _LARGEST = -(2**63), 2**64 - 1
"""The ints that a task can tell the process of Airflow that watches it."""


def plain(value: Any, path: str) -> Any:
    """`value` as plain JSON: dates as ISO 8601, durations in seconds, records as objects.

    Raises:
        NotPlain: it has no such form, or none that Airflow takes; says which part.
    """
    match value:
        case Enum():
            return plain(value.value, path)
        case int() if not _LEAST <= value <= _LARGEST:
            raise NotPlain(
                f"{path} is {value}, an int of more than 64 bits, which Airflow cannot hand to an "
                f"operator; let the pipeline give it as text"
            )
        case None | bool() | int() | str():
            return value
        case float() if isfinite(value):
            return value
        case date() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Decimal() | UUID() | PurePath():
            return str(value)
        case dict():
            return {_key(key, path): plain(each, f"{path}[{key!r}]") for key, each in value.items()}
        case _ if (named := _fields(value)) is not None:
            return {name: plain(each, f"{path}.{name}") for name, each in named.items()}
        case list() | tuple():
            return [plain(each, f"{path}[{at}]") for at, each in enumerate(value)]
        case set() | frozenset():
            return sorted((plain(each, f"{path}{{}}") for each in value), key=repr)
        case _:
            raise NotPlain(f"{path} is {value!r}, which has no form as plain JSON")


def _key(key: Any, path: str) -> str:
    made = plain(key, f"{path}[key]")
    if not isinstance(made, str | int | float):
        raise NotPlain(f"{path} has the key {key!r}, which is no text in plain JSON")
    return made if isinstance(made, str) else str(made)


def _fields(value: Any) -> dict[str, Any] | None:
    """The fields of a record by name, None for what is none."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return dict(value._asdict())
    return dict(value) if hasattr(value, "model_dump") else None


def reading(given: Any, annotation: Any, *, node: str) -> Callable[[], Any]:
    """Reads what the operator of a node gave as a value of its type.

    Text stands for what it means: `"42"` is the int of an operator that prints. What cannot be
    read is left as it is for the guard, and why it cannot be read is logged.
    """

    def read() -> Any:
        if given is None and is_maybe(annotation):
            return SKIP
        shape = shape_of(annotation)
        problems: list[Any] = []
        for data in [given, Text(given)] if type(given) is str else [given]:
            reader = Reader()
            value = reader.read(shape, data, "result")
            if not reader.problems:
                return value
            problems = reader.problems
        told = "; ".join(f"{each.path}: {each.text}" for each in problems)
        _LOGGER.warning("%s: what its operator gave is no %s: %s", node, shape.text, told)
        return given

    return read


class Late:
    """The function at `module:name`, imported when it is first called.

    Airflow offers a callable everything that it knows of the run: the function is given what it
    has parameters for.
    """

    def __init__(self, path: str) -> None:
        self.path = path

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function."""
        function = found(self.path)
        parameters = signature(function).parameters.values()
        if not any(each.kind is Parameter.VAR_KEYWORD for each in parameters):
            names = {each.name for each in parameters}
            kwargs = {name: each for name, each in kwargs.items() if name in names}
        return function(*args, **kwargs)

    def __repr__(self) -> str:
        return f"Late({self.path!r})"
