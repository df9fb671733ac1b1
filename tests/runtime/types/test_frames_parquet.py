"""Frames as files: they come back as they were, or the column that cannot is named."""

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import polars.testing
import pyarrow as pa
import pytest
from pandera.typing import DataFrame
from pandera.typing.polars import LazyFrame

from dagcompile.runtime.airflow.values import pack, unpack
from dagcompile.runtime.types import Undecodable, Unencodable, shape_of
from tests.runtime.types import contracts
from tests.runtime.types.pandas_strategies import told, told_axis

_DAYS = pd.date_range("2020", periods=2, freq="D", name="day")


def column(values: Any, dtype: Any = object) -> pd.DataFrame:
    return pd.DataFrame({"a": pd.Series(values, dtype=dtype)})


_MOMENT = dt.datetime.fromisoformat("2020-01-01")


def indexed(index: Any) -> pd.DataFrame:
    return pd.DataFrame({"a": [1, 2]}, index=index)


def labelled(columns: Any) -> pd.DataFrame:
    return pd.DataFrame([[1, "x"]], columns=columns)


PANDAS: dict[str, pd.DataFrame] = {
    "numbers and texts": pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [1.5, np.nan]}),
    "an index by range": pd.DataFrame({"a": [1, 2]}, index=pd.RangeIndex(5, 9, 2, name="r")),
    "an index of texts": pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], name="k")),
    "an index with duplicates": pd.DataFrame({"a": [1, 2]}, index=[0, 0]),
    "an index of days": pd.DataFrame({"a": [1, 2]}, index=_DAYS),
    "levels": pd.DataFrame(
        {"a": [1, 2]}, index=pd.MultiIndex.from_tuples([(1, "x"), (2, "y")], names=["p", None])
    ),
    "objects: texts": column(["x", None, "y"]),
    "objects: texts and nan": column(["x", float("nan")]),
    "objects: of several classes": column(["x", 1, None, 2.5]),
    "objects: large ints": column([2**70, 1]),
    "objects: dates": column([dt.date(2020, 1, 1), None]),
    "objects: decimals": column([Decimal("1.50"), Decimal(2)]),
    "objects: lists, tuples, sets": column([[1], (1, 2), {3}, {"x": [None]}]),
    "objects: bytes": column([b"\0x", None]),
    "no objects": column([]),
    "categories": column(["x", "y"], pd.CategoricalDtype(["y", "x", "z"], ordered=True)),
    "categories of ints": column([1, None], pd.CategoricalDtype([2, 1])),
    "categories of intervals": pd.DataFrame({"a": pd.cut([1, 2, 9], 2)}),
    "numbers that may be missing": column([2**60 + 1, None], "Int64"),
    "bools that may be missing": column([True, None], "boolean"),
    "texts that may be missing": column(["x", None], "string"),
    "texts that python stores": column(["x", None], pd.StringDtype("python")),
    "periods": pd.DataFrame({"a": pd.period_range("2020", periods=2, freq="M")}),
    "zones": pd.DataFrame({"a": pd.date_range("2020", periods=2, tz="Europe/Paris")}),
    "seconds": column(["2020", None], "datetime64[s]"),
    "durations": column([1, 2], "timedelta64[s]"),
    "nanoseconds": column([1, 2], "datetime64[ns]"),
    "small numbers": column([1.5], "float16"),
    "dtypes of pyarrow": column([1, None], "int64[pyarrow]"),
    "names twice": pd.DataFrame([[1, "x"]], columns=["a", "a"]),
    "names that are numbers": pd.DataFrame([[1, 2]], columns=[0, "a"]),
    "levels of names": pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_product([["a"], [1, 2]])),
    "no columns": pd.DataFrame(index=range(3)),
    "an index of objects": indexed(pd.Index(["x", "y"], dtype=object)),
    "an index of moments as objects": indexed(pd.Index([_MOMENT, _MOMENT], dtype=object)),
    "levels of objects": indexed(
        pd.MultiIndex.from_arrays([pd.Index(["x", "y"], dtype=object), [_MOMENT, None]])
    ),
    "levels with holes": indexed(pd.MultiIndex.from_arrays([["x", None], [1, np.nan]])),
    "levels of one": indexed(pd.MultiIndex.from_arrays([[1, 2]])),
    "levels named by numbers": indexed(
        pd.MultiIndex.from_arrays([[1, 2], ["x", "y"], [1.5, 2]], names=[None, None, 1])
    ),
    "categories of objects": column(
        ["x", None], pd.CategoricalDtype(pd.Index(["x"], dtype=object))
    ),
    "categories of moments as objects": column(
        [_MOMENT], pd.CategoricalDtype(pd.Index([_MOMENT], dtype=object))
    ),
    "categories with a name": column(["x"], pd.CategoricalDtype(pd.Index(["x"], name="n"))),
    "labels that are objects": labelled(pd.Index(["x", "y"], dtype=object)),
    "labels that python stores": labelled(
        pd.Index(["x", "y"], dtype=pd.StringDtype("python", na_value=np.nan))
    ),
    "labels that are days": labelled(_DAYS),
    "labels that are categories": labelled(pd.CategoricalIndex(["x", "y"], ["y", "x", "z"])),
    "levels of labels of objects and categories": labelled(
        pd.MultiIndex.from_arrays([pd.Index(["x", 1], dtype=object), pd.Categorical(["p", "q"])])
    ),
    "no duplicates allowed": column([1, 2]).set_flags(allows_duplicate_labels=False),
    "nothing": pd.DataFrame(),
}


