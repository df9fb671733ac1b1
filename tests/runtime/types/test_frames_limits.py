"""Guards of frames where much is wrong, where checks crash, and where the environment meddles."""

import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
import polars as pl
import pytest
from laboured import bytes_of, lines_of
from pandera.typing import DataFrame
from pandera.typing.polars import DataFrame as PolarsFrame
from pandera.typing.polars import LazyFrame

from dagcompile.runtime.depth import sample
from dagcompile.runtime.types import CheckCrashed, shape_of
from dagcompile.runtime.verdict import GuardVerdict, examine
from tests.runtime.types import contracts


@pytest.mark.parametrize(
    ("annotation", "frame", "name"),
    [
        (DataFrame[contracts.Crashing], pd.DataFrame({"a": [1]}), "Crashing.broken"),
        (PolarsFrame[contracts.PolarsCrashing], pl.DataFrame({"a": [1]}), "PolarsCrashing.broken"),
        (LazyFrame[contracts.PolarsCrashing], pl.LazyFrame({"a": [1]}), "PolarsCrashing.broken"),
    ],
)
def test_a_check_that_raises_has_crashed_with_its_traceback(
    annotation: Any, frame: Any, name: str
) -> None:
    with pytest.raises(CheckCrashed, match=name) as caught:
        shape_of(annotation).accepts(frame)
    assert isinstance(caught.value.__cause__, AttributeError)
    verdict = examine(frame, annotation, subject="load.result", severity="warn")
    assert verdict.outcome == "crashed"
    assert verdict.error is not None
    assert "in broken" in str(verdict.error["traceback"])


@pytest.mark.parametrize("variable", ["PANDERA_VALIDATION_ENABLED", "PANDERA_VALIDATION_DEPTH"])
def test_the_environment_does_not_switch_a_guard_off(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "False" if variable.endswith("ENABLED") else "SCHEMA_ONLY")
    code = (
        "import pandas as pd\nfrom pandera.typing import DataFrame\n"
        "from dagcompile.runtime.types import shape_of\n"
        "from tests.runtime.types.contracts import Flights\n"
        "frame = pd.DataFrame({'carrier': ['UA'], 'delay': [-70], 'distance': [1.0]})\n"
        "print(shape_of(DataFrame[Flights]).accepts(frame))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


_MANY = 1_000_000


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_million_rows_that_are_wrong_are_told_in_a_few_words(library: str) -> None:
    if library == "pandas":
        names = pd.Series(["XX"], dtype="str").repeat(_MANY).reset_index(drop=True)
        bad = {"carrier": names, "delay": np.full(_MANY, -70), "distance": np.zeros(_MANY)}
        frame: Any = pd.DataFrame(bad)
        annotation: Any = DataFrame[contracts.Flights]
    else:
        frame = pl.DataFrame({"tail": pl.repeat("N", _MANY, eager=True)}).with_columns(
            seats=pl.lit(0, dtype=pl.Int32), weight=pl.lit(1.0)
        )
        annotation = PolarsFrame[contracts.Planes]
    verdicts: list[GuardVerdict] = []

    def guard() -> None:
        verdicts.append(examine(frame, annotation, subject="load.result", severity="error"))

    peak = bytes_of(guard)
    (verdict,) = verdicts
    assert [each.got for each in verdict.violations] == ["1000000 of 1000000 rows"] * 3
    assert len(str(verdict)) < 800
    # a few columns of a byte or of eight, and never an object for each row
    assert peak < 50 * _MANY


def test_columns_and_dtypes_of_a_million_rows_are_no_scan() -> None:
    frame = pd.DataFrame({"tail": pd.Series(["N1"]).repeat(_MANY)})
    shape = shape_of(DataFrame[contracts.Keyed])
    full, shallow = shape.accepts, shape.shallow().accepts
    assert (full(frame), shallow(frame)) == (False, True)
    assert not shallow(frame.rename(columns={"tail": "tails"}))
    assert bytes_of(lambda: full(frame)) > _MANY
    assert bytes_of(lambda: shallow(frame)) < 100_000  # not even a bit for each row
    assert lines_of(lambda: shallow(frame)) < 10_000
    lazy = shape_of(LazyFrame[contracts.Planes]).shallow()
    assert lazy.accepts(
        pl.LazyFrame(schema={"tail": pl.String, "seats": pl.Int32, "weight": float})
    )


def sampled(frame: Any, annotation: Any, count: int) -> tuple[Any, list[tuple[str, str, str]]]:
    verdict = examine(frame, annotation, subject="x", severity="error", depth=sample(count))
    told = [(each.expected, each.got, each.value) for each in verdict.violations]
    return verdict.record()["checked"], told


def test_a_sample_is_some_rows_evenly_spaced() -> None:
    frame = FLIGHTS_OF_A_YEAR.copy()
    frame.loc[[0, 7, 999], "delay"] = [-70, -71, -72]
    checked, told = sampled(frame, DataFrame[contracts.Flights], 10)
    assert checked == {"rows": 10, "of": 1_000}
    assert [each[1:] for each in told] == [("2 of the 10 rows looked at", "rows 0, 999: -70, -72")]


def test_checks_that_may_look_at_several_rows_are_asked_of_all() -> None:
    here = "tests.runtime.types.contracts.Neighbours"
    frame = pd.DataFrame({"a": range(100)}).astype("int64")
    annotation = DataFrame[contracts.Neighbours]
    assert sampled(frame, annotation, 4) == (
        {
            "rows": 4,
            "of": 100,
            "whole": f"{here}.consecutive, {here}.many, {here}.about_the_mean",
        },
        [],
    )
    assert not shape_of(annotation).accepts(frame)  # for 50, which is not in the sample
    frame.loc[10, "a"] = 12
    _, told = sampled(frame, annotation, 4)
    assert told == [(f"{here}.consecutive", "2 of 100 rows", "rows 10, 11: 12, 11")]
    polars = pl.DataFrame({"a": range(100)})
    assert sampled(polars, PolarsFrame[contracts.PolarsNeighbours], 4)[1] == []
    assert sampled(polars.lazy(), LazyFrame[contracts.PolarsNeighbours], 4)[1] == []


def test_what_stands_outside_a_sample_and_crashes_a_check_of_all_rows_is_told() -> None:
    frame = pd.DataFrame({"carrier": ["UA"] * 100})
    frame["carrier"] = frame["carrier"].astype(object)
    frame.loc[50, "carrier"] = 7
    _, told = sampled(frame, DataFrame[Spelled], 3)
    assert told == [("str", "1 of 100 rows", "row 50: 7")]


class Spelled(pa.DataFrameModel):
    """Texts, of which a check relies on it."""

    carrier: str

    @pa.check("carrier")
    @classmethod
    def short(cls, values: Any) -> Any:
        return values.map(lambda each: len(each) < 3)


FLIGHTS_OF_A_YEAR = pd.DataFrame(
    {"carrier": ["UA"] * 1_000, "delay": [1] * 1_000, "distance": [1.0] * 1_000}
)
