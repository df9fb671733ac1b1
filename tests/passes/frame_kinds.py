"""Frames of every library, plain and with contracts, and values for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa

from tests.passes.frames import Asked, Model, annotated

A = Asked("a", "int")
B = Asked("b", "str")
MAYBE_B = Asked("b", "str", required=False)
NULLS = Asked("a", "Int64", nullable=True)
LOW = Asked("a", "int", checks=("ge",))

PANDAS = annotated(Model("pandas", (A,)))
POLARS = annotated(Model("polars", (A,)))
LAZY = annotated(Model("lazy", (A,)))

CONTRACTS: list[Any] = [
    PANDAS,
    annotated(Model("pandas")),
    annotated(Model("pandas", (A, B))),
    annotated(Model("pandas", (A, MAYBE_B))),
    annotated(Model("pandas", (A, B), strict=True, ordered=True)),
    annotated(Model("pandas", (A,), strict=True)),
    annotated(Model("pandas", (NULLS,))),
    annotated(Model("pandas", (LOW,), checks=("not_empty",))),
    annotated(Model("pandas", (Asked("a", "float"),))),
    annotated(Model("pandas", (Asked("a", "str"),))),
    annotated(Model("pandas", (Asked("a", "object", nullable=True),))),
    annotated(Model("pandas", (Asked("a.*", "int", regex=True),))),
    annotated(Model("pandas", (A, B), unique=("a", "b"))),
    annotated(Model("pandas", (A,), index=(Asked("i", "str"),))),
    POLARS,
    annotated(Model("polars", (A, B))),
    annotated(Model("polars", (Asked("a", "float"),))),
    annotated(Model("polars", (A,), strict=True)),
    annotated(Model("polars", (Asked("a.*", "int", regex=True),))),
    annotated(Model("polars", (Asked("a", "str"), Asked("a.*", "int", regex=True)))),
    annotated(Model("polars", (Asked("a", "int", unique=True, checks=("ge", "le")),))),
    LAZY,
    annotated(Model("lazy", (A, B))),
]
_LIST: Any = list
_DICT: Any = dict
PLAIN: list[Any] = [pd.DataFrame, pl.DataFrame, pl.LazyFrame, pa.Table]


@dataclass
class Loaded:
    """A record that holds a frame."""

    frame: PANDAS  # type: ignore[valid-type]  # which was made above
    day: datetime | None = None


TYPES: list[Any] = [
    *CONTRACTS,
    *PLAIN,
    Loaded,
    PANDAS | None,
    PANDAS | POLARS,
    _LIST[PANDAS],
    _LIST[annotated(Model("pandas", (A, B)))],
    _DICT[str, POLARS],
]

_POLARS = [
    pl.DataFrame({"a": [1]}),
    pl.DataFrame({"a": [1, 1, 9]}),
    pl.DataFrame({"a": [1], "b": ["x"]}),
    pl.DataFrame({"a": [1.5]}),
    pl.DataFrame({"a": ["x"], "ab": [1]}),
    pl.DataFrame({"c": [1]}),
    pl.DataFrame({"a": [None]}, schema={"a": pl.Int64}),
]

VALUES: list[Any] = [
    pd.DataFrame(),
    pd.DataFrame({"a": [1]}),
    pd.DataFrame({"a": [1]}, index=["x"]),
    pd.DataFrame({"a": [1], "b": ["x"]}),
    pd.DataFrame({"b": ["x"], "a": [1]}),
    pd.DataFrame({"a": [1, 1], "b": ["x", "x"]}),
    pd.DataFrame({"a": [1], "b": [1]}),
    pd.DataFrame({"a": [1], "ab": ["x"]}),
    pd.DataFrame({"a": pd.Series([1, None], dtype="Int64")}),
    pd.DataFrame({"a": [-1]}),
    pd.DataFrame({"a": [0.5]}),
    pd.DataFrame({"a": ["x"]}),
    pd.DataFrame({"a": pd.Series([1, "x"], dtype="object")}),
    pd.DataFrame({"a": pd.Series([], dtype="int64")}),
    *_POLARS,
    *(frame.lazy() for frame in _POLARS),
    pa.table({"a": [1]}),
    Loaded(pd.DataFrame({"a": [1]})),
    Loaded(pd.DataFrame()),
    [pd.DataFrame({"a": [1]})],
    [pd.DataFrame({"a": [1], "b": ["x"]})],
    {"x": pl.DataFrame({"a": [1]})},
]
