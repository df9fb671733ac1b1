"""Small ops from every type to every other, of which random graphs are made; those on classes of
the author's own stand in `typed_records`.

None of them grows its values without end, so that graphs of any length stay quick.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from dagcompile import SKIP, Maybe, op
from dagcompile.testing.parity.ops.contracts import Even
from dagcompile.testing.parity.ops.flow import Broken, Scale

LIMIT = 10**6
LONGEST = 40


class Cut(NamedTuple):
    """A text in two; the second part is withheld where it would be empty."""

    head: str
    tail: Maybe[str]


class Divided(NamedTuple):
    """A number by a number; nothing but the flag where that cannot be."""

    whole: Maybe[int]
    exact: Maybe[Decimal]
    possible: bool


@op
def count(text: str) -> int:
    """How long a text is."""
    return len(text)


@op
def grow(number: int, config: Scale = Scale()) -> int:  # noqa: B008  (a config is frozen)
    """A number, scaled and kept small."""
    return (number * config.factor + config.offset) % LIMIT


@op
def half(number: int) -> float:
    """Half of a number."""
    return (number % LIMIT) / 2


@op
def average(values: list[float]) -> float:
    """The mean, 0.0 of nothing."""
    return sum(values) / len(values) if values else 0.0


@op
def priced(value: float) -> Decimal:
    """A float as money."""
    return Decimal(str(value)).quantize(Decimal("0.01"))


@op
def sum_of(prices: dict[str, Decimal], more: Decimal = Decimal("0.10")) -> Decimal:
    """What all of them cost, and something more."""
    return sum(prices.values(), more)


@op
def later(day: date, days: int) -> date:
    """Some days after a day."""
    return day + timedelta(days=days % 1000)


@op
def noon(day: date) -> datetime:
    """The middle of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@op
def between(first: datetime, second: datetime) -> timedelta:
    """From one moment to another."""
    return second - first


@op
def seconds(span: timedelta) -> float:
    """A span as a number."""
    return span.total_seconds()


@op
def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


@op
def joined(texts: list[str], *, by: str = " ") -> str:
    """Texts as one."""
    return by.join(texts)[:LONGEST]


@op
def lengths(texts: list[str]) -> dict[str, int]:
    """How long each of them is."""
    return {text: len(text) for text in texts}


@op
def values_of(table: dict[str, int]) -> list[int]:
    """The values of a table."""
    return list(table.values())


@op
def distinct(texts: list[str]) -> frozenset[str]:
    """Each of them once."""
    return frozenset(texts)


@op
def ordered(texts: frozenset[str]) -> list[str]:
    """A set in order."""
    return sorted(texts)


@op
def numbered(number: int, text: str) -> tuple[int, str]:
    """A number beside a text."""
    return number, text


@op
def of_pair(pair: tuple[int, str]) -> str:
    """Both as one text."""
    return f"{pair[0] % LIMIT}{pair[1]}"[:LONGEST]


@op
def data(text: str) -> bytes:
    """A text as bytes."""
    return text.encode("utf-8", "surrogatepass")


@op
def ident(data: bytes) -> UUID:
    """Bytes as an id."""
    return UUID(bytes=data[:16].ljust(16, b"\0"))


@op
def file(ident: UUID, *, folder: Path = Path("a b")) -> Path:
    """An id as a path."""
    return folder.parent / str(ident)


@op
def name_of(file: Path) -> str:
    """The last of a path."""
    return file.name


@op
def perhaps(number: int) -> int | None:
    """An even number, else None, which is a value."""
    return number if number % 2 == 0 else None


@op
def or_zero(number: int | None) -> int:
    """A number in the place of None."""
    return 0 if number is None else number


@op
def either(number: int, text: str) -> int | str:
    """One of two types."""
    return text if number % 2 else number


@op
def told(value: int | str) -> str:
    """A value of either type as text."""
    return f"{type(value).__name__} {value % LIMIT if isinstance(value, int) else value}"[:LONGEST]


@op
def forgotten(value: Any) -> Any:
    """A value of which nothing is known from here on."""
    return value


@op
def nothing() -> None:
    """None, which is a value."""


@op
def given(number: int, *, gives: bool) -> Maybe[int]:
    """A number, or nothing at all."""
    return number if gives else SKIP


@op
def cut(text: str, at: int) -> Cut:
    """Two outputs of which one may be withheld."""
    place = at % (len(text) + 1)
    return Cut(head=text[:place], tail=text[place:] or SKIP)


@op
def divided(number: int, by: int) -> Divided:
    """Three outputs of three types."""
    if by == 0:
        return Divided(whole=SKIP, exact=SKIP, possible=False)
    exact = Decimal(number % LIMIT) / Decimal(by % LIMIT + 1)
    return Divided(whole=number // by, exact=exact, possible=True)


@op
def claimed_even(number: int) -> Even:
    """Says of any number that it is even."""
    return number


@op
def needs_even(number: Even) -> int:
    """Takes an even number."""
    return number // 2 % LIMIT


@op
def broken(number: int) -> int:
    """Gives nothing but an exception."""
    raise Broken(f"no use for {number % LIMIT}")
