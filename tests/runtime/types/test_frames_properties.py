"""Over random frames: our word is pandera's, and there is a violation where it says no."""

from typing import Any

import hypothesis.strategies as st
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from pandera.typing import DataFrame
from pandera.typing.polars import DataFrame as PolarsFrame
from pandera.typing.polars import LazyFrame

from dagcompile.runtime.types import CheckCrashed, shape_of
from tests.runtime.types import contracts

PANDAS: list[Any] = [
    contracts.Flights,
    contracts.Keyed,
    contracts.Jointly,
    contracts.Strict,
    contracts.NotEmpty,
    contracts.Crashing,
    contracts.Alike,
    contracts.Indexed,
    contracts.Levelled,
    contracts.Floats,
    contracts.Moments,
    contracts.Neighbours,
]
POLARS: list[Any] = [
    contracts.Planes,
    contracts.PolarsStrict,
    contracts.PolarsNotEmpty,
    contracts.PolarsCrashing,
    contracts.PolarsAlike,
    contracts.PolarsNested,
    contracts.PolarsNeighbours,
]

_NAMES = "carrier delay distance tail day flight a b part_1 part_2 other at kind maybe".split()
_CELLS: dict[str, Any] = {
    "int64": st.integers(-70, 12),
    "Int64": st.one_of(st.none(), st.integers(0, 3)),
    "float64": st.sampled_from([0.5, 2.0, float("nan"), -1.0]),
    "str": st.sampled_from(["UA", "AA", "x", "N"]),
    "object": st.sampled_from(["UA", "AA", None, 3]),
    "datetime64[ns]": st.sampled_from(list(pd.to_datetime(["2020", "2021"]))),
    "category": st.sampled_from(["x", "y"]),
}
_WANTED = {
    "carrier": ["str", "object"], "delay": ["int64"], "distance": ["float64"], "tail": ["str"],
    "at": ["datetime64[ns]"], "kind": ["category"], "maybe": ["Int64", "int64"], "other": ["str"],
}  # fmt: skip


@st.composite
def pandas_frames(draw: st.DrawFn, model: Any) -> pd.DataFrame:
    asked = [name for name in model.to_schema().columns if name in _NAMES]
    if model is contracts.Alike:
        asked = ["part_1", "other"]
    names = draw(st.one_of(st.just(asked), st.permutations(asked), st.lists(_names(), max_size=4)))
    names = [*names, *draw(st.lists(_names(), max_size=1))]
    rows = draw(st.integers(0, 4))
    columns = []
    for name in names:
        likely = st.sampled_from(_WANTED.get(name, ["int64"]))
        dtype = draw(st.one_of(likely, likely, likely, st.sampled_from(sorted(_CELLS))))
        cells = draw(st.lists(_CELLS[dtype], min_size=rows, max_size=rows))
        columns.append(pd.Series(cells, dtype=dtype))
    frame = pd.concat(columns, axis=1) if columns else pd.DataFrame(index=range(rows))
    frame.columns = pd.Index(names)
    if draw(st.booleans()):
        labels = st.lists(st.integers(-1, 30), min_size=rows, max_size=rows)
        if model is contracts.Levelled:
            levels = draw(st.tuples(labels, labels))
            by = draw(st.sampled_from([["day", "hour"], ["hour", "day"], ["day", "x"]]))
            frame.index = pd.MultiIndex.from_arrays(levels, names=by)
        else:
            frame.index = pd.Index(draw(labels), dtype="int64")
    return frame


def _names() -> st.SearchStrategy[str]:
    return st.sampled_from(_NAMES)


_POLARS_CELLS: list[tuple[Any, Any]] = [
    (pl.Int64, st.one_of(st.none(), st.integers(-2, 12))),
    (pl.Int64, st.integers(-2, 12)),
    (pl.Int32, st.integers(-1, 3)),
    (pl.Float64, st.sampled_from([None, 1.0, float("nan")])),
    (pl.String, st.sampled_from([None, "N1", "N2", "N"])),
    (pl.List(pl.Int64), st.sampled_from([[1], []])),
    (pl.Enum(["low", "high"]), st.sampled_from(["low", "high"])),
]


@st.composite
def polars_frames(draw: st.DrawFn, model: Any) -> pl.DataFrame:
    schema = {
        name: column.dtype.type
        for name, column in model.to_schema().columns.items()
        if not column.regex
    }
    if model is contracts.PolarsAlike:
        schema = {"part_1": pl.Int64, "other": pl.String}
    names = draw(st.permutations([*schema, *draw(st.lists(_names(), max_size=1))]))
    if draw(st.booleans()):
        names = list(schema)
    names = names[: draw(st.integers(len(names) - 1, len(names)))]
    rows = draw(st.integers(0, 3))
    made = {}
    for name in names:
        kinds = [each for each in _POLARS_CELLS if each[0] == schema.get(name)] or _POLARS_CELLS
        dtype, cells = draw(st.sampled_from([*kinds * 6, *_POLARS_CELLS]))
        made[name] = pl.Series(draw(st.lists(cells, min_size=rows, max_size=rows)), dtype=dtype)
    return pl.DataFrame(made)


def said_by_pandera(model: Any, frame: Any) -> bool:
    """Which may crash beside a check that does: where it puts together which rows fail."""
    try:
        model.to_schema().validate(frame)
    except Exception:  # noqa: BLE001  (it has many)
        return False
    return True


def said_by_us(annotation: Any, frame: Any) -> bool:
    shape = shape_of(annotation)
    try:
        accepted = shape.accepts(frame)
        violations = list(shape.violations(frame))
        wider = [shape.shallow(), shape.sampled(1), shape.sampled(2)]
        loose = [(each.accepts(frame), list(each.violations(frame))) for each in wider]
    except CheckCrashed:
        # or where pandera has no answer: a check of two columns that have one name
        assert "Crashing" in shape.text or len(set(frame.columns)) < len(frame.columns)
        return False
    assert (not violations) is accepted
    assert all(each.expected and each.got for each in violations)
    assert all((fits or not accepted) and fits is not bool(found) for fits, found in loose)
    return accepted


_settings = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("model", PANDAS)
@_settings
@given(data=st.data())
def test_pandas_frames(model: Any, data: st.DataObject) -> None:
    frame = data.draw(pandas_frames(model))
    before = frame.copy()
    # pandera takes a column that is there twice; nobody can tell which of the two is meant
    twice = any(list(frame.columns).count(each) > 1 for each in model.to_schema().columns)
    assert said_by_us(DataFrame[model], frame) == (said_by_pandera(model, frame) and not twice)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("model", POLARS)
@_settings
@given(data=st.data())
def test_polars_frames(model: Any, data: st.DataObject) -> None:
    frame = data.draw(polars_frames(model))
    said = said_by_us(PolarsFrame[model], frame)
    assert said == said_by_pandera(model, frame)
    assert said_by_us(LazyFrame[model], frame.lazy()) == said
