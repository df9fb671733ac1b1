"""A pipeline whose first value takes a while to be written to the store."""

import numpy as np
import pandera.polars as pa
import polars as pl
from pandera.typing.polars import DataFrame

from dagcompile import op, pipeline


class Noise(pa.DataFrameModel):
    """Numbers that no format makes smaller."""

    number: int


@op
def noise(megabytes: int) -> DataFrame[Noise]:
    """As many numbers, the same in every attempt."""
    numbers = np.random.default_rng(0).integers(0, 2**62, size=megabytes * 125_000)
    return DataFrame[Noise](pl.DataFrame({"number": numbers}))


@op
def total(noise: DataFrame[Noise]) -> int:
    """Their sum, of 64 bits."""
    return int(noise["number"].sum())


@pipeline
def big(megabytes: int = 64) -> int:
    """The sum of many numbers."""
    return total(noise(megabytes))
