"""Ops that know nothing of dagcompile, and say so if it is there."""

import os
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
from pandera.typing.polars import DataFrame

from stall.contracts import Line, Region, Sales, Total


def load(day: date, count: int) -> DataFrame[Sales]:
    """Sales of one day. The first attempt fails where the environment names a file for it."""
    if os.environ.get("STALL_ALONE"):
        assert "dagcompile" not in sys.modules
    flaky = os.environ.get("STALL_FLAKY")
    if flaky and not Path(flaky).exists():
        Path(flaky).touch()
        raise OSError("the stall is closed")
    return DataFrame[Sales](
        pl.DataFrame({"region": ["n"] * count, "amount": [float(day.day)] * count})
    )


def amounts(sales: DataFrame[Sales]) -> np.ndarray:
    """Registered by dagcompile itself, so by the copy too."""
    return sales["amount"].to_numpy()


def total(sales: DataFrame[Sales], amounts: np.ndarray, day: date) -> Total:
    line = Line(region=Region.NORTH, amount=Decimal(str(amounts.sum())))
    return Total(day=day, lines={len(sales): line}, notes=("{{ ds }}",))


def text_of(total: Total) -> int:
    """Not of its type."""
    return str(total)  # type: ignore[return-value]
