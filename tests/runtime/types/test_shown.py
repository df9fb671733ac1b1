"""How values of data libraries are shown where a line tells of one: by class and size."""

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dagcompile.runtime.types.names import short


class DataFrame:
    """Of the author, not of a library."""


class Planes(pd.DataFrame):
    """Of the author, built on one of a library."""


SHOWN: list[tuple[Any, str]] = [
    (pd.DataFrame({"a": [1, 2], "b": [3, 4]}), "<pandas.DataFrame of 2 rows, 2 columns>"),
    (pl.DataFrame({"a": [1]}), "<polars.DataFrame of 1 row, 1 column>"),
    (pa.table({"a": [1, 2]}), "<pyarrow.Table of 2 rows, 1 column>"),
    (pa.record_batch({"a": [1, 2]}), "<pyarrow.RecordBatch of 2 rows, 1 column>"),
    (pd.Series([1, 2]), "<pandas.Series of 2 rows, int64>"),
    (pl.Series("a", [1, 2]), "<polars.Series of 2 rows, Int64>"),
    (pa.array([1, 2]), "<pyarrow.Int64Array of 2 rows, int64>"),
    (pa.chunked_array([[1], [2]]), "<pyarrow.ChunkedArray of 2 rows, int64>"),
    (np.zeros((1000, 3)), "<numpy.ndarray of shape (1000, 3), float64>"),
    (np.array([DataFrame()]), "<numpy.ndarray of shape (1,), object>"),
    (np.array([1, 2]), "array([1, 2])"),
    (np.float64(1.5), "np.float64(1.5)"),
    (pd.Timestamp("2026-01-02"), "Timestamp('2026-01-02 00:00:00')"),
    ([pd.Series([1])], "[<pandas.Series of 1 row, int64>]"),
    (Planes({"a": [1]}), f"<{__name__}.Planes of 1 row, 1 column>"),
    (DataFrame(), f"<{__name__}.DataFrame object>"),
]


@pytest.mark.parametrize(("value", "text"), SHOWN, ids=[text for _, text in SHOWN])
def test_data_is_shown_by_its_size(value: Any, text: str) -> None:
    assert short(value) == text
