"""Functions that say what is expected, and ops of whose values it is."""

import math
from typing import Annotated, Any, NamedTuple

from dagcompile import SKIP, Check, Maybe, TableRows, Verdict, expect, op


def positive(value: int) -> bool:
    """Whether a number is above zero."""
    return value > 0


def below(result: int, *, limit: int) -> Verdict:
    """Whether a number is below another, and by how much it is not."""
    if result < limit:
        return Verdict.passed(room=limit - result)
    return Verdict.failed(f"{result} is not below {limit}", beyond=result - limit)


def grown(value: int, result: int) -> bool:
    """Whether what comes out is more than what went in."""
    return result > value


def told(result: Any) -> Verdict:
    """Fails with something of every kind to tell."""
    rows = TableRows([{"name": "a", "number": 1}, {"name": "b", "number": None}])
    return Verdict.failed("told", rows=rows, share=0.5, exact=True, text=str(result))


def broken(result: int) -> bool:
    """Raises."""
    raise LookupError(f"no table for {result}")


def unclear(result: int) -> bool:
    """Says neither yes nor no."""
    return f"perhaps {result}"  # type: ignore[return-value]


def together(left: int, right: int, *, most: int = 10) -> Verdict:
    """Whether two numbers are no more than a third."""
    total = left + right
    return Verdict.passed(total=total) if total <= most else Verdict.failed("too many", total=total)


def ordered(values: list[int]) -> bool:
    """Whether numbers are in order."""
    return values == sorted(values)


def apart(low: int, high: int) -> bool:
    """Whether two outputs differ."""
    return low != high


def is_even(value: int) -> bool:
    """Whether a number is even."""
    return value % 2 == 0


def same(values: list[int], result: list[int]) -> bool:
    """Whether an op gives what it took."""
    return values == result


class Halves(NamedTuple):
    """Two outputs, of which one may be withheld."""

    low: int
    high: Maybe[int]


@op(
    expect=[
        expect(grown),
        expect(below, limit=100),
        expect(below, limit=3, name="quite small"),
        expect(positive, severity="warn"),
        expect(math.isfinite, of="result"),
    ]
)
def more(value: int) -> int:
    """A number and one."""
    return value + 1


@op(expect=[expect(broken, severity="warn"), expect(unclear), expect(told, severity="warn")])
def judged(value: int) -> int:
    """Is judged by functions that do not do it well."""
    return value


@op(expect=[expect(positive), expect(below, of="value", limit=10)])
def wants_positive(value: int) -> int:
    """Expects something of what it takes."""
    return value


@op(expect=[expect(positive, of="step")])
def stepping(value: int, step: int = 0) -> int:
    """Expects something of a default."""
    return value + step


@op(expect=[expect(grown), expect(broken)])
def even(value: int) -> Annotated[int, Check(is_even)]:
    """Claims to be even; what is expected besides is not looked at if it is not."""
    return value


@op(expect=[expect(apart), expect(positive, of="low"), expect(positive, of="high")])
def halves(value: int) -> Halves:
    """Withholds one output of an odd number."""
    return Halves(low=value // 2, high=SKIP if value % 2 else value)


@op(expect=[expect(positive, of="result")])
def maybe(value: int) -> Maybe[int]:
    """Withholds what is not positive."""
    return value if value > 0 else SKIP


@op(expect=[expect(ordered)])
def listed(values: list[int]) -> list[int]:
    """Expects numbers in order."""
    return values


@op(expect=[expect(positive, of="result")])
def anything(value: Any) -> Any:
    """Says nothing of what it gives, and something is expected of it."""
    return value
