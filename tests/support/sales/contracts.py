"""What flows between the steps."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, NamedTuple, TypeAlias

from dagcompile import Bounds, Check


def no_repeats(rows: list["Sale"]) -> bool:
    """A sale is listed once."""
    return len({row.id for row in rows}) == len(rows)


@dataclass(frozen=True)
class Sale:
    """One sale, in the money of its region."""

    id: str
    product: str
    amount: Annotated[Decimal, Bounds(ge=0)]
    currency: Annotated[str, Bounds(min_length=3, max_length=3)]


@dataclass(frozen=True)
class Sold(Sale):
    """One that is converted."""

    euros: Decimal = Decimal(0)


@dataclass(frozen=True)
class Total:
    """The sum of a region's day."""

    region: str
    day: date
    euros: Decimal
    sales: int


Sales: TypeAlias = Annotated[list[Sale], Check(no_repeats)]


class Sifted(NamedTuple):
    """Sales that can be, and the others."""

    plausible: Sales
    refused: list[Sale]


@dataclass(frozen=True)
class Report:
    """A day of the shop."""

    day: date
    totals: list[Total]
    best: dict[str, Decimal]
    refused: int
    forecast: Decimal
