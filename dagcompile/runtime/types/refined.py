"""Checks, a name and secrecy laid over a type.

Annotated[int, ge=1]
Annotated[int, ge=1, app.checks.even(by=2), app.checks.even(name='odd or even', by=1)]
NonEmpty                               # a type that has a name is called by it
Annotated[Secret[str], min_length=8]
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.types.answers import Measured, Verdict
from dagcompile.runtime.types.base import (
    BaseShape,
    CheckCrashed,
    Extent,
    Json,
    Undecodable,
    Unencodable,
    Violation,
    shown,
)
from dagcompile.runtime.types.checks import CheckSpec
from dagcompile.runtime.types.names import class_text
from dagcompile.runtime.types.secrets import HIDDEN, holds_secret

if TYPE_CHECKING:
    from dagcompile.runtime.types.files import FileForm
    from dagcompile.runtime.types.shapes import Shape

_STAYS = "a secret is not written where others can read it; read it in the step that needs it"


@dataclass(frozen=True)
class RefinedShape(BaseShape):
    """A value of `base` that passes every one of `checks`.

    `name` is what the author calls the type, empty where it has no name; a `secret` is never shown.
    """

    base: "Shape"
    checks: tuple[CheckSpec, ...]
    name: str = ""
    secret: bool = False

    def parts(self) -> tuple["Shape", ...]:
        return (self.base,)

    def _text(self) -> str:
        if self.name:
            return self.name
        base = f"Secret[{self.base.text}]" if self.secret else self.base.text
        checks = [check.text for check in self.checks]
        return f"Annotated[{', '.join((base, *checks))}]" if checks else base

    @cached_property
    def hides(self) -> bool:
        """Whether what is said of a value may show a secret."""
        return holds_secret(self)

    def accepts(self, value: object) -> bool:
        try:
            fits = self.base.accepts(value)
            for check in self.checks:  # not by all(), which takes half a microsecond more
                fits = fits and check.passes(value)
        except CheckCrashed as crash:
            crash.hidden |= self.hides
            raise
        return fits

    def belongs(self, value: object) -> bool:
        return self.base.belongs(value)

    def exactly(self, value: object) -> bool:
        return self.base.exactly(value)

    def shallow(self) -> "Shape":
        return self.base.shallow()

    def sampled(self, count: int) -> "Shape":
        return replace(self, base=self.base.sampled(count))

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        found = False
        for violation in self._of_base(value, path):
            found = True
            yield violation
        if not found:
            for check, answer in self.answers(value):
                if not answer.ok:
                    yield self.unpassed(check, answer, value, path)

    def _of_base(self, value: object, path: str) -> Iterator[Violation]:
        if not self.secret:
            yield from self.base.violations(value, path)
        elif not self.accepts_base(value):
            # No path: what is inside is the secret, and so may be the key that leads there.
            got = class_text(type(value))
            yield Violation(path, self.text, got, HIDDEN)

    def accepts_base(self, value: object) -> bool:
        """Whether `value` belongs to the base. Raises `CheckCrashed`."""
        try:
            return self.base.accepts(value)
        except CheckCrashed as crash:
            crash.hidden |= self.secret
            raise

    def answers(self, value: object) -> "Iterator[tuple[CheckSpec, Verdict]]":
        """What each check says of `value`, which belongs to the base. Raises `CheckCrashed`.

        Of a secret, or of what holds one, no more than whether it passes.
        """
        for check in self.checks:
            try:
                answer = check.answer(value)
            except CheckCrashed as crash:
                crash.hidden |= self.hides
                raise
            yield check, Verdict(ok=answer.ok) if self.hides else answer

    def unpassed(self, check: CheckSpec, answer: Verdict, value: object, path: str) -> Violation:
        """The violation that `value` does not pass `check`, by what it answered."""
        text = shown(self, value)
        return Violation(path, check.shown, text, text, answer.message, answer.metadata)

    def extent(self, value: object) -> Extent | None:
        return self.base.extent(value)

    @property
    def nullable(self) -> bool:
        return self.base.nullable

    def encode(self, value: Any) -> Json:
        if self.secret:
            raise Unencodable("", _STAYS)
        return self.base.encode(value)

    def decode(self, data: Json) -> Any:
        if self.secret:
            raise Undecodable("", _STAYS)
        return self.base.decode(data)

    def measured(self, value: object) -> "Mapping[str, Measured]":
        return {} if self.secret else self.base.measured(value)

    def file_form(self) -> "FileForm | None":
        return None if self.secret else self.base.file_form()

    def obstacle_beyond(self, seen: frozenset[BaseShape]) -> str | None:
        return _STAYS if self.secret else self.base.obstacle_beyond(seen)


def refine(base: "Shape", checks: tuple[CheckSpec, ...]) -> "Shape":
    """`base` with `checks` after those that it has; a check that it has is not repeated."""
    if not checks:
        return base
    layer = _layer(base)
    return replace(layer, checks=tuple(dict.fromkeys((*layer.checks, *checks))))


def hidden(base: "Shape") -> "Shape":
    """`base`, the values of which are secrets."""
    return replace(_layer(base), secret=True)


def named(base: "Shape", name: str) -> "Shape":
    """`base` by a name of its own."""
    return replace(_layer(base), name=name)


def _layer(base: "Shape") -> RefinedShape:
    """What more may be laid over `base`. A type that has a name stays one, below another layer."""
    if isinstance(base, RefinedShape) and not base.name:
        return base
    return RefinedShape(base, ())
