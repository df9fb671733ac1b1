"""Functions whose annotations are text until someone asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dagcompile import op
from kinds.plain import Point

if TYPE_CHECKING:
    from decimal import Decimal


@op
def postponed(point: Point, other: Later | None = None) -> int:
    return point.x


@op
def only_for_checkers(rate: Decimal) -> int:
    return int(rate)


class Later(Point):
    """A class that stands below what is annotated with it."""
