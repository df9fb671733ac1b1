"""What flows between the ops."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

import pandera.polars as pa
from pydantic import BaseModel


class Region(Enum):
    NORTH = "n"
    SOUTH = "s"


class Sales(pa.DataFrameModel):
    region: str
    amount: float = pa.Field(ge=0)


class Line(BaseModel):
    region: Region
    amount: Decimal


@dataclass(frozen=True)
class Total:
    day: date
    lines: dict[int, Line]
    notes: tuple[str, ...] = ()
