"""What is expected of frames, as pandera says it."""

import json
from collections.abc import Callable
from typing import Any, cast

import pandas as pd
import pandera.pandas as pa
import pandera.polars as pp
import polars as pl
import pytest
from pyarrow import Table

import dagcompile
from dagcompile import column, expect, op, pipeline
from dagcompile.ir.records import OpNode
from dagcompile.project.compiling import compile_loaded
from dagcompile.runtime.events import Log
from dagcompile.runtime.expectations import assess
from dagcompile.runtime.expectations import expect as written
from dagcompile.runtime.verdict import GuardVerdict
from dagcompile.target import find_target
from dagcompile.testing import run
from dagcompile.testing.parity.expecting import verdict_of

ROWS = {"tail": ["a", "b", None], "delay": [1.0, 5000.0, -70.0]}


class Flights(pa.DataFrameModel):
    tail: str
    delay: float = pa.Field(ge=-60, le=600)


class Polars(pp.DataFrameModel):
    tail: str
    delay: float = pp.Field(ge=-60, le=600)


class Changes(pa.DataFrameModel):
    delay: float

    class Config:
        coerce = True


def late(delays: Any, *, most: float) -> Any:
    return delays < most


WITHIN = column("delay", pa.Check.in_range(-60, 600))
LATE = column("delay", pa.Check(late, most=100))


def judged(asked: Any, frame: Any) -> GuardVerdict:
    verdict = assess(
        written(asked, of="result"), lambda _: frame, node="load", log=Log(run="", pipeline="")
    )
    assert verdict is not None
    return verdict


@pytest.mark.parametrize(
    ("make", "asked", "text", "count"),
    [
        (pd.DataFrame, WITHIN, "delay in_range(max_value=600, min_value=-60)", "2 of 3 rows"),
        (pl.DataFrame, WITHIN, "delay in_range(max_value=600, min_value=-60)", "2 of 3 rows"),
        (pd.DataFrame, LATE, f"delay {__name__}.late(most=100)", "1 of 3 rows"),
    ],
)
def test_a_check_of_a_column(make: Callable[[Any], Any], asked: Any, text: str, count: str) -> None:
    verdict = judged(asked, make(ROWS))
    assert (verdict.outcome, verdict.type) == ("fail", text)
    (violation,) = verdict.violations
    assert (violation.path, violation.got) == ('["delay"]', count)
    assert verdict.checked is not None
    assert verdict.checked.looked == 3
    assert judged(asked, make({"delay": [0.0]})).outcome == "pass"


@pytest.mark.parametrize(
    ("model", "frame"),
    [
        (Flights, pd.DataFrame(ROWS)),
        (Polars, pl.DataFrame(ROWS)),
        (Polars, pl.LazyFrame(ROWS)),
    ],
    ids=["pandas", "polars", "lazy"],
)
def test_a_model(model: Any, frame: Any) -> None:
    verdict = judged(model, frame)
    assert (verdict.outcome, verdict.type) == ("fail", f"{__name__}.{model.__name__}")
    assert {each.path for each in verdict.violations} == {'["tail"]', '["delay"]'}


@pytest.mark.parametrize(
    ("model", "value", "wanted", "got"),
    [
        (Polars, pd.DataFrame(ROWS), "pandera.typing.polars.DataFrame[", "pandas.DataFrame"),
        (Flights, pl.DataFrame(ROWS), "pandera.typing.DataFrame[", "polars.DataFrame"),
        (Flights, pl.LazyFrame(ROWS), "pandera.typing.DataFrame[", "polars.LazyFrame"),
        (Flights, Table.from_pydict(ROWS), "pandera.typing.DataFrame[", "pyarrow.Table"),
        (Flights, [1], "pandera.typing.DataFrame[", "list"),
    ],
    ids=str,
)
def test_a_model_is_not_met_by_what_it_does_not_judge(
    model: Any, value: Any, wanted: str, got: str
) -> None:
    verdict = judged(model, value)
    assert verdict.outcome == "fail"
    (violation,) = verdict.violations
    assert violation.expected.startswith(wanted)
    assert violation.got == got


def test_what_is_no_frame_crashes() -> None:
    verdict = judged(WITHIN, [1])
    assert verdict.outcome == "crashed"
    assert "a frame of pandas or polars is expected, got `list`" in str(verdict.error)


@op(expect=[expect(Flights, severity="warn"), expect(WITHIN), expect(LATE, severity="warn")])
def load(delay: float) -> pd.DataFrame:
    return pd.DataFrame({"tail": ["a"], "delay": [delay]})


