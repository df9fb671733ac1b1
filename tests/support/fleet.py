"""Pipelines of data frames for the parity suite. What they end with is plain, for frames have no
one answer to whether they are equal.
"""

from dataclasses import dataclass
from typing import Any, cast

import pandas as pd
import pandera.pandas as pa
import pandera.polars as ppl
import polars as pl
from pandera.typing import DataFrame
from pandera.typing.polars import DataFrame as PolarsFrame
from pandera.typing.polars import LazyFrame

from dagcompile import Guard, op, pipeline
from dagcompile.testing.parity import Case
from dagcompile.testing.parity.cases.record import case


class Flights(pa.DataFrameModel):
    """Flights as they are loaded."""

    tail: str = pa.Field(nullable=True)
    delay: int = pa.Field(ge=-60)


class Delays(pa.DataFrameModel):
    """What of flights is needed to rank them."""

    delay: int = pa.Field(ge=-60)


class Late(pa.DataFrameModel):
    """Flights of which more is asked than of all."""

    tail: str
    delay: int = pa.Field(ge=0)


class Ranks(ppl.DataFrameModel):
    """Planes by their delay."""

    tail: str = ppl.Field(unique=True)
    delay: float


@dataclass(frozen=True)
class Day:
    """A record that holds a frame."""

    name: str
    flights: DataFrame[Flights]


def _flights(tails: list[Any], delays: list[int]) -> Any:
    return pd.DataFrame({"tail": pd.Series(tails, dtype="str"), "delay": delays})


@op
def load(rows: int) -> DataFrame[Flights]:
    """Flights of two planes."""
    found: DataFrame[Flights] = _flights(["N1", "N2"] * rows, [5, 10] * rows)
    return found


@op
def load_plain(lowest: int) -> pd.DataFrame:
    """Flights of which nothing is promised."""
    return pd.DataFrame({"delay": [lowest, 7]})


@op
def load_wrong(lowest: int) -> DataFrame[Flights]:
    """Flights that are too early, and one without a delay that is a number."""
    found: DataFrame[Flights] = _flights(["N1", None, "N2"], [lowest, 0, lowest])
    return found


@op
def load_other() -> DataFrame[Flights]:
    """It lies: there is no delay."""
    return pd.DataFrame({"tail": ["N1"], "delays": [1]})  # type: ignore[return-value]


@op
def worst(flights: DataFrame[Delays], more: DataFrame[Delays]) -> int:
    """The longest delay."""
    return max(int(each) for frame in (flights, more) for each in frame["delay"])


@op
def late(flights: DataFrame[Late]) -> int:
    """How many there are."""
    return len(flights)


@op
def rank(days: list[Day]) -> PolarsFrame[Ranks]:
    """Planes of some days by their delay."""
    flights = pl.concat([pl.from_pandas(day.flights) for day in days])
    ranked: PolarsFrame[Ranks] = (
        flights.group_by("tail").agg(pl.col("delay").mean()).sort("tail")  # type: ignore[assignment]
    )
    return ranked


@op
def on_day(name: str, flights: DataFrame[Flights]) -> Day:
    """The flights of a day."""
    return Day(name, flights)


@op
def lazily(ranks: PolarsFrame[Ranks] | None) -> LazyFrame[Ranks]:
    """A query that nobody has run yet."""
    query: Any = pl.LazyFrame({"tail": [], "delay": []}) if ranks is None else ranks.lazy()
    return cast("LazyFrame[Ranks]", query)


@op
def shown(ranks: LazyFrame[Ranks]) -> str:
    """Planes and delays as text."""
    return str(ranks.collect().rows())


def any_(frame: Any) -> Any:
    """A type checker does not look into contracts, so to it two of them are strangers."""
    return frame


@pipeline
def by_plane(rows: int = 2) -> tuple[str, int]:
    """Frames alone, in records and lists, and as queries."""
    flights = load(rows)
    days = [on_day("monday", flights), on_day.named("tuesday")("tuesday", flights)]
    return shown(lazily(rank(days))), worst(any_(flights), any_(load_plain(3)))


@pipeline
def many_rows() -> int:
    """More than may travel in a message."""
    return worst(any_(load(20_000)), any_(load_plain(3)))


@pipeline
def too_early() -> int:
    """Rows that break a check fail their producer."""
    return late(any_(load_wrong(-70)))


@pipeline
def early() -> int:
    """Rows that the producer may give and the consumer may not take."""
    return late(any_(load_wrong(-30)))


@pipeline
def warned_early() -> int:
    """The same rows, where they are only warned of."""
    return late.with_policy(guard=Guard(severity="warn"))(any_(load_wrong(-30)))


@pipeline
def no_column() -> int:
    """A frame without a column that it declares."""
    return late(any_(load_other()))


@pipeline
def plain_early() -> int:
    """A plain frame is looked at by who asks something of it."""
    return worst(any_(load(1)), any_(load_plain(-70)))


CASES: tuple[Case, ...] = (
    case(by_plane, "frames travel as they are"),
    case(by_plane, "frames without rows travel too", name="no_rows", rows=0),
    case(many_rows, "a large frame is stored"),
    case(too_early, "rows that break a check are told of by the producer", lies=True),
    case(early, "rows that the consumer does not take are told of there"),
    case(warned_early, "rows that are only warned of are let through"),
    case(no_column, "a frame without a column fails its producer", lies=True),
    case(plain_early, "a plain frame is looked at where something is asked of it"),
)
