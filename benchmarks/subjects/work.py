"""The ops of the graphs that are compiled: the types and shapes that ordinary pipelines have."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from dagcompile import Config, Retry, op


@dataclass(frozen=True)
class Row:
    """A record that flows."""

    key: str
    amount: Decimal


class Cutoff(Config):
    """What cleaning is configured by."""

    low: Decimal = Decimal(0)
    high: Decimal = Decimal(1000)


class Halves(NamedTuple):
    """Two outputs by name."""

    left: list[Row]
    right: list[Row]


@op(retry=Retry(attempts=3, delay=30))
def load(day: date, part: int) -> list[Row]:
    """Rows of one part of a day."""
    return [Row(f"{day}/{part}", Decimal(part))]


@op
def clean(rows: list[Row], config: Cutoff = Cutoff()) -> list[Row]:
    """Rows within the cutoff."""
    return [row for row in rows if config.low <= row.amount <= config.high]


@op
def split(rows: list[Row], share: float) -> Halves:
    """The first share of the rows, and the others."""
    at = int(len(rows) * share)
    return Halves(rows[:at], rows[at:])


@op
def totals(rows: list[Row], label: str) -> dict[str, Decimal]:
    """Amounts by key."""
    return {f"{label}/{row.key}": row.amount for row in rows}


@op
def foreign(rows: list[Row]) -> Any:
    """What a library without types makes."""
    return rows


@op
def score(left: dict[str, Decimal], right: dict[str, Decimal]) -> float:
    """One number for two tables."""
    return float(sum(left.values()) - sum(right.values()))


@op
def joined(tables: list[list[Row]]) -> list[Row]:
    """All rows."""
    return [row for table in tables for row in table]


@op
def report(scores: dict[str, float], rows: list[Row]) -> str:
    """A line of text."""
    return f"{scores} of {len(rows)}"
