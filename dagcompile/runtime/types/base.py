"""What every shape can do, and what it raises.

    shape = shape_of(list[int])
    shape.accepts([1, 2])                 # True
    next(shape.violations([1, "b"]))      # Violation(path='[1]', expected='int', got='str', ...)
    shape.decode(shape.encode([1, 2]))    # [1, 2]

A shape *is* a set of values. `accepts` tells quickly whether a value belongs to it, at full
depth; `violations` tells why not. Neither changes the value, and both may raise `CheckCrashed`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from dagcompile.runtime.types.names import class_text, short
from dagcompile.runtime.types.secrets import HIDDEN, holds_secret, within

if TYPE_CHECKING:
    from dagcompile.runtime.depth import Depth
    from dagcompile.runtime.types.answers import Measured
    from dagcompile.runtime.types.files import FileForm
    from dagcompile.runtime.types.shapes import Shape

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What encoding gives: builtins only, floats finite, strings without NUL or lone surrogates."""

_LONGEST_PATH = 300


class UnsupportedType(TypeError):
    """An annotation that no shape can be made of, and why. `fix` says what to write instead, where
    the annotation does not tell.
    """

    def __init__(self, annotation: object, reason: str, fix: str = "") -> None:
        super().__init__(annotation, reason)
        self.annotation = annotation
        self.reason = reason
        self.fix = fix

    def __str__(self) -> str:
        name = class_text(self.annotation) if isinstance(self.annotation, type) else None
        return f"type `{name or short(self.annotation)}` is not supported: {self.reason}"


class CheckCrashed(RuntimeError):
    """A check raised, or returned something that it may not; `__cause__` is the exception.

    `hidden` tells that it looked at a secret, which what it raised may show.
    """

    def __init__(self, check: str) -> None:
        super().__init__(check)
        self.check = check
        self.hidden = False

    def __str__(self) -> str:
        return f"check `{self.check}` crashed"


