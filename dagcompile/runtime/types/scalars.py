"""Scalars of the language and the standard library.

A bool is not an int, a datetime is not a date; an int is accepted for a float and stays an
int; otherwise an instance of a subclass is accepted, and encoded as the class declared.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from dagcompile.runtime.types.base import (
    BaseShape,
    Json,
    Undecodable,
    Unencodable,
    Violation,
    mismatch,
    undecodable,
    unencodable,
)
from dagcompile.runtime.types.names import class_text, scalar_class
from dagcompile.runtime.types.scalar_codec import DECODERS, ENCODERS, same, to_plain

_EXCLUDED: dict[str, tuple[type, ...]] = {"int": (bool,), "float": (bool,), "date": (datetime,)}


@dataclass(frozen=True)
class ScalarShape(BaseShape):
    """A value of one scalar class; `name` is a key of `names.SCALARS`."""

    name: str

    def _text(self) -> str:
        return self.name

    @cached_property
    def cls(self) -> type:
        """The class that the name stands for."""
        return scalar_class(self.name)

    @cached_property
    def _classes(self) -> tuple[type, ...]:
        return (float, int) if self.name == "float" else (self.cls,)

    @cached_property
    def exact(self) -> frozenset[type]:
        """Classes whose own instances are all accepted."""
        if self.name == "Path":
            return frozenset({self.cls, type(self.cls())})
        return frozenset(self._classes)

    @cached_property
    def _write(self) -> Callable[[Any], Json]:
        return ENCODERS[self.name]

    @cached_property
    def _read(self) -> Callable[[Json], Any]:
        return DECODERS[self.name]

    def accepts(self, value: object) -> bool:
        return type(value) in self.exact or (
            isinstance(value, self._classes) and not isinstance(value, _EXCLUDED.get(self.name, ()))
        )

    def accepts_all(self, values: Iterable[object]) -> bool:
        return self.exact.issuperset(map(type, values)) or all(map(self.accepts, values))

    def exactly(self, value: object) -> bool:
        return type(value) is float if self.name == "float" else type(value) in self.exact

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        if not self.accepts(value):
            yield mismatch(self, value, path)

    @property
    def nullable(self) -> bool:
        return self.name == "None"

    def encode(self, value: Any) -> Json:
        if type(value) not in self.exact:
            value = self._plain(value)
        return self._write(value)

    def decode(self, data: Json) -> Any:
        try:
            return self._read(data)
        except Undecodable:
            raise
        except Exception as error:
            raise undecodable(self, data) from error

    def _plain(self, value: Any) -> Any:
        """`value`, an instance of a subclass, as an instance of the class itself."""
        if not self.accepts(value):
            raise unencodable(self, value)
        try:
            plain = to_plain(self.name, value)
            if same(plain, value):
                return plain
        except TypeError:
            pass  # it says that it is an instance, and is not
        reason = f"a `{class_text(type(value))}` holds more than the `{self.name}` declared"
        raise Unencodable("", reason)
