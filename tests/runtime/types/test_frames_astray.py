"""Frames of quite another form than their contract: they are told, and crash no guard."""

from typing import Annotated, Any, ClassVar

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pandera.polars as ppl
import polars as pl
import pytest
from pandera.typing import DataFrame
from pandera.typing.polars import DataFrame as PolarsFrame

from dagcompile.runtime.types import Check, Violation, shape_of
from dagcompile.runtime.verdict import examine
from tests.runtime.types import contracts


class Delays(pa.DataFrameModel):
    carrier: str
    delay: int

    class Config:
        unique: ClassVar = ["carrier", "delay"]


class PolarsDelays(ppl.DataFrameModel):
    carrier: str
    delay: int

    class Config:
        unique: ClassVar = ["carrier", "delay"]


class Texts(pa.DataFrameModel):
    a: np.str_


class Late(pa.DataFrameModel):
    """Its second column has a check that raises."""

    a: int = pa.Field(ge=0)
    b: int

    @pa.check("b")
    @classmethod
    def broken(cls, values: Any) -> Any:
        return values.no_such_thing > 0


class Cells(pa.DataFrameModel):
    """A check that says something of each cell."""

    a: float = pa.Field(nullable=True)

    @pa.dataframe_check
    @classmethod
    def small(cls, frame: Any) -> Any:
        return frame < 10


class Keys(pa.DataFrameModel):
    a: int = pa.Field(ge=0)
    b: object = pa.Field(unique=True)


AGGREGATED = (
    pd.DataFrame({"carrier": ["UA", "UA"], "delay": [1, 2]})
    .groupby("carrier")
    .agg({"delay": ["sum", "mean"]})
)
LEVELS = pd.MultiIndex.from_tuples([(1, 1), (1, 1)], names=["hour", "hour"])


def told(frame: Any, annotation: Any) -> list[str]:
    verdict = examine(frame, annotation, subject="n.x", severity="error")
    assert verdict.outcome == "fail", verdict.error
    return [f"{each.path} {each.expected}: {each.got}" for each in verdict.violations]


@pytest.mark.parametrize(
    ("frame", "annotation", "expected"),
    [
        (
            AGGREGATED,
            DataFrame[Delays],
            ['["carrier"] str: missing', '["delay"] int64: missing'],
        ),
        (
            pd.DataFrame({"carrier": ["UA", "UA"], "delay": [[1], [1]]}),
            DataFrame[Delays],
            ['["delay"] int64: object'],
        ),
        (
            pd.DataFrame({"carrier": ["UA", [1]], "delay": [1, 1]}),
            DataFrame[Delays],
            ['["carrier"] str: 1 of 2 rows'],
        ),
        (
            pl.DataFrame({"carrier": ["UA", "UA"], "delay": [object(), object()]}),
            PolarsFrame[PolarsDelays],
            ['["delay"] Int64: Object'],
        ),
        (
            pd.DataFrame({"a": [1, 2]}, index=LEVELS),
            DataFrame[contracts.Levelled],
            ['.index["day"] int64: missing'],
        ),
        (
            pd.DataFrame({"a": pd.arrays.SparseArray([0, 0, 1])}),
            DataFrame[Texts],
            ['["a"] numpy.str_: 3 of 3 rows'],
        ),
    ],
    ids=["aggregated", "lists", "a list in texts", "objects", "levels", "sparse"],
)
def test_what_is_wrong_is_told_and_nothing_is_run_that_relies_on_it(
    frame: Any, annotation: Any, expected: list[str]
) -> None:
    assert told(frame, annotation) == expected


def short(values: list[int]) -> bool:
    """A check."""
    return len(values) < 2


def broken(values: list[int]) -> bool:
    """A check that raises."""
    raise LookupError(f"{len(values)} values")


@pytest.mark.parametrize(
    ("value", "annotation", "path", "crash"),
    [
        (pd.DataFrame({"a": [-1], "b": [1]}), DataFrame[Late], '["a"]', "AttributeError"),
        (pd.DataFrame({"a": [-1], "b": [[1]]}), DataFrame[Keys], '["a"]', "TypeError"),
        ([1, 2], Annotated[list[int], Check(short), Check(broken)], "", "LookupError"),
    ],
)
def test_what_was_found_before_a_crash_is_told(
    value: Any, annotation: Any, path: str, crash: str
) -> None:
    verdict = examine(value, annotation, subject="n.x", severity="warn")
    assert verdict.outcome == "crashed"
    assert [each.path for each in verdict.violations] == [path]
    error: Any = verdict.record()["error"]
    assert error["type"] == f"builtins.{crash}"
    assert f"crashed: {crash}: " in str(verdict)
    assert f"; before that: {path or 'the value'}: expected " in str(verdict)


@pytest.mark.parametrize(("names", "last"), [(["a", "b", "b"], "b#2"), (["a", "b", "c"], "c")])
def test_cells_of_columns_with_one_name_are_judged_as_others_are(
    names: list[str], last: str
) -> None:
    cells = [[1.0, None, 0.0], [2.0, 12.0, 13.0], [3.0, 1.0, 0.0]]
    frame = pd.DataFrame(cells, columns=names)
    verdict = examine(frame, DataFrame[Cells], subject="n.x", severity="error")
    assert [(each.expected, each.got, each.value) for each in verdict.violations] == [
        (
            f"{__name__}.Cells.small",
            "1 of 3 rows",
            f"row 1: {{'a': 2.0, 'b': 12.0, '{last}': 13.0}}",
        )
    ]
    fine = examine(frame.drop(index=1), DataFrame[Cells], subject="n.x", severity="error")
    assert fine.outcome == "pass", fine.error
    strange = frame.set_axis(["x", "x", "y"], axis=1).assign(a=1.0)
    assert told(strange, DataFrame[Cells]) == [f" {__name__}.Cells.small: 1 of 3 rows"]


def test_a_column_of_the_contract_that_is_there_twice_is_told() -> None:
    frame = pd.DataFrame([["AA", -3, -3]], columns=["carrier", "delay", "delay"])
    only = Violation('["delay"]', "one such column", "2", "")
    for shape in (shape_of(DataFrame[Delays]), shape_of(DataFrame[Delays]).shallow()):
        assert not shape.accepts(frame)
        assert list(shape.violations(frame)) == [only]
    others = pd.DataFrame([["AA", -3, 1, 2]], columns=["carrier", "delay", "more", "more"])
    assert shape_of(DataFrame[Delays]).accepts(others)  # the contract says nothing of them
