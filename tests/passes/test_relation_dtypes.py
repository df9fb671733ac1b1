"""Dtypes that are told apart by their names have no column in common, by pandera's own word."""

import datetime as dt
import decimal
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pandera.polars as ppl
import polars as pl
from pandera.engines import pandas_engine, polars_engine

from dagcompile.passes.relation.dtypes import disjoint
from dagcompile.runtime.types.frames.dtypes import pandas_name, polars_name

_CATEGORY = pd.CategoricalDtype(["b", "a"])
PANDAS: list[Any] = [
    int, float, bool, str, bytes, complex, object, "Int64", "int8", "uint8", "Int32", "float32",
    "Float64", "boolean", np.str_, "category", _CATEGORY, pd.CategoricalDtype(["a"], ordered=True),
    "datetime64[ns]", dt.date, dt.timedelta, decimal.Decimal, list[int], list, dict,
    pd.DatetimeTZDtype("us", "UTC"), pd.DatetimeTZDtype("us", "Europe/Paris"), pd.PeriodDtype("D"),
]  # fmt: skip
_OBJECTS: list[list[Any]] = [
    ["a"], ["a", 1], [None], [], [[1]], [{}], [b""], [dt.date(2020, 1, 1)],
    [decimal.Decimal(1)],
]  # fmt: skip
_NUMBERS = "int64 Int64 int8 uint8 int32 Int32 float64 float32 Float64 bool boolean complex128"
COLUMNS: list[Any] = [
    *(pd.Series([1, 0], dtype=dtype) for dtype in _NUMBERS.split()),
    *(pd.Series(cells, dtype=object) for cells in _OBJECTS),
    *(pd.Series(["a", "b"], dtype=dtype) for dtype in ("str", "string", "category", _CATEGORY)),
    pd.Series(["a"], dtype=pd.CategoricalDtype(["a"], ordered=True)),
    *(pd.Series([1], dtype=f"datetime64[{unit}]") for unit in ("s", "us", "ns")),
    *(pd.Series([1], dtype=f"datetime64[us, {zone}]") for zone in ("UTC", "Europe/Paris")),
    pd.Series([1], dtype="timedelta64[us]"),
    pd.Series(pd.period_range("2020", periods=1, freq="D")),
]

POLARS: list[Any] = [
    pl.Int64, pl.Int8, pl.UInt32, pl.Float32, pl.Float64, pl.Boolean, pl.String, pl.Binary,
    pl.Date, pl.Time, pl.Datetime("us"), pl.Datetime("ms"), pl.Datetime("us", "UTC"),
    pl.Duration("us"), pl.Decimal(10, 2), pl.Decimal(38, 0), pl.Categorical, pl.Enum(["a"]),
    pl.Enum(["a", "b"]), pl.List(pl.Int64), pl.List(pl.String), pl.Array(pl.Int64, 2),
    pl.Struct({"a": pl.Int64}), pl.Struct({"b": pl.Int64}), pl.Null, pl.Object,
]  # fmt: skip
OPEN: list[Any] = [pl.List, pl.Array, pl.Struct]


@cache
def pandas_columns(number: int) -> frozenset[int]:
    """Which of the columns pandera takes for one of the dtypes."""
    schema = pa.DataFrameSchema({"x": pa.Column(PANDAS[number], nullable=True)})
    return frozenset(at for at, each in enumerate(COLUMNS) if passes(schema, each.to_frame("x")))


def passes(schema: Any, frame: Any) -> bool:
    try:
        schema.validate(frame)
    except (pa.errors.SchemaError, ValueError):
        return False
    return True


def test_pandas() -> None:
    names = [pandas_name(pandas_engine.Engine.dtype(each)) for each in PANDAS]
    told = 0
    for one, other in combinations(range(len(PANDAS)), 2):
        if names[one] == names[other]:
            assert pandas_columns(one) == pandas_columns(other), names[one]
        elif disjoint(names[one], names[other], "pandas"):
            told += 1
            assert not pandas_columns(one) & pandas_columns(other), (names[one], names[other])
    assert told > 200


def test_polars() -> None:
    frames = [pl.DataFrame(schema={"x": each}) for each in POLARS]
    named = []
    for each in (*POLARS, *OPEN):
        schema = ppl.DataFrameSchema({"x": ppl.Column(each, nullable=True)})
        taken = {at for at, frame in enumerate(frames) if passes(schema, frame)}
        named.append((polars_name(polars_engine.Engine.dtype(each)), taken))
    assert len({name for name, _ in named}) == len(named)
    told = 0
    for (name, taken), (other, others) in combinations(named, 2):
        if disjoint(name, other, "polars"):
            told += 1
            assert not taken & others, (name, other)
    assert told > 300
