"""Ops whose values do or do not keep to their types."""

from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

from dagcompile import SKIP, Bounds, Check, Maybe, op


def is_even(value: int) -> bool:
    """Whether a number is even."""
    return value % 2 == 0


def divides(value: int, *, by: int) -> bool:
    """Whether a number is a multiple of another."""
    return value % by == 0


def raises(value: int) -> bool:
    """A check that is itself broken."""
    raise LookupError(f"no table for {value}")


def undecided(value: int) -> bool:
    """A check that gives neither True nor False."""
    return f"perhaps {value}"  # type: ignore[return-value]


Even = Annotated[int, Check(is_even)]
Tens = Annotated[int, Check(divides, name="whole_tens", by=10), Bounds(ge=0)]
Crashing = Annotated[int, Check(raises)]
Undecided = Annotated[int, Check(undecided)]
Small = Annotated[int, Bounds(ge=0, lt=100)]
Code = Annotated[str, Bounds(min_length=2, max_length=4, pattern="^[a-z]+$")]


@dataclass(frozen=True)
class Reading:
    """One line of a log."""

    sensor: Code
    values: list[Small]


class Pair(NamedTuple):
    """Two outputs of different worth."""

    good: int
    bad: Even


class Doubtful(NamedTuple):
    """One output that is withheld and one that is not what it says."""

    gone: Maybe[int]
    wrong: int


@op
def number(value: int) -> int:
    """A number as it is."""
    return value


@op
def anything(value: int) -> Any:
    """A number that says nothing of itself."""
    return value


@op
def anything_else(value: str) -> Any:
    """A text that says nothing of itself."""
    return value


@op
def any_skip() -> Any:
    """Withholds an output of which nothing is known."""
    return SKIP


@op
def maybe_anything(value: int) -> Maybe[Any]:
    """A number that says nothing of itself but that it may be withheld."""
    return value if value > 0 else SKIP


@op
def even(value: int) -> Even:
    """Claims to be even."""
    return value


@op
def tens(value: int) -> Tens:
    """Claims to be whole tens."""
    return value


@op
def crashing(value: int) -> Crashing:
    """Is judged by a check that raises."""
    return value


@op
def undecided_(value: int) -> Undecided:
    """Is judged by a check that does not know."""
    return value


@op
def pair(value: int) -> Pair:
    """The same number twice."""
    return Pair(good=value, bad=value)


@op
def doubtful(value: int) -> Doubtful:
    """Withholds one output and lies about the other."""
    return Doubtful(gone=SKIP, wrong=str(value))  # type: ignore[arg-type]


@op
def readings(count: int) -> list[Reading]:
    """Lines that are wrong in every place there is."""
    return [Reading(sensor="X" * 5, values=[-1, each, 1000]) for each in range(count)]


@op
def lie() -> int:
    """A text that is declared a number."""
    return "lie"  # type: ignore[return-value]


@op
def needs_int(value: int) -> int:
    """Takes a number, whatever it was before."""
    return value


@op
def needs_even(value: Even) -> int:
    """Takes an even number."""
    return value


@op
def needs_both(left: Even, right: Small) -> int:
    """Takes two numbers, each with a check of its own."""
    return left + right


@op
def needs_list(values: list[Even]) -> int:
    """Takes even numbers."""
    return sum(values)


@op
def needs_table(values: dict[str, Small]) -> int:
    """Takes small numbers by name."""
    return sum(values.values())


@op
def sees(value: Any) -> str:
    """The value as text."""
    return repr(value)