@pytest.mark.parametrize("frame", PANDAS.values(), ids=PANDAS)
def test_pandas(frame: pd.DataFrame) -> None:
    frame.attrs = {"source": ("nyc", 13)}
    before = frame.copy()
    form = shape_of(pd.DataFrame).file_form()
    assert form is not None
    back = form.load(form.dump(frame))
    pd.testing.assert_frame_equal(back, frame, check_exact=True, check_freq=True, check_flags=True)
    assert back.attrs == frame.attrs
    assert told_axis(back.index) == told_axis(frame.index)
    assert told_axis(back.columns) == told_axis(frame.columns)
    assert [told(back.iloc[:, each]) for each in range(back.shape[1])] == [
        told(frame.iloc[:, each]) for each in range(frame.shape[1])
    ]
    for own, other in zip(frame.to_numpy().ravel(), back.to_numpy().ravel(), strict=True):
        assert (type(own), repr(own)) == (type(other), repr(other))
    pd.testing.assert_frame_equal(frame, before)


POLARS: dict[str, pl.DataFrame] = {
    "numbers and texts": pl.DataFrame({"a": [1, None], "b": ["x", None], "c": [1.5, float("nan")]}),
    "moments": pl.DataFrame(
        {"a": [1], "b": [1], "c": [1]},
        schema={
            "a": pl.Datetime("ms", "Europe/Paris"),
            "b": pl.Duration("ns"),
            "c": pl.Datetime("us"),
        },
    ),
    "decimals": pl.DataFrame({"a": [Decimal("1.50")]}, schema={"a": pl.Decimal(38, 2)}),
    "categories": pl.DataFrame(
        {"a": ["x"], "b": ["y"]}, schema={"a": pl.Categorical, "b": pl.Enum(["y", "x"])}
    ),
    "nested": pl.DataFrame({"a": [[{"x": [1]}], None], "b": [{"y": None, "z": b"\0"}] * 2}),
    "no rows": pl.DataFrame(schema={"a": pl.Int128, "b": pl.Null}),
    "nothing": pl.DataFrame(),
}


@pytest.mark.parametrize("frame", POLARS.values(), ids=POLARS)
def test_polars(frame: pl.DataFrame) -> None:
    eager, lazy = shape_of(pl.DataFrame), shape_of(pl.LazyFrame)
    polars.testing.assert_frame_equal(eager.decode(eager.encode(frame)), frame)
    back = lazy.decode(lazy.encode(frame.lazy()))
    assert isinstance(back, pl.LazyFrame)
    polars.testing.assert_frame_equal(back.collect(), frame)


_CODES = pa.DictionaryArray.from_arrays
ARROW: dict[str, Any] = {
    "numbers": pa.array([1, None], pa.int8()),
    "lists": pa.array([["x", None], None]),
    "lists of named elements": pa.array([[1]], pa.list_(pa.field("n", pa.int8(), nullable=False))),
    "lists of a size": pa.array([[1.5, float("nan")], None], pa.list_(pa.float64(), 2)),
    "maps": pa.array([[("x", 1), ("y", None)], None], pa.map_(pa.string(), pa.int64())),
    "seconds": pa.array([1, None], pa.timestamp("s")),
    "seconds of a zone": pa.array([1, None], pa.timestamp("s", "Europe/Paris")),
    "seconds in lists": pa.array([[1], None], pa.list_(pa.timestamp("s"))),
    "seconds of a day": pa.array([1, None], pa.time32("s")),
    "days in milliseconds": pa.array([86_400_000, None], pa.date64()),
    "codes": pa.array(["x", None]).dictionary_encode(),
    "codes in order": _CODES(pa.array([2, 0], pa.int64()), pa.array(["a", "b", "c"]), ordered=True),
    "codes of numbers": _CODES(pa.array([0, 1, 0], pa.int8()), pa.array([7, 5])),
    "codes of many chunks": pa.chunked_array(
        [pa.array(each).dictionary_encode() for each in (["x"], ["y", "x"])]
    ),
    "structs": pa.array([{"x": [1]}, None], pa.struct({"x": pa.list_(pa.timestamp("s"))})),
    "fields with notes": pa.array(
        [{"x": 1}], pa.struct([pa.field("x", pa.int8(), metadata={"k": "v"})])
    ),
}


