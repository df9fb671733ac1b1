"""The figures of a day by another road: SQL over the CSV files. Shares no code with the ops.

    assert asdict(report) == expected(date(2013, 1, 1))

Whatever runs the pipeline (the ops called one by one, the script, a Dask graph, a DAG) must come
to `expected(day)`; `WORKED_OUT` holds some of it as numbers.
"""

import csv
import gzip
import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"

COUNTS = """
    SELECT COUNT(*) AS scheduled, COUNT(*) - COUNT(dep_delay) AS cancelled,
           COALESCE(SUM(CASE WHEN dep_delay IS NULL THEN CAST(seats AS INTEGER) END), 0)
               AS seats_lost
    FROM flown LEFT JOIN planes USING (tailnum)
"""

LONGEST = """
    SELECT carrier, number, origin, dep_delay AS delay FROM flown
    ORDER BY dep_delay DESC, carrier, number LIMIT 1
"""

CARRIERS = """
    SELECT carrier, name, COUNT(*) AS flights,
           tenths(SUM(arr_delay), COUNT(*)) AS mean_delay
    FROM flown JOIN airlines USING (carrier)
    WHERE dep_delay <= :max_delay AND arr_delay IS NOT NULL
    GROUP BY carrier, name ORDER BY mean_delay DESC, carrier LIMIT :top
"""

HOURS = """
    SELECT CAST(hour AS INTEGER) AS hour, COUNT(*) AS departures,
           tenths(SUM(dep_delay), COUNT(*)) AS mean_delay,
           MIN(CAST(visib AS REAL)) AS visibility
    FROM flown LEFT JOIN weather USING (year, month, day, hour, origin)
    WHERE dep_delay <= :max_delay
    GROUP BY 1 ORDER BY 1
"""

FLOWN = """
    CREATE TEMP VIEW flown AS
    SELECT year, month, day, hour, origin, carrier, tailnum, CAST(flight AS INTEGER) AS number,
           CAST(dep_delay AS INTEGER) AS dep_delay, CAST(arr_delay AS INTEGER) AS arr_delay
    FROM flights WHERE year || '-' || month || '-' || day = '{0.year}-{0.month}-{0.day}'
"""

WORKED_OUT: dict[date, dict[str, object]] = {
    date(2013, 1, 1): {
        "scheduled": 842,
        "cancelled": 4,
        "seats_lost": 255,
        "longest": ("MQ", 3944, "JFK", 853),
        "departures": 836,
        "worst": ("EV", 111, Decimal("37.6")),  # 4177 minutes
        "17h": (66, Decimal("23.2"), Decimal(10)),
    },
    date(2013, 1, 5): {
        "scheduled": 720,
        "cancelled": 3,
        "seats_lost": 57,
        "longest": ("DL", 1109, "LGA", 327),
        "departures": 716,
        "worst": ("B6", 154, Decimal("7.3")),  # 1131 minutes
        "17h": (51, Decimal("4.0"), Decimal(10)),
    },
    date(2013, 1, 30): {
        "scheduled": 900,
        "cancelled": 98,
        "seats_lost": 4980,
        "longest": ("9E", 4023, "EWR", 265),
        "departures": 802,
        "worst": ("F9", 2, Decimal("113.5")),  # 227 minutes
        "17h": (62, Decimal("48.4"), Decimal("0.25")),
    },
    date(2013, 1, 31): {
        "scheduled": 928,
        "cancelled": 85,
        "seats_lost": 3970,
        "longest": ("B6", 615, "JFK", 287),
        "departures": 843,
        "worst": ("F9", 2, Decimal("88.0")),  # 176 minutes
        "17h": (66, Decimal("42.1"), Decimal(10)),
    },
}
"""Found with a data-frame library in the uncut tables of the source, not in the files here."""


def expected(day: date, *, top: int = 5, max_delay: int = 300) -> dict[str, object]:
    """What `dataclasses.asdict` makes of a right report of `day`."""
    with closing(database()) as tables:
        tables.execute(FLOWN.format(day))
        ask = partial(answer, tables, settings={"top": top, "max_delay": max_delay})
        (counts,) = ask(COUNTS)
        (longest,) = ask(LONGEST)
        hours = {row.pop("hour"): row for row in ask(HOURS)}
        return {"day": day, **counts, "longest": longest, "carriers": ask(CARRIERS), "hours": hours}


def answer(
    tables: sqlite3.Connection, query: str, settings: dict[str, int]
) -> list[dict[str, object]]:
    """The rows of an answer by column name, tenths and reals as decimals."""
    cursor = tables.execute(query, settings)
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    for row in rows:
        if "mean_delay" in row:
            row["mean_delay"] = Decimal(row["mean_delay"]).scaleb(-1)
        if isinstance(row.get("visibility"), float):
            row["visibility"] = Decimal(str(row["visibility"]))
    return rows


def database() -> sqlite3.Connection:
    """The CSV files as tables of text, NULL where a value is missing."""
    tables = sqlite3.connect(":memory:")
    tables.create_function("tenths", 2, tenths)
    for path in sorted(DATA.glob("*.csv*")):
        name = path.name.split(".")[0]
        packed = path.read_bytes()
        text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode()
        header, *rows = csv.reader(text.splitlines())
        tables.execute(f"CREATE TABLE {name} ({', '.join(header)})")
        marks = ", ".join("NULLIF(?, 'NA')" for _ in header)
        tables.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
    return tables


def tenths(total: int, count: int) -> int:
    """A mean in tenths, halves away from zero, worked out in whole numbers only."""
    return (20 * abs(total) + count) // (2 * count) * (-1 if total < 0 else 1)
