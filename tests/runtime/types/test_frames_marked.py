"""Frames that pandera marks with their model: `DataFrame[Planes](...)`."""

from typing import Any

import pandas as pd
import polars as pl
import pytest
from pandera.typing import DataFrame
from pandera.typing.polars import DataFrame as PolarsFrame
from pandera.typing.polars import LazyFrame

from dagcompile.runtime.airflow.values import pack, unpack
from dagcompile.runtime.types.dynamic import decode_any, encode_any
from tests.runtime.types import contracts

PLANES = pl.DataFrame(
    {"tail": ["N1"], "seats": [2], "weight": [1.5]}, schema_overrides={"seats": pl.Int32}
)


@pytest.mark.parametrize(
    ("annotation", "marked", "plain"),
    [
        (DataFrame[contracts.Keyed], DataFrame[contracts.Keyed]({"tail": ["N1"]}), pd.DataFrame),
        (pd.DataFrame, DataFrame[contracts.Keyed]({"tail": ["N1"]}), pd.DataFrame),
        (
            PolarsFrame[contracts.Planes],
            PolarsFrame[contracts.Planes](PLANES),
            pl.DataFrame,
        ),
        (LazyFrame[contracts.Planes], LazyFrame[contracts.Planes](PLANES), pl.LazyFrame),
    ],
)
def test_what_pandera_marks_travels_as_the_frame_it_is(
    annotation: Any, marked: Any, plain: type, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert type(marked) is not plain
    inline = pack(marked, annotation, subject="load.result", name="load.result")
    monkeypatch.setenv("DAGCOMPILE_STORE", str(tmp_path))
    stored = pack(marked, annotation, subject="load.result", name="load.result")
    assert (*inline, *stored) == ("value", "stored")
    backs: list[Any] = [
        unpack(inline, annotation, subject="load.result"),
        unpack(stored, annotation, subject="load.result"),
        decode_any(encode_any(marked)),
    ]
    for back in backs:
        rows = back.collect() if plain is pl.LazyFrame else back
        assert (type(back), list(rows["tail"])) == (plain, ["N1"])
