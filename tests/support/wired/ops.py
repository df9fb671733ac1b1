"""Ops for the tests of wiring."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Annotated, Any, NamedTuple, ParamSpec, TypeVar

from pydantic import AfterValidator

from dagcompile import SKIP, Check, Config, Guard, Maybe, Retry, op
from wired import contracts, vendor
from wired.contracts import Lookup, Row, Score

P = ParamSpec("P")
R = TypeVar("R")


class Cutoff(Config):
    """When a row counts."""

    least: int = 10
    names: tuple[str, ...] = ()


class Loose(Config):
    """A config that may hold anything."""

    anything: Any = None


class Halves(NamedTuple):
    """Two outputs, of which one may be withheld."""

    left: list[Row]
    right: Maybe[contracts.Rows]


class Doc:
    """Describes a parameter, like pydantic's Field does."""

    def __init__(self, description: str) -> None:
        self.description = description


@op
def load(day: date, *, limit: int = 100) -> contracts.Rows:
    """Read the rows
    of one day.

    There may be many.
    """
    return [Row(key=str(day), amount=limit)]


@op
def clean(rows: contracts.Rows, config: Cutoff = Cutoff()) -> list[Row]:
    """Keep what counts."""
    return [row for row in rows if row.amount >= config.least]


@op
def strict(rows: list[Row], config: Cutoff) -> list[Row]:
    return rows[: config.least]


@op
def loose(rows: list[Row], config: Loose = Loose()) -> list[Row]:
    return rows if config.anything is None else []


@op
def split(rows: list[Row]) -> Halves:
    return Halves(left=rows[:1], right=rows[1:] or SKIP)


@op(retry=Retry(attempts=3, delay=timedelta(seconds=1.5), on=(ValueError, OSError)))
def score(rows: list[Row]) -> Score:
    return 1 / (len(rows) + 1)


@op(guard=Guard(severity="warn"))
def maybe_rows(rows: list[Row]) -> Maybe[list[Row]]:
    return rows or SKIP


@op
def merge(parts: list[list[Row]], names: dict[str, int], pair: tuple[int, Score]) -> list[Row]:
    return [row for part in parts for row in part]


@op
def look(lookup: Lookup, key: str = "a", /) -> Row:
    return lookup[key]


@op
def methodical(self: int, text: str = "x") -> int:
    return self + len(text)


@op
def publish(rows: list[Row]) -> None:
    """Write it somewhere."""


@op
def start() -> int:
    return 1


@op
def plain(number: int, text: Annotated[str, Doc("what it is called")] = "x") -> int:
    return number + len(text)


@op
def anything(value, other=print):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    return value


def double_plain(number: int) -> int:
    return number if plain(number) < 10 else 0


@op
def nested(number: int) -> int:
    return plain(number) + double(number)


def small(number: int) -> bool:
    return plain(number) < 10


class Careful(Config):
    """A config that calls an op when it is made."""

    number: Annotated[int, AfterValidator(double_plain)]


@op
def careful(number: Annotated[int, Check(small)], config: Careful) -> int:
    return number + config.number


double = op(vendor.double)
triple = op(vendor.Callables.triple)


def logged(fn: Callable[P, R]) -> Callable[P, R]:
    @wraps(fn)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        return fn(*args, **kwargs)

    return inner


@op
@logged
def decorated(number: int) -> int:
    return number


@logged
@op
def hidden(number: int) -> int:
    return number
