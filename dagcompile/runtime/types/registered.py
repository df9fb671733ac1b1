"""Values of types that are registered: `numpy.ndarray`, and what other distributions bring.

shape_of(np.ndarray).text                # 'numpy.ndarray'
shape_of(NDArray[np.float64]).text       # "Annotated[numpy.ndarray, Facts(dtype='float64')]"

A value belongs to it if it is an instance, shows every fact that is asked for, and is sound. What
a support raises is told as a crash of a check, by the distribution that registered it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dagcompile.runtime.types.answers import Measured, Verdict
from dagcompile.runtime.types.base import (
    BaseShape,
    CheckCrashed,
    Undecodable,
    Unencodable,
    Violation,
    mismatch,
    unencodable,
)
from dagcompile.runtime.types.files import FileForm, FileShape
from dagcompile.runtime.types.names import class_text, literal_text, short
from dagcompile.runtime.types.registry import Registration, registration_of
from dagcompile.runtime.types.support import Fact, TypeSupport, is_fact, same_fact


class SupportFailed(RuntimeError):
    """What a distribution registers for a class raised, or gave what it must not."""


@dataclass(frozen=True, eq=False)
class FactShape(FileShape):
    """An instance of the registered class `cls` that shows all of `facts`, sorted by name."""

    cls: type
    facts: tuple[tuple[str, Fact], ...] = ()

    # Not by the facts: 1 and True are equal to each other.
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FactShape):
            return NotImplemented
        return (type(self), self.cls, self.text) == (type(other), other.cls, other.text)

    def __hash__(self) -> int:
        return hash(self.text)

    def _text(self) -> str:
        name = class_text(self.cls)
        given = ", ".join(f"{key}={literal_text(value)}" for key, value in self.facts)
        return f"Annotated[{name}, Facts({given})]" if given else name

    @cached_property
    def registration(self) -> Registration:
        """What is registered for the class where this runs. Raises `SupportFailed`."""
        found = registration_of(self.cls)
        if found is None:
            name = class_text(self.cls)
            raise SupportFailed(f"nothing that is installed here registers `{name}`")
        return found

    @cached_property
    def looks_further(self) -> bool:
        """Whether the support checks more of a value than its facts."""
        return type(self.registration.support).check is not TypeSupport.check

    def shallow(self) -> "FactShape":
        return ShownFacts(self.cls, self.facts) if self.looks_further else self

    def accepts(self, value: object) -> bool:
        if not isinstance(value, self.cls):
            return False
        if self.facts and not self._as_asked(value):
            return False
        return not self.looks_further or self._answer(value).ok

    def _as_asked(self, value: object) -> bool:
        shown = self._called("facts", value)
        try:
            for name, wanted in self.facts:
                if not same_fact(shown[name], wanted):
                    break
            else:
                return True
        except (KeyError, TypeError):  # there is none, or it is no mapping
            pass
        self._shown(value)  # may say that the support is broken
        return False

    def belongs(self, value: object) -> bool:
        return isinstance(value, self.cls)

    def exactly(self, value: object) -> bool:
        return type(value) is self.cls

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        if not isinstance(value, self.cls):
            yield mismatch(self, value, path)
            return
        shown = self._shown(value) if self.facts else {}
        for name, wanted in self.facts:
            if not (name in shown and same_fact(shown[name], wanted)):
                got = literal_text(shown[name]) if name in shown else "none"
                yield Violation(f"{path}.{name}", literal_text(wanted), got, got)
        if self.looks_further and not (answer := self._answer(value)).ok:
            text = short(value)
            sound = f"a sound {class_text(self.cls)}"
            yield Violation(path, sound, text, text, answer.message, answer.metadata)

    def measured(self, value: object) -> Mapping[str, Measured]:
        if not isinstance(value, self.cls):
            return {}
        told: dict[str, Any] = {
            name: str(fact) if isinstance(fact, tuple) else fact
            for name, fact in self._shown(value).items()
        }
        if (size := self._size(value)) is not None:
            told["bytes"] = size
        measured = Verdict.passed(**told).metadata
        return {**measured, **self._answer(value).metadata} if self.looks_further else measured

    def _shown(self, value: object) -> Mapping[str, Fact]:
        shown = self._called("facts", value)
        if not isinstance(shown, Mapping):
            raise self._wrong("facts", f"gave a `{class_text(type(shown))}`, not a mapping")
        for name, fact in shown.items():
            if not is_fact(fact):
                fault = f"gave {short(fact)} as `{name}`, which is no bool, int, text or ints"
                raise self._wrong("facts", fault)
        return shown

    def _answer(self, value: object) -> Verdict:
        said = self._called("check", value)
        if isinstance(said, Verdict):
            return said
        if isinstance(said, bool):
            return Verdict(ok=said)
        fault = f"gave a `{class_text(type(said))}`, not True, False or a Verdict"
        raise self._wrong("check", fault)

    def _size(self, value: object) -> int | None:
        size = self._called("size", value)
        if not (size is None or type(size) is int):
            raise self._wrong("size", f"gave a `{class_text(type(size))}`, not an int or None")
        return size

    def _called(self, method: str, value: object) -> Any:
        """What a method of the support gives. Raises `CheckCrashed`."""
        try:
            return getattr(self.registration.support, method)(value)
        except Exception as error:  # noqa: BLE001 - it is told as its distribution's
            cause = error
        raise self._wrong(method, raised(cause), cause)

    def _wrong(self, method: str, fault: str, cause: Exception | None = None) -> CheckCrashed:
        """The crash of a check: what a method of the support did."""
        crash = CheckCrashed(f"{method} of {class_text(self.cls)}")
        crash.__cause__ = SupportFailed(blame(self.cls, self.registration.by, method, fault))
        crash.__cause__.__cause__ = cause
        return crash

    # --- files -------------------------------------------------------------------------------

    def file_form(self) -> FileForm | None:
        suffix = self.registration.support.suffix
        return FileForm(suffix, self._dump, self._load) if suffix else None

    def obstacle_beyond(self, seen: frozenset[BaseShape]) -> str | None:
        if self.registration.support.suffix:
            return None
        return f"{self.registration.by}, which registers `{self.text}`, writes no file of it"

    def _dump(self, value: Any) -> bytes:
        if not isinstance(value, self.cls):
            raise unencodable(self, value)
        if type(value) is not self.cls:
            ours, theirs = class_text(self.cls), class_text(type(value))
            raise Unencodable("", f"a `{theirs}` would come back as the `{ours}` it derives from")
        by = self.registration.by
        try:
            data: object = self.registration.support.dump(value)
        except ValueError as error:
            reason = f"{by}, which registers `{class_text(self.cls)}`, cannot write it: {error}"
            raise Unencodable("", reason) from error
        except Exception as error:
            reason = blame(self.cls, by, "dump", raised(error))
            raise Unencodable("", reason) from error
        if not isinstance(data, bytes):
            fault = f"gave a `{class_text(type(data))}`, not bytes"
            raise Unencodable("", blame(self.cls, by, "dump", fault))
        return data

    def _load(self, data: bytes) -> Any:
        by = self.registration.by
        try:
            value = self.registration.support.load(data)
        except Exception as error:
            raise Undecodable("", blame(self.cls, by, "load", raised(error))) from error
        if not isinstance(value, self.cls):
            fault = f"gave a `{class_text(type(value))}`"
            raise Undecodable("", blame(self.cls, by, "load", fault))
        return value


class ShownFacts(FactShape):
    """The facts alone, without what the support checks beyond them."""

    @property
    def looks_further(self) -> bool:
        """It does not."""
        return False


def raised(error: Exception) -> str:
    """What is said of a method that raised `error`."""
    return f"raised {type(error).__name__}: {error}"


def blame(cls: type, by: str, method: str, fault: str) -> str:
    """A sentence that says whose `method` is at fault, and how."""
    return f"`{method}` of what {by} registers for `{class_text(cls)}` {fault}"
