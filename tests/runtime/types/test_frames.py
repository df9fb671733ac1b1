"""Frames with contracts: which are read, and which are refused."""

from typing import Any, ClassVar

import pandas as pd
import pandera.pandas as pa
import pandera.polars as ppl
import polars as pl
import pytest
from pandera.typing import DataFrame, Index, Series
from pandera.typing.polars import DataFrame as PolarsFrame
from pandera.typing.polars import LazyFrame

from dagcompile.runtime.types import (
    CheckFact,
    ColumnContract,
    FrameShape,
    UnsupportedType,
    shape_of,
)


class Flights(pa.DataFrameModel):
    carrier: str = pa.Field(isin=["UA", "AA"])
    delay: Series[int] = pa.Field(ge=-60, nullable=True)
    row: Index[int] = pa.Field(unique=True)

    @pa.check("delay")
    @classmethod
    def plausible(cls, delay: Any) -> Any:
        return delay < 1_000

    @pa.dataframe_check
    @classmethod
    def not_empty(cls, frame: Any) -> bool:
        return len(frame) > 0

    class Config:
        strict = True
        unique: ClassVar = ["carrier", "delay"]


class Planes(ppl.DataFrameModel):
    tail: str = ppl.Field(unique=True)
    built: pl.Date | None
    seats: pl.Int32 = ppl.Field(in_range={"min_value": 1, "max_value": 900})


def contract(annotation: Any) -> Any:
    shape = shape_of(annotation)
    assert isinstance(shape, FrameShape)
    return shape.contract


def test_columns_of_a_pandas_model() -> None:
    here = f"{__name__}.Flights"
    assert shape_of(DataFrame[Flights]).text == f"pandera.typing.DataFrame[{here}]"
    read = contract(DataFrame[Flights])
    assert read.columns == (
        ColumnContract(
            name="carrier",
            dtype="str",
            told="rows",
            checks=(CheckFact(name="isin", params=(("allowed_values", ("AA", "UA")),)),),
        ),
        ColumnContract(
            name="delay",
            dtype="int64",
            nullable=True,
            checks=(
                CheckFact(name="greater_than_or_equal_to", params=(("min_value", -60),)),
                CheckFact(name=f"{here}.plausible"),
            ),
        ),
    )
    assert read.checks == (CheckFact(name=f"{here}.not_empty"),)
    assert read.index == (ColumnContract(name="", dtype="int64", unique=True),)
    assert (read.strict, read.ordered, read.unique) == (True, False, ("carrier", "delay"))


def test_columns_of_a_polars_model() -> None:
    eager, lazy = shape_of(PolarsFrame[Planes]), shape_of(LazyFrame[Planes])
    assert eager.text == f"pandera.typing.polars.DataFrame[{__name__}.Planes]"
    assert eager != lazy
    assert contract(LazyFrame[Planes]) == contract(PolarsFrame[Planes])
    names = [(each.name, each.dtype, each.required) for each in contract(LazyFrame[Planes]).columns]
    assert names == [("tail", "String", True), ("built", "Date", False), ("seats", "Int32", True)]


@pytest.mark.parametrize(
    ("frame", "accepted"),
    [
        (pd.DataFrame({"carrier": ["UA", "AA"], "delay": [1, 2]}), True),
        (pd.DataFrame({"carrier": ["UA", "AA"], "delay": [1, -61]}), False),
        (pd.DataFrame({"carrier": ["UA"]}), False),
        (pl.DataFrame({"carrier": ["UA"], "delay": [1]}), False),
        (None, False),
    ],
)
def test_pandera_judges(frame: Any, accepted: bool) -> None:
    shape = shape_of(DataFrame[Flights])
    assert shape.accepts(frame) is accepted
    assert (not list(shape.violations(frame))) is accepted


class Unnamed(pa.DataFrameModel):
    number: int = pa.Field(alias=0)


class Filling(pa.DataFrameModel):
    number: int = pa.Field(default=1)


class Adding(pa.DataFrameModel):
    number: int

    class Config:
        add_missing_columns = True


@pytest.mark.parametrize(
    ("annotation", "reason"),
    [
        (DataFrame[Unnamed], "names a column 0, which is no text"),
        (DataFrame[Filling], "`default` of 'number'"),
        (DataFrame[Adding], "`add_missing_columns` in the Config"),
        (DataFrame[Planes], "wants a subclass of `pandera.pandas.DataFrameModel`"),
        (DataFrame, "it says nothing of the columns"),
        (Series[int], "it is no frame with a contract"),
    ],
)
def test_refused(annotation: Any, reason: str) -> None:
    with pytest.raises(UnsupportedType, match=reason):
        shape_of(annotation)


class Base(pa.DataFrameModel):
    a: int = pa.Field(ge=0, isin=[2, 1])

    @pa.check("a")
    @classmethod
    def small(cls, values: Any) -> Any:
        return values < 9

    @pa.check("a")
    @classmethod
    def named(cls, values: Any) -> Any:
        return values < len(cls.__name__)


class Derived(Base):
    b: int


def test_a_check_that_looks_at_its_model_is_another_for_another_model() -> None:
    one = contract(DataFrame[Base]).columns[0].checks
    other = contract(DataFrame[Derived]).columns[0].checks
    assert [each.name for each in set(one) - set(other)] == [f"{__name__}.Base.named"]
    assert [each.name for each in set(other) - set(one)] == [f"{__name__}.Derived.named"]
    assert len(one) == len(other) == 4
