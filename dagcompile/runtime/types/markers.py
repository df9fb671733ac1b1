"""What may stand beside a type: checks, bounds, a name, secrecy, and that it may be withheld.

    Even = Annotated[int, Check(is_even), Named("Even")]
    Token = Secret[str]
    Score = Annotated[float, Bounds(ge=0, le=1)]

    def split(rows: list[Row]) -> Maybe[list[Row]]:
        return [row for row in rows if row.late] or SKIP

They are plain data: a type checker and other libraries see the type they stand beside.
"""

import builtins
import keyword
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Never, TypeAlias, TypeVar, cast

from dagcompile.runtime.types.names import SCALARS

if TYPE_CHECKING:
    from dagcompile.runtime.types.answers import Verdict

T = TypeVar("T")

BOUNDS = ("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern")
"""The names of the bounds, in the order of the canonical text."""


class Check:
    """A test laid over a type: `fn(value, **params)` must return True, or `Verdict.passed()`.

    A result that is neither a bool nor a `Verdict` counts as a crash of the check, and so does an
    exception. What is said of a value that does not pass names the check by `name`, or else by the
    path of `fn`. Two checks are the same when function, name and parameters are. Raises
    `TypeError` when `fn` cannot be called.
    """

    __slots__ = ("_key", "fn", "name", "params")

    def __init__(
        self, fn: "Callable[..., bool | Verdict]", name: str | None = None, **params: Any
    ) -> None:
        if not callable(fn):
            raise TypeError(f"a check needs a function, got {fn!r}")
        self.fn = fn
        self.name = name
        self.params: tuple[tuple[str, Any], ...] = tuple(sorted(params.items()))
        # By repr, since 1 == True == 1.0 must stay three different parameters.
        self._key = (fn, name, tuple((key, repr(value)) for key, value in self.params))

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, Check) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        params = "".join(f", {key}={value!r}" for key, value in self.params)
        name = "" if self.name is None else f", name={self.name!r}"
        return f"Check({getattr(self.fn, '__qualname__', repr(self.fn))}{name}{params})"


class Bounds:
    """Limits laid over a type: on the order, the divisibility, the length or the text of a value.

    `pattern` is a regular expression of Python that must be found somewhere in the text. None
    as a value passes every bound, so that `Annotated[int | None, Bounds(ge=1)]` means what it
    does in pydantic. Raises `ValueError` when no bound is given.
    """

    __slots__ = ("_key", "given")

    def __init__(
        self,
        *,
        gt: Any = None,
        ge: Any = None,
        lt: Any = None,
        le: Any = None,
        multiple_of: Any = None,
        min_length: int | None = None,
        max_length: int | None = None,
        pattern: str | None = None,
    ) -> None:
        values = (gt, ge, lt, le, multiple_of, min_length, max_length, pattern)
        pairs = zip(BOUNDS, values, strict=True)
        self.given: tuple[tuple[str, Any], ...] = tuple(
            pair for pair in pairs if pair[1] is not None
        )
        if not self.given:
            raise ValueError(f"no bound is given; name one of {', '.join(BOUNDS)}")
        # By repr, since 1 == True == 1.0 must stay three different bounds.
        self._key = repr(self.given)

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, Bounds) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"Bounds({', '.join(f'{name}={value!r}' for name, value in self.given)})"


class Named:
    """The name of the type that it stands beside, and of all that stands before it.

    Late = Annotated[list[Flight], Check(any_late), Named("Late")]

    Messages, verdicts and generated files call the type so. Raises `ValueError` for what is no
    name, and for the name of a builtin.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        taken = hasattr(builtins, name) or name in ("Any", *SCALARS)
        if not name.isidentifier() or keyword.iskeyword(name) or taken:
            raise ValueError(f"{name!r} cannot be the name of a type")
        self.name = name

    def __eq__(self, other: object) -> bool:
        return self.name == other.name if isinstance(other, Named) else NotImplemented

    def __hash__(self) -> int:
        return hash((Named, self.name))

    def __repr__(self) -> str:
        return f"Named({self.name!r})"


def checked(type_: Any, *checks: "Check | Callable[..., bool | Verdict]", name: str) -> Any:
    """The type `type_` with `checks`, functions or `Check`s, under a name of its own.

    NonEmpty = checked(pl.DataFrame, not_empty, name="NonEmpty")

    A type checker takes no call for a type; where one is used write what this returns:
    `Annotated[pl.DataFrame, Check(not_empty), Named("NonEmpty")]`.
    """
    marks = (each if isinstance(each, (Check, Bounds)) else Check(each) for each in checks)
    return Annotated[(type_, *marks, Named(name))]


class SecretMark:
    """The mark that `Secret` leaves beside a type."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretMark)

    def __hash__(self) -> int:
        return hash(SecretMark)

    def __repr__(self) -> str:
        return "Secret"


Secret: TypeAlias = Annotated[T, SecretMark()]
"""A value of type T that is never shown, nor written where others can read it."""


class MaybeMark:
    """The mark that `Maybe` leaves beside a type."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MaybeMark)

    def __hash__(self) -> int:
        return hash(MaybeMark)

    def __repr__(self) -> str:
        return "Maybe"


Maybe: TypeAlias = Annotated[T, MaybeMark()]
"""An output of type T that may be withheld by returning `SKIP`; a type checker sees T."""


class Skip:
    """The class of `SKIP`."""

    __slots__ = ()

    def __reduce__(self) -> str:
        return "SKIP"

    def __repr__(self) -> str:
        return "SKIP"


SKIP: Never = cast(Never, Skip())
"""Returned by an op in place of an output that it withholds. There is one, also after pickling."""
