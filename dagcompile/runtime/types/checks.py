"""Checks: bounds, which are known by name, and functions of the author.

ge=1
app.checks.even(by=2)
app.checks.even(name='odd or even', by=1)
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from dagcompile.runtime.types.answers import Verdict
from dagcompile.runtime.types.base import CheckCrashed
from dagcompile.runtime.types.names import (
    class_text,
    import_path,
    literal_text,
    unimportable,
)

_TOLERANCE = 1e9


@dataclass(frozen=True)
class BoundCheck:
    """A limit by name: `op` is one of `markers.BOUNDS`. None passes every one."""

    op: str
    value: Any

    @cached_property
    def text(self) -> str:
        """Canonical text, such as `ge=1`."""
        return f"{self.op}={literal_text(self.value)}"

    @property
    def name(self) -> str:
        """The name of the bound."""
        return self.op

    @property
    def shown(self) -> str:
        """What a person reads of it."""
        return self.text

    def answer(self, value: Any) -> Verdict:
        """What is said of `value`. Raises `CheckCrashed`."""
        return Verdict(ok=self.passes(value))

    def passes(self, value: Any) -> bool:
        """Whether `value` keeps to the limit. Raises `CheckCrashed`."""
        if value is None:
            return True
        try:
            return bool(_TESTS[self.op](value, self.value))
        except Exception as error:
            raise CheckCrashed(self.text) from error


def _divides(step: Any, value: Any) -> bool:
    """Whether `value` is a multiple of `step`; for floats up to a relative error of 1e-9."""
    rest = value % step
    if not isinstance(rest, float):
        return bool(rest == 0)
    slack = abs(value) / _TOLERANCE
    return bool(abs(rest) <= slack or abs(abs(rest) - abs(step)) <= slack)


_TESTS: dict[str, Callable[[Any, Any], Any]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "multiple_of": lambda value, step: _divides(step, value),
    "min_length": lambda value, least: len(value) >= least,
    "max_length": lambda value, most: len(value) <= most,
    "pattern": lambda value, pattern: re.search(pattern, value) is not None,
}


@dataclass(frozen=True)
class FunctionCheck:
    """A function of the author, called as `fn(value, **params)`."""

    name: str
    fn: "Callable[..., bool | Verdict]"
    params: tuple[tuple[str, Any], ...] = ()

    @cached_property
    def text(self) -> str:
        """Canonical text, such as `app.checks.even(by=2)`; a name stands first among the params."""
        name = [f"name={self.name!a}"] if self._named else []
        given = ", ".join([*name, *self._given])
        return f"{self._path}({given})" if given else self._path

    @cached_property
    def shown(self) -> str:
        """What a person reads of it: `odd or even (by=1)` where it has a name, else its text."""
        if not self._named:
            return self.text
        return f"{self.name} ({', '.join(self._given)})" if self.params else self.name

    @cached_property
    def _named_params(self) -> dict[str, Any]:
        return dict(self.params)

    @property
    def _path(self) -> str:
        return ".".join(import_path(self.fn))

    @property
    def _named(self) -> bool:
        return self.name != self._path

    @property
    def _given(self) -> list[str]:
        return [f"{key}={literal_text(value)}" for key, value in self.params]

    # By text, for 1 and True are equal as parameters.
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FunctionCheck):
            return NotImplemented
        return (self.fn, self.text) == (other.fn, other.text)

    def __hash__(self) -> int:
        return hash(self.text)

    def answer(self, value: Any) -> Verdict:
        """What the function says of `value`.

        Raises:
            CheckCrashed: it raised, or said neither a bool nor a `Verdict`.
        """
        said = self._said(value)
        return said if isinstance(said, Verdict) else Verdict(ok=said)

    def passes(self, value: Any) -> bool:
        """Whether the function says that `value` passes. Raises as `answer` does."""
        said = self._said(value)
        return said if type(said) is bool else bool(said)

    def _said(self, value: Any) -> bool | Verdict:
        try:
            said: object = self.fn(value, **self._named_params) if self.params else self.fn(value)
        except Exception as error:
            raise CheckCrashed(self.shown) from error
        if type(said) is bool or isinstance(said, Verdict):
            return said
        got = class_text(type(said))
        fault = f"a check must return True, False or a Verdict, `{self.shown}` returned `{got}`"
        raise CheckCrashed(self.shown) from TypeError(fault)

    def obstacle(self) -> str | None:
        """Why the function cannot be found by generated code; None when it can."""
        return unimportable(self.fn)


CheckSpec: TypeAlias = BoundCheck | FunctionCheck
