"""Models of pandera for the tests of frames: of pandas and of polars, one for each thing to ask."""

from typing import Any, ClassVar

import pandas as pd
import pandera.pandas as pa
import pandera.polars as ppl
import polars as pl
from pandera.typing import Index


class Flights(pa.DataFrameModel):
    carrier: str = pa.Field(isin=["UA", "AA"])
    delay: int = pa.Field(ge=-60, le=1_000)
    distance: float = pa.Field(nullable=True, gt=0)


class Keyed(pa.DataFrameModel):
    tail: str = pa.Field(unique=True)


class Jointly(pa.DataFrameModel):
    day: int
    flight: int

    class Config:
        unique: ClassVar = ["day", "flight"]


class Strict(pa.DataFrameModel):
    a: int
    b: int

    class Config:
        strict = True
        ordered = True


class NotEmpty(pa.DataFrameModel):
    a: int

    @pa.dataframe_check
    @classmethod
    def not_empty(cls, frame: Any) -> bool:
        return len(frame) > 0

    @pa.dataframe_check(error="a stays under its row")
    @classmethod
    def under(cls, frame: Any) -> Any:
        return frame["a"] < 10


class Crashing(pa.DataFrameModel):
    a: int

    @pa.check("a")
    @classmethod
    def broken(cls, values: Any) -> Any:
        return values.no_such_thing > 0


class Alike(pa.DataFrameModel):
    part: int = pa.Field(alias="part_.*", regex=True, ge=0)
    other: str


class Indexed(pa.DataFrameModel):
    row: Index[int] = pa.Field(ge=0, unique=True)
    a: int


class Levelled(pa.DataFrameModel):
    day: Index[int] = pa.Field(ge=1)
    hour: Index[int] = pa.Field(lt=24)
    a: int

    class Config:
        multiindex_unique: ClassVar = ["day", "hour"]


class Floats(pa.DataFrameModel):
    class Config:
        dtype = "float64"


class Moments(pa.DataFrameModel):
    at: pd.Timestamp
    kind: pd.CategoricalDtype = pa.Field(dtype_kwargs={"categories": ["x", "y"]})
    maybe: pd.Int64Dtype | None = pa.Field(nullable=True)


class Kinds(pa.DataFrameModel):
    kind: pd.CategoricalDtype = pa.Field(dtype_kwargs={"categories": ["x", "y"]})


class Ranked(pa.DataFrameModel):
    kind: pd.CategoricalDtype = pa.Field(dtype_kwargs={"categories": ["a", "b"], "ordered": True})


class Planes(ppl.DataFrameModel):
    tail: str = ppl.Field(unique=True, str_length={"min_value": 2})
    seats: pl.Int32 = ppl.Field(in_range={"min_value": 1, "max_value": 900})
    weight: float = ppl.Field(nullable=True)


class PolarsStrict(ppl.DataFrameModel):
    a: int
    b: int

    class Config:
        strict = True
        ordered = True
        unique: ClassVar = ["a", "b"]


class PolarsNotEmpty(ppl.DataFrameModel):
    a: int

    @ppl.dataframe_check
    @classmethod
    def not_empty(cls, data: Any) -> Any:
        return data.lazyframe.select(pl.len() > 0)

    @ppl.check("a")
    @classmethod
    def small(cls, data: Any) -> Any:
        return data.lazyframe.select(pl.col(data.key) < 10)


class PolarsCrashing(ppl.DataFrameModel):
    a: int

    @ppl.check("a")
    @classmethod
    def broken(cls, data: Any) -> Any:
        return data.no_such_thing


class PolarsAlike(ppl.DataFrameModel):
    part: int = ppl.Field(alias="^part_.*$", regex=True, ge=0)
    other: str


class PolarsNested(ppl.DataFrameModel):
    items: pl.List(pl.Int64)  # type: ignore[valid-type]
    at: pl.Datetime("ms", "UTC")  # type: ignore[valid-type]
    level: pl.Enum(["low", "high"])  # type: ignore[valid-type]


class Neighbours(pa.DataFrameModel):
    """Checks that look at more than one row, and some that do not."""

    a: int = pa.Field(le=200)

    @pa.check("a")
    @classmethod
    def consecutive(cls, values: Any) -> Any:
        return values.diff().fillna(1) == 1

    @pa.check("a")
    @classmethod
    def many(cls, values: Any) -> bool:
        return len(values) != 2

    @pa.check("a", element_wise=True)
    @classmethod
    def even_or_odd(cls, value: int) -> bool:
        return value != 50

    @pa.dataframe_check
    @classmethod
    def about_the_mean(cls, frame: Any) -> Any:
        return (frame["a"] - frame["a"].mean()).abs() < 60


class PolarsNeighbours(ppl.DataFrameModel):
    """The same of polars."""

    a: int = ppl.Field(le=200)

    @ppl.check("a")
    @classmethod
    def consecutive(cls, data: Any) -> Any:
        return data.lazyframe.select(pl.col(data.key).diff().fill_null(1) == 1)
