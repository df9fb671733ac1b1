"""Types with names of their own."""

from dataclasses import dataclass
from typing import Annotated, Any

from dagcompile import Bounds, Check


@dataclass(frozen=True)
class Row:
    """A row."""

    key: str
    amount: int


@dataclass
class Box:
    """A dataclass that takes anything."""

    content: Any


def not_empty(rows: list[Row]) -> bool:
    return bool(rows)


def whole(number: int, *, by: int) -> bool:
    """Whether it is a multiple."""
    return number % by == 0


Rows = Annotated[list[Row], Check(not_empty)]
Score = Annotated[float, Bounds(ge=0, le=1)]
_Hidden = dict[str, Row]
Lookup = _Hidden
