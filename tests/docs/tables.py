"""The contracts of frames that the tables of docs/types.md speak of, and a few frames."""
# ruff: noqa: F401 - most imports are for the facts, which are read here

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pandera.polars as pl_pa
import polars as pl
import pyarrow  # noqa: ICN001 - `pa` is pandera's here
from numpy.typing import NDArray
from pandera.typing import DataFrame
from pandera.typing.polars import DataFrame as PolarsFrame
from pandera.typing.polars import LazyFrame

from dagcompile import Facts


class Flights(pa.DataFrameModel):
    """What is known of flights."""

    carrier: str
    delay: float = pa.Field(nullable=True)
    tail: str = pa.Field(nullable=True)


class Delays(pa.DataFrameModel):
    """What most steps need of them."""

    carrier: str
    delay: float = pa.Field(nullable=True)


class Landed(pa.DataFrameModel):
    """Flights that have landed: each has a delay."""

    carrier: str
    delay: float = pa.Field(ge=-60)


class Late(pa.DataFrameModel):
    """Those that were late."""

    carrier: str
    delay: float = pa.Field(ge=15)


class Numbers(pa.DataFrameModel):
    """With a number for the carrier."""

    carrier: int


class Gates(pa.DataFrameModel):
    """With a column that no flight declares."""

    carrier: str
    gate: str


class Strict(pa.DataFrameModel):
    """One column, and no other."""

    carrier: str

    class Config:
        """Of the model."""

        strict = True


class Carriers(pa.DataFrameModel):
    """Each carrier once."""

    carrier: str = pa.Field(unique=True)


class Legs(pl_pa.DataFrameModel):
    """Flights in polars."""

    carrier: str
    delay: float = pl_pa.Field(nullable=True)


ARROWS = pyarrow.schema(
    [
        pyarrow.field("carrier", pyarrow.string(), nullable=False),
        pyarrow.field("delay", pyarrow.float64()),
    ]
)

landed = pd.DataFrame({"carrier": ["AA", "UA"], "delay": [1.0, -5.0], "tail": ["N1", "N2"]})
cancelled = pd.DataFrame({"carrier": ["AA", "AA"], "delay": [20.0, None], "tail": ["N1", None]})
late = pd.DataFrame({"carrier": ["AA", "UA"], "delay": [20.0, 30.0], "tail": ["N1", "N2"]})
bare = pd.DataFrame({"carrier": ["AA", "UA"]})
other = pd.DataFrame({"carrier": [1, 2]})
legs = pl.DataFrame({"carrier": ["AA"], "delay": [1.0]})
lazy = pl.DataFrame({"carrier": ["AA"], "delay": [1.0]}).lazy()
arrows = pyarrow.table({"carrier": ["AA"], "delay": [1.0]}, schema=ARROWS)
