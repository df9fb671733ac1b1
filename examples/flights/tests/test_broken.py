"""Tables that are broken on purpose, and what the one who has to mend them reads."""

import gzip
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from test_artifacts import pipeline

from dagcompile.runtime.events import Event
from dagcompile.runtime.v1 import Report, execute
from flights import sources

Change = Callable[[pl.DataFrame], pl.DataFrame]
DATA = Path(__file__).resolve().parent.parent / "data"
FLIGHTS, WEATHER, CARRIERS = "flights.csv.gz", "weather.csv.gz", "airlines.csv"
ROW = pl.int_range(pl.len())


def put(column: str, text: str, *rows: int) -> Change:
    """Put `text` into these rows of a column."""
    return lambda table: table.with_columns(
        pl.when(ROW.is_in(rows)).then(pl.lit(text)).otherwise(pl.col(column)).alias(column)
    )


def without(*columns: str) -> Change:
    return lambda table: table.drop(columns)


def twice(table: pl.DataFrame) -> pl.DataFrame:
    """The first two rows once more."""
    return pl.concat([table.head(2), table])


BROKEN: dict[str, tuple[str, Change, str, str]] = {
    "a column is missing": (
        FLIGHTS,
        without("dep_delay"),
        "load_flights",
        (
            "load_flights.result is not Flights; "
            '["dep_delay"]: expected Int64, got missing: the frame has `arr_delay`'
        ),
    ),
    "a column that nobody knows": (
        FLIGHTS,
        lambda table: table.with_columns(note=pl.lit("x")),
        "load_flights",
        (
            "load_flights.result is not Flights; "
            "[\"note\"]: expected no such column, got an unknown column ('note')"
        ),
    ),
    "another dtype": (
        FLIGHTS,
        put("dep_delay", "late", 3),
        "load_flights",
        'load_flights.result is not Flights; ["dep_delay"]: expected Int64, got String',
    ),
    "nulls": (
        FLIGHTS,
        put("carrier", "NA", 3, 7, 11, 12),
        "load_flights",
        (
            "load_flights.result is not Flights; "
            '["carrier"]: expected not null, got 4 of 842 rows (rows 3, 7, 11)'
        ),
    ),
    "out of range": (
        FLIGHTS,
        put("dep_delay", "-900", 3, 7),
        "load_flights",
        (
            "load_flights.result is not Flights; "
            '["dep_delay"]: expected greater_than_or_equal_to(min_value=-120), '
            "got 2 of 842 rows (rows 3, 7: -900, -900)"
        ),
    ),
    "not one of several": (
        FLIGHTS,
        put("origin", "BOS", 5),
        "load_flights",
        (
            "load_flights.result is not Flights; "
            "[\"origin\"]: expected isin(allowed_values=('EWR', 'JFK', 'LGA')), "
            "got 1 of 842 rows (row 5: 'BOS')"
        ),
    ),
    "a key that is there twice": (
        FLIGHTS,
        twice,
        "load_flights",
        (
            "load_flights.result is not Flights; "
            "the value: expected unique carrier, number, got 4 of 844 rows "
            "(rows 0, 1, 2: ('UA', 1545), ('UA', 1714), ('UA', 1545))"
        ),
    ),
    "several things at once": (
        FLIGHTS,
        lambda table: put("hour", "24", 0, 1)(without("tailnum")(table)),
        "load_flights",
        (
            'load_flights.result is not Flights; ["tail"]: expected String, got missing; '
            '["hour"]: expected less_than_or_equal_to(max_value=23), '
            "got 2 of 842 rows (rows 0, 1: 24, 24)"
        ),
    ),
    "empty": (
        FLIGHTS,
        lambda table: table.filter(pl.col("day") != "1"),
        "load_flights",
        (
            "load_flights.result is not Flights; the value: expected flights.contracts.not_empty, "
            "got <polars.DataFrame of 0 rows, 7 columns>: there is not one row"
        ),
    ),
    "weather that was observed twice": (
        WEATHER,
        twice,
        "load_weather",
        (
            "load_weather.result is not "
            "pandera.typing.polars.DataFrame[flights.contracts.Weather]; "
            "the value: expected unique origin, hour, got 4 of 69 rows "
            "(rows 0, 1, 2: ('EWR', 1), ('EWR', 2), ('EWR', 1))"
        ),
    ),
    "a carrier without a name": (
        CARRIERS,
        lambda table: table.filter(pl.col("carrier") != "UA"),
        "by_carrier",
        (
            "by_carrier.result is not "
            "pandera.typing.polars.DataFrame[flights.contracts.CarrierDelay]; "
            '["name"]: expected not null, got 1 of 14 rows (row 10)'
        ),
    ),
}


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Report]:
    """Runs the script where one table is changed."""

    def run(table: str, change: Change, events: list[Event] | None = None) -> Report:
        shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
        text = change(pl.read_csv(DATA / table, infer_schema=False)).write_csv().encode()
        (tmp_path / table).write_bytes(gzip.compress(text) if table.endswith(".gz") else text)
        monkeypatch.setenv("FLIGHTS_DATA", str(tmp_path))
        sinks = () if events is None else (events.append,)
        return execute(pipeline("python/daily_delays_script.py"), day=date(2013, 1, 1), sinks=sinks)

    return run


@pytest.mark.parametrize("case", BROKEN)
def test_the_verdict_names_column_count_and_examples(case: str, ran: Callable[..., Report]) -> None:
    table, change, node, said = BROKEN[case]
    report = ran(table, change)
    assert report.ended("failed") == [node]
    assert report.nodes[node].reason == said
    assert "report" in report.ended("not_run")


def test_the_verdict_in_an_event_is_data(ran: Callable[..., Report]) -> None:
    events: list[Event] = []
    ran(FLIGHTS, put("dep_delay", "-900", 3, 7), events)
    told = [each for each in events if each["event"] == "guard"]
    (verdict,) = [each["verdict"] for each in told if each["node"] == "load_flights"]
    assert isinstance(verdict, dict)
    assert verdict.pop("seconds") > 0
    assert verdict == {
        "subject": "load_flights.result",
        "type": "Flights",
        "outcome": "fail",
        "severity": "error",
        "checked": {"rows": 842, "of": 842},
        "violations": [
            {
                "path": '["dep_delay"]',
                "expected": "greater_than_or_equal_to(min_value=-120)",
                "got": "2 of 842 rows",
                "value": "rows 3, 7: -900, -900",
            }
        ],
        "more": 0,
    }


def test_what_is_sound_passes(ran: Callable[..., Report]) -> None:
    report = ran(FLIGHTS, lambda table: table)
    assert report.outcome == "ok"
    assert report.result.scheduled == len(sources.load_flights(date(2013, 1, 1)))
