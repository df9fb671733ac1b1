"""What every op does with frames of polars."""

from typing import TypeVar, cast

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import DataFrame

M = TypeVar("M", bound=pa.DataFrameModel)


def framed(frame: pl.DataFrame, model: type[M]) -> DataFrame[M]:  # noqa: ARG001
    """`frame`, said to keep the contract of `model`. Whether it does is for the guard to say."""
    return cast("DataFrame[M]", frame)


def mean(column: str) -> pl.Expr:
    """The mean of a column of whole numbers to one decimal, halves away from zero."""
    total, count = pl.col(column).sum(), pl.len().cast(pl.Int64)
    tenths = total.sign() * ((20 * total.abs() + count) // (2 * count))
    return (tenths / 10).round(1)  # for polars multiplies by 0.1, which is not a tenth
