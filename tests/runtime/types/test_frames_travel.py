"""Whatever frame is packed comes back identical, or is refused when it is packed."""

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import event, given, settings
from polars.testing import assert_frame_equal
from polars.testing.parametric import dataframes

from dagcompile.runtime.types import Unencodable, shape_of
from tests.runtime.types.arrow_strategies import tables
from tests.runtime.types.pandas_strategies import pandas_frames, told, told_axis


def carried(frame: Any) -> Any:
    """The frame as a consumer has it, or `None` if it was refused."""
    shape = shape_of(type(frame))
    try:
        packed = shape.encode(frame)
    except Unencodable as refused:
        event(f"refused: {refused.reason[:60]}")
        return None
    return shape.decode(packed)


@given(tables())
@settings(max_examples=300)
def test_tables_of_pyarrow(table: Any) -> None:
    back = carried(table)
    if back is not None:
        assert type(back) is pa.Table
        assert back.schema.equals(table.schema, check_metadata=True)
        assert back.num_rows == table.num_rows
        assert repr(back.to_pylist()) == repr(table.to_pylist())
        back.validate(full=True)


@given(dataframes(min_cols=0, max_cols=3))
@settings(max_examples=300)
def test_frames_of_polars(frame: pl.DataFrame) -> None:
    for own in (frame, frame.lazy()):
        back = carried(own)
        if back is not None:
            assert type(back) is type(own)
            assert_frame_equal(back.lazy().collect(), frame, check_exact=True)
            assert repr(back.lazy().collect().rows()) == repr(frame.rows())


@given(pandas_frames())
@settings(max_examples=500)
def test_frames_of_pandas(frame: pd.DataFrame) -> None:
    back = carried(frame)
    if back is None:
        return
    assert type(back) is pd.DataFrame
    assert back.attrs == frame.attrs
    assert back.flags.allows_duplicate_labels is frame.flags.allows_duplicate_labels
    assert told_axis(back.index) == told_axis(frame.index)
    assert told_axis(back.columns) == told_axis(frame.columns)
    for place in range(len(frame.columns)):
        assert told(back.iloc[:, place]) == told(frame.iloc[:, place])
