"""Guards of lazy frames run their query once, and tell of the rows that it then gave."""

from dataclasses import dataclass
from typing import Annotated, Any

import polars as pl
import pytest
from pandera.typing.polars import LazyFrame

from dagcompile import sample
from dagcompile.runtime.depth import Depth
from dagcompile.runtime.events import Log
from dagcompile.runtime.expectations import expect, meet
from dagcompile.runtime.guarding import check
from dagcompile.runtime.types import Check
from dagcompile.runtime.types.frames.queries import rows_of, total_of
from dagcompile.runtime.verdict import GuardVerdict, examine
from tests.runtime.types import contracts

PLANES = {"tail": ["N1", "N2"], "seats": [1, 2], "weight": [1.0, None]}
LOG = Log(run="r", pipeline="p")
Planes = LazyFrame[contracts.Planes]


class Source:
    """A query whose first run gives the seats -1, and later ones what is right."""

    def __init__(self, *seats: int) -> None:
        self.runs = 0
        self.seats = list(seats)
        scanned = pl.LazyFrame(PLANES, schema_overrides={"seats": pl.Int32})
        self.frame = scanned.map_batches(self._run, validate_output_schema=False)

    def _run(self, frame: pl.DataFrame) -> pl.DataFrame:
        seats = self.seats[min(self.runs, len(self.seats) - 1)]
        self.runs += 1
        return frame.with_columns(seats=pl.lit(seats, dtype=pl.Int32))


@dataclass
class Fleet:
    """Two lazy frames."""

    planes: Planes
    spare: Planes


def judged(value: object, annotation: Any, depth: Depth = "full") -> GuardVerdict:
    return examine(value, annotation, subject="n.x", severity="error", depth=depth)


def any_frame(frame: pl.LazyFrame) -> bool:
    """A check that passes."""
    return True


@pytest.mark.parametrize("depth", ["full", sample(1), sample(5)])
@pytest.mark.parametrize("annotation", [Planes, Annotated[Planes, Check(any_frame)], Planes | None])
def test_a_query_is_run_once(annotation: Any, depth: Depth) -> None:
    source = Source(-1, 1)
    verdict = judged(source.frame, annotation, depth)
    assert (verdict.outcome, source.runs) == ("fail", 1)
    assert verdict.violations
    source = Source(1)
    assert (judged(source.frame, annotation, depth).outcome, source.runs) == ("pass", 1)


def test_each_query_in_a_value_is_run_once() -> None:
    sources = [Source(1), Source(-1, 1)]
    verdict = judged([each.frame for each in sources], list[Planes])
    assert [each.path for each in verdict.violations] == ['[1]["seats"]']
    assert [each.runs for each in sources] == [1, 1]
    sources = [Source(1), Source(-1, 1)]
    frames: Any = [each.frame for each in sources]
    verdict = judged(Fleet(*frames), Fleet)
    assert [each.path for each in verdict.violations] == ['.spare["seats"]']
    assert [each.runs for each in sources] == [1, 1]


def test_a_query_is_run_once_where_nobody_listens() -> None:
    source = Source(-1, 1)
    failure = check(source.frame, Planes, node="n", severity="error", log=LOG)
    assert failure is not None
    assert source.runs == 1
    assert failure.verdicts[0].violations


def test_a_query_is_run_once_for_an_expectation() -> None:
    source = Source(-1, 1)
    wanted = expect(contracts.Planes, of="planes")(planes=source.frame)
    failure = meet([wanted], str, node="n", log=LOG)
    assert failure is not None
    assert source.runs == 1
    assert [each.path for each in failure.verdicts[0].violations] == ['["seats"]']


def test_a_query_that_raises_is_run_once_and_crashes_its_guard() -> None:
    runs = []

    def fail(frame: pl.DataFrame) -> pl.DataFrame:
        runs.append(frame)
        raise LookupError("no such file")

    scanned = pl.LazyFrame(PLANES, schema_overrides={"seats": pl.Int32})
    frame = scanned.map_batches(fail, validate_output_schema=False)
    failure = check(frame, Planes, node="n", severity="warn", log=LOG)
    assert failure is not None
    assert "no such file" in str(failure)
    assert len(runs) == 1


def test_nothing_is_kept_beyond_a_verdict() -> None:
    source = Source(1)
    judged(source.frame, Planes)
    assert total_of(source.frame) is None
    rows_of(source.frame)
    rows_of(source.frame)
    assert source.runs == 3


def test_how_many_rows_a_query_gave_is_told() -> None:
    checked = judged(Source(1).frame, Planes).record()["checked"]
    assert checked == {"rows": 2, "of": 2}
    checked = judged(Source(1).frame, Planes, sample(1)).record()["checked"]
    assert (checked["rows"], checked["of"]) == (1, 2)  # type: ignore[index]
    assert judged(Source(-1).frame, Planes).record()["checked"] == {"rows": 2, "of": 2}
    assert judged(Source(-1).frame, Planes, "schema").checked is None
