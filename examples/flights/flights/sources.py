"""Ops that read the CSV tables.

    load_flights(date(2013, 1, 1))

The tables lie in the folder `data` beside this package, or where the environment variable
`FLIGHTS_DATA` says; never where the process happens to be started.
"""

import csv
import gzip
import os
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import get_args

from dagcompile import Retry, op
from flights.contracts import Airport, Flight, Flights, Weather

Row = dict[str, str]

MISSING = "NA"
"""What the tables hold in place of a missing value."""

AIRPORTS: dict[str, Airport] = {name: name for name in get_args(Airport)}


@op(retry=Retry(attempts=3, delay=timedelta(seconds=1), on=OSError))
def load_flights(day: date) -> Flights:
    """The scheduled flights of a day."""
    return [
        Flight(
            carrier=row["carrier"],
            number=int(row["flight"]),
            tail=None if row["tailnum"] == MISSING else row["tailnum"],
            origin=AIRPORTS[row["origin"]],
            hour=int(row["hour"]),
            dep_delay=minutes(row["dep_delay"]),
            arr_delay=minutes(row["arr_delay"]),
        )
        for row in rows_of("flights.csv.gz", day)
    ]


@op
def load_weather(day: date) -> list[Weather]:
    """The hourly observations of a day at the three airports; some hours are missing."""
    return [
        Weather(
            origin=AIRPORTS[row["origin"]],
            hour=int(row["hour"]),
            visibility=Decimal(row["visib"]),
        )
        for row in rows_of("weather.csv.gz", day)
    ]


@op
def load_seats(flights: list[Flight]) -> dict[str, int]:
    """Seats by tail number, of those planes of `flights` that are registered."""
    tails = {flight.tail for flight in flights}
    planes = rows("planes.csv")
    return {row["tailnum"]: int(row["seats"]) for row in planes if row["tailnum"] in tails}


@op
def carrier_names() -> dict[str, str]:
    """Names of carriers by their two-letter codes."""
    return {row["carrier"]: row["name"] for row in rows("airlines.csv")}


def folder() -> Path:
    """The folder of the tables."""
    beside = Path(__file__).resolve().parent.parent / "data"
    return Path(os.environ.get("FLIGHTS_DATA") or beside)


def rows(name: str) -> Iterator[Row]:
    """The rows of one table, as text by column name.

    Raises:
        OSError: the file is missing or cannot be read.
    """
    path = folder() / name
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def rows_of(name: str, day: date) -> Iterator[Row]:
    """The rows of one day, from a table with columns year, month and day."""
    wanted = (str(day.year), str(day.month), str(day.day))
    return (row for row in rows(name) if (row["year"], row["month"], row["day"]) == wanted)


def minutes(cell: str) -> int | None:
    """A cell that holds a whole number of minutes, None where it is missing."""
    return None if cell == MISSING else int(cell)