@pytest.mark.parametrize("held", ARROW.values(), ids=ARROW)
def test_pyarrow(held: Any) -> None:
    field = pa.field("a", held.type, metadata={"unit": "min"})
    table = pa.table([held], schema=pa.schema([field], metadata={"source": "nyc"}))
    packed: Any = pack(table, pa.Table, subject="load.result", name="load.result")
    back = unpack(packed, pa.Table, subject="load.result")
    assert back.schema.equals(table.schema, check_metadata=True)
    assert repr(back.to_pylist()) == repr(table.to_pylist())
    if pa.types.is_dictionary(held.type):
        assert back.unify_dictionaries().equals(table.unify_dictionaries())


class Derived(pd.DataFrame):
    pass


FAR = np.array([2**60, 1], "datetime64[s]")
HOLIDAYS = pd.offsets.CustomBusinessDay(holidays=["2020-01-08"])
MIDDAY = pa.array([43_200_000], pa.int64()).view(pa.date64())


def arrow(cells: Any, kind: Any) -> Any:
    return pa.table({"a": pa.array(cells, kind)})


@pytest.mark.parametrize(
    ("annotation", "frame", "said"),
    [
        (
            pd.DataFrame,
            column([1j], complex),
            'at ["a"]: no parquet file holds this column: pyarrow has no type for complex128',
        ),
        (
            pd.DataFrame,
            pd.DataFrame({"a": [1]}, index=[1j]),
            "no parquet file holds the index: pyarrow has no type for complex128",
        ),
        (pd.DataFrame, column([object()]), 'at ["a"]: no parquet file holds this column: row 0'),
        (pd.DataFrame, Derived(), "Derived` would come back as"),
        (
            pd.DataFrame,
            indexed(pd.date_range("2020-01-06", periods=2, freq=HOLIDAYS)),
            "no parquet file holds the index: its freq <CustomBusinessDay> has no name that says",
        ),
        (
            pd.DataFrame,
            indexed(pd.date_range("2020", periods=2, freq=pd.DateOffset(days=3, hours=1))),
            "no parquet file holds the index: its freq <DateOffset: days=3, hours=1> has no name",
        ),
        (
            pd.DataFrame,
            indexed(pd.Index([1, object()], dtype=object)),
            "no parquet file holds the index: row 1: ",
        ),
        (
            pd.DataFrame,
            pd.DataFrame([[1]], columns=pd.Index([1j])),
            "no parquet file holds the labels of the columns: ",
        ),
        (pd.DataFrame, pd.DataFrame({"a": FAR}), 'at ["a"]: no parquet file holds this column'),
        (pd.DataFrame, indexed(pd.Index(FAR)), "no parquet file holds the index"),
        (pl.DataFrame, pl.DataFrame({"b": [object()]}), 'at ["b"]: no parquet file holds'),
        (pa.Table, arrow([2**60], pa.timestamp("s")), 'at ["a"]: no parquet file holds'),
        (pa.Table, arrow([None], pa.month_day_nano_interval()), 'at ["a"]: no parquet file holds'),
        (pa.Table, pa.table({"a": MIDDAY}), 'at ["a"]: no parquet file holds this column: values'),
        (pa.Table, pa.table({"a": _CODES([1], [5, 6])}), 'at ["a"]: no parquet file holds'),
        (pa.Table, pa.table({"a": [1, 2]}).select([]), "holds rows without columns"),
        (DataFrame[contracts.Keyed], None, "expected `pandera.typing.DataFrame["),
    ],
)
def test_what_no_file_holds(annotation: Any, frame: Any, said: str) -> None:
    with pytest.raises(Unencodable) as caught:
        shape_of(annotation).encode(frame)
    assert said in str(caught.value)


def test_what_is_no_file_of_a_frame() -> None:
    with pytest.raises(Undecodable, match="parquet"):
        shape_of(pl.DataFrame).decode("AAAA")


@pytest.mark.parametrize("stored", [True, False])
def test_between_tasks(stored: bool, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    if stored:
        monkeypatch.setenv("DAGCOMPILE_STORE", str(tmp_path))
    frame = pd.DataFrame({"tail": ["N1", "N2"]}, index=[7, 7])
    packed: Any = pack(frame, DataFrame[contracts.Keyed], subject="load.result", name="load.result")
    assert packed.keys() == {"stored" if stored else "value"}
    back = unpack(packed, DataFrame[contracts.Keyed], subject="load.result")
    pd.testing.assert_frame_equal(back, frame)
    if stored:
        assert packed["stored"]["codec"] == "parquet"
        assert pl.read_parquet(tmp_path / "load.result.parquet")["tail"].to_list() == ["N1", "N2"]


def test_within_other_values() -> None:
    shape = shape_of(dict[str, LazyFrame[contracts.Planes] | None])
    planes = pl.LazyFrame({"tail": ["N1"]})
    back = shape.decode(shape.encode({"a": planes, "b": None}))
    assert back["b"] is None
    assert back["a"].collect().to_dicts() == [{"tail": "N1"}]