@pipeline
def flights(delay: float) -> int:
    loaded = load(delay)
    expect(WITHIN)(loaded)
    return rows.after(expect(Flights)(loaded))(loaded)


@op
def rows(frame: pd.DataFrame) -> int:
    return len(frame)


def test_it_is_written_as_its_author_would() -> None:
    found = find_target("python")
    (artifact,) = found.artifacts(compile_loaded(flights).pipeline, found.options())
    text = " ".join(artifact.text.split())
    assert 'column("delay", "in_range", max_value=600, min_value=-60), of="result"' in text
    assert 'expect(test_expected_frames.Flights, of="result", severity="warn")' in text
    assert 'column("delay", test_expected_frames.late, most=100), of="result"' in text
    assert 'run.expectation( "delay"' in text


def test_a_run_is_judged_by_it() -> None:
    assert run(flights, delay=5.0).result == 1
    report = run(flights, delay=5000.0)
    assert report.outcome == "failed"
    assert '["delay"]: expected in_range' in report.nodes["load"].reason


def test_the_meaning_says_the_same() -> None:
    frame = load.__wrapped__(5000.0)
    (node, *_) = compile_loaded(flights).pipeline.meaning.nodes
    for each in cast("OpNode", node).expectations:
        meant = verdict_of(each, {"result": frame}, node="load")
        asked = {"model": Flights, "column": LATE if "most" in str(each.params) else WITHIN}
        said = judged(asked[each.form], frame)
        assert (meant.outcome, meant.violations) == (said.outcome, said.violations)
        assert meant.type == said.type


def wrong(asked: Any) -> str:
    @pipeline
    def one() -> None:
        load.expecting(asked)(1.0)

    with pytest.raises(dagcompile.diagnostics.CompileError) as raised:
        compile_loaded(one)
    (told, *_) = raised.value.diagnostics
    return f"{told.code}: {told.message}"


def test_what_cannot_be_expected_of_a_frame() -> None:
    assert wrong(expect(column("delay", pa.Check(lambda delays: delays < 1)))).startswith("DC161")
    assert "a guard does not change a frame" in wrong(expect(Changes))
    assert wrong(expect(column("delay", "isin", allowed_values=[object()]))).startswith("DC117")
    with pytest.raises(ValueError, match='expected with severity="warn"'):
        column("delay", pa.Check.gt(1, raise_warning=True))
    with pytest.raises(ValueError, match='expected with severity="warn"'):
        column("delay", "gt", min_value=1, raise_warning=True)


@op
def planes(delay: float) -> Any:
    return pl.DataFrame({"tail": ["a"], "delay": [delay]})


@op
def table(delay: float) -> Table:
    return Table.from_pydict({"delay": [delay]})


@pytest.mark.parametrize(
    ("asked", "of", "told"),
    [
        (Polars, load, "judges frames of polars, and is given `pandas.DataFrame`"),
        (Flights, table, "judges frames of pandas, and is given `pyarrow.Table`"),
        (WITHIN, table, "judges frames of pandas and polars, and is given `pyarrow.Table`"),
        (Flights, rows, "judges frames of pandas, and is given `int`"),
        (Flights, planes, None),
        (Polars, planes, None),
        (WITHIN, load, None),
    ],
)
def test_a_model_is_for_the_frames_of_its_library(asked: Any, of: Any, told: str | None) -> None:
    @pipeline
    def by_node() -> None:
        of.expecting(expect(asked))(load(1.0) if of is rows else 1.0)

    @pipeline
    def by_call() -> None:
        expect(asked)(of(load(1.0) if of is rows else 1.0))

    for each in (by_node, by_call):
        if told is None:
            compile_loaded(each)
            continue
        with pytest.raises(dagcompile.diagnostics.CompileError) as raised:
            compile_loaded(each)
        (found,) = [each for each in raised.value.diagnostics if each.code == "DC163"]
        assert told in found.message


@pytest.mark.parametrize("asked", [Flights, WITHIN, LATE])
def test_nothing_is_told_of_a_secret_frame(asked: Any) -> None:
    frame = pd.DataFrame({"tail": ["hunter2", None], "delay": [987654.0, -5555.0]})
    looked = written(asked, of="result", secret=True)
    verdict = assess(looked, lambda _: frame, node="load", log=Log(run="", pipeline=""))
    assert verdict is not None
    assert verdict.outcome == "fail"
    said = json.dumps(verdict.record())
    assert not [each for each in ("hunter2", "987654", "5555") if each in said]
    assert "a secret" in said