class CodecError(ValueError):
    """A value could not be encoded or decoded: `reason`, at `path` inside the value."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)

    @property
    def path(self) -> str:
        """Place inside the value, such as `[3].amount`; empty for the value itself."""
        return str(self.args[0])

    @property
    def reason(self) -> str:
        """What is wrong there."""
        return str(self.args[1])

    def within(self, step: str) -> None:
        """Put `step` before the path: the value at fault is a part of a larger one."""
        path = step + self.path
        if len(path) > _LONGEST_PATH:
            half = _LONGEST_PATH // 2
            path = f"{path[: half - 1]}…{path[-half:]}"
        self.args = (path, self.reason)

    def __str__(self) -> str:
        return f"at {self.path}: {self.reason}" if self.path else self.reason


class Unencodable(CodecError):
    """The value has no lossless JSON form."""


class Undecodable(CodecError):
    """The data is not the JSON form of a value of the type."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One part of a value that does not belong to the type expected of it.

    `path` is its place (`[3].amount`), `value` its shortened repr (at most 80 characters).
    `message` and `metadata` are what the check that it did not pass said of it; or `message` is
    by which member of a union it is judged.
    """

    path: str
    expected: str
    got: str
    value: str
    message: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extent:
    """How many elements or rows a value has, the outermost ones, and how many of them the shape
    looks at: all if `looked` is None. `unseen` says what it cannot see so, such as duplicates;
    `whole` names the checks that are asked of all of them even so.
    """

    unit: Literal["elements", "rows"]
    count: int
    looked: int | None = None
    unseen: str = ""
    whole: str = ""


class BaseShape(ABC):
    """A set of values that can be tested, explained, encoded and decoded."""

    @cached_property
    def text(self) -> str:
        """Canonical text: equal for two annotations that say the same."""
        return self._text()

    @abstractmethod
    def _text(self) -> str: ...

    @abstractmethod
    def accepts(self, value: object) -> bool:
        """Whether `value` belongs to this type, at full depth."""

    def accepts_all(self, values: Iterable[object]) -> bool:
        """Whether every one of `values` (which can be iterated twice) belongs to this type."""
        return all(map(self.accepts, values))

    def belongs(self, value: object) -> bool:
        """Whether `value` is of the class that is asked for, whatever it holds."""
        return self.accepts(value)

    @abstractmethod
    def exactly(self, value: object) -> bool:
        """Whether decoding gives back the very classes of `value`, which this type accepts."""

    @abstractmethod
    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        """Why `value` does not belong to this type; empty exactly when it is accepted."""

    @abstractmethod
    def encode(self, value: Any) -> Json:
        """The JSON form of an accepted value. Raises `Unencodable`."""

    @abstractmethod
    def decode(self, data: Json) -> Any:
        """The value of which `data` is the JSON form. Raises `Undecodable`."""

    @property
    def secret(self) -> bool:
        """Whether values of this type are never shown."""
        return False

    @property
    def lazy(self) -> bool:
        """Whether to look at a value of this type is to run what makes it."""
        return False

    @cached_property
    def holds_lazy(self) -> bool:
        """Whether a value of this type is lazy, or may have one inside that is."""
        return any(each.lazy for each in within(self))

    def parts(self) -> "Iterable[BaseShape]":
        """The types that this one is made of."""
        return ()

    @cached_property
    def depths(self) -> "dict[Depth, Shape]":
        """The shapes by which a guard of this type looks less deep, as they were asked for."""
        return {}

    def shallow(self) -> "Shape":
        """The shape that asks for classes, columns and dtypes alone, and accepts all that this one
        does. Testing it takes no longer for a larger value.
        """
        return cast("Shape", self)

    def sampled(self, count: int) -> "Shape":
        """The shape that looks at `count` elements or rows of a large value, evenly spaced, and
        accepts all that this one does. Of a smaller value it looks at all.
        """
        return cast("Shape", self)

    def extent(self, value: object) -> "Extent | None":
        """How much there is of `value` to be looked at; None where it is one thing."""
        return None

    @property
    def nullable(self) -> bool:
        """Whether some value of this type encodes to null."""
        return False

    def measured(self, value: object) -> "Mapping[str, Measured]":
        """What `value` shows of itself, for a verdict to tell. Raises `CheckCrashed`."""
        return {}

    def file_form(self) -> "FileForm | None":
        """How values of this type, all but None, are written as files; None where they are not."""
        return None

    def obstacle(self) -> str | None:
        """Why values of this type cannot be encoded in one process and decoded in another."""
        return self.obstacle_beyond(frozenset())

    def obstacle_beyond(self, seen: "frozenset[BaseShape]") -> str | None:
        """`obstacle`, taking the records in `seen` as settled."""
        return None

    def __reduce__(self) -> tuple[Any, ...]:
        # Only the fields: what was worked out from them is worked out again where it is needed.
        return type(self), tuple(getattr(self, item.name) for item in fields(self))  # type: ignore[arg-type]


def mismatch(shape: BaseShape, value: object, path: str) -> Violation:
    """The violation that `value` is of another class than `shape` asks for."""
    return Violation(path, shape.text, class_text(type(value)), shown(shape, value))


def shown(shape: BaseShape, value: object) -> str:
    """The shortened repr of `value`, which is in the place of one of type `shape`."""
    return HIDDEN if holds_secret(shape) else short(value)


def unencodable(shape: BaseShape, value: object) -> Unencodable:
    """The error that `value` does not belong to `shape`."""
    return Unencodable("", f"expected `{shape.text}`, got `{class_text(type(value))}`")


def undecodable(shape: BaseShape, data: object) -> Undecodable:
    """The error that `data` is not the JSON form of a value of `shape`."""
    return Undecodable("", f"{shown(shape, data)} is not the json form of `{shape.text}`")


def each(convert: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    """`convert` applied to every item; an error names the index."""
    done: list[Any] = []
    try:
        for item in items:
            done.append(convert(item))  # noqa: PERF401 - how many are done names the place
    except CodecError as error:
        error.within(f"[{len(done)}]")
        raise
    return done
