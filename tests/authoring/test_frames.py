"""Frames with contracts in pipelines that are traced."""

from collections.abc import Callable, Sized
from typing import Annotated, Any

import pandas as pd
import pandera.pandas as papd
import pandera.polars as papl
import polars as pl
import pyarrow as pa
import pytest
from pandera.typing import DataFrame
from pandera.typing.polars import DataFrame as PolarsFrame
from pandera.typing.polars import LazyFrame

from dagcompile import Check, op, pipeline
from dagcompile.authoring import trace
from dagcompile.authoring.contracts import BadContract
from dagcompile.authoring.types import describe
from dagcompile.ir import records as ir
from dagcompile.runtime.types import shape_of

TAILS = pa.schema([("tail", pa.string())])
TAILS_OF_NYC = pa.schema([("tail", pa.string())], metadata={"source": "nyc"})


@op
def load_tails() -> Annotated[pa.Table, TAILS]:
    return pa.table({"tail": ["N1"]})


@op
def count_tails(tails: Annotated[pa.Table, TAILS_OF_NYC]) -> int:
    return len(tails)


@op
def drop_tails(tails: Annotated[pa.Table, TAILS_OF_NYC]) -> Annotated[pa.Table, TAILS]:
    return tails


@pipeline
def tails() -> int:
    return count_tails(load_tails())


@pipeline
def tails_again() -> int:
    return count_tails(drop_tails(load_tails()))


def test_schemas_that_differ_in_metadata_are_one_type() -> None:
    for each in (tails, tails_again):
        types = [entry.type for entry in trace(each).pipeline.meaning.types]
        (found,) = (type_ for type_ in types if isinstance(type_, ir.FrameType))
        assert found.ref == ir.Ref(module=__name__, name="TAILS")


class Tails(papd.DataFrameModel):
    """A contract of frames of pandas."""

    tail: str


class Planes(papl.DataFrameModel):
    """A contract of frames of polars."""

    tail: str


def of_pandas(frame: pd.DataFrame) -> bool:
    return not frame.empty


def of_tails(frame: DataFrame[Tails]) -> bool:
    return not frame.empty


def of_polars(frame: pl.DataFrame) -> bool:
    return not frame.is_empty()


def of_lazy(frame: pl.LazyFrame) -> bool:
    return True


def of_planes(frame: PolarsFrame[Planes]) -> bool:
    return True


def of_tables(table: pa.Table) -> bool:
    return True


def of_list(rows: list[int]) -> bool:
    return True


def of_either(frame: pd.DataFrame | pl.DataFrame) -> bool:
    return True


def of_sized(frame: Sized) -> bool:
    return len(frame) > 0


FOR: dict[Any, list[Callable[..., bool]]] = {
    pd.DataFrame: [of_pandas, of_tails, of_either, of_sized],
    DataFrame[Tails]: [of_pandas, of_tails, of_either, of_sized],
    pl.DataFrame: [of_polars, of_planes, of_either, of_sized],
    PolarsFrame[Planes]: [of_polars, of_planes, of_either, of_sized],
    LazyFrame[Planes]: [of_lazy, of_sized],  # one that derives from it may have a length
    Annotated[pa.Table, TAILS]: [of_tables, of_sized],
    list[int]: [of_list, of_sized],
}
CHECKS = list(dict.fromkeys(each for checks in FOR.values() for each in checks))


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("frame", FOR, ids=str)
def test_a_check_is_for_the_frames_that_it_takes(frame: Any, check: Callable[..., bool]) -> None:
    shape = shape_of(Annotated[frame, Check(check)])
    if check in FOR[frame]:
        describe(shape, {})
        return
    with pytest.raises(BadContract) as caught:
        describe(shape, {})
    assert caught.value.code == "DC242"
    assert f"stands beside `{shape_of(frame).text}`" in caught.value.reason
