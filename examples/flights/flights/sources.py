"""Ops that read the CSV tables.

    load_flights(date(2013, 1, 1))

The tables lie in the folder `data` beside this package, or where the environment variable
`FLIGHTS_DATA` says; never where the process happens to be started. They are read as they are: what
is wrong in them is found by the guards of these ops.
"""

import os
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from pandera.typing.polars import DataFrame

from dagcompile import Retry, op
from flights.contracts import Carrier, Flight, Flights, Plane, Weather
from flights.frames import framed

MISSING = "NA"
"""What the tables hold in place of a missing value."""


@op(retry=Retry(attempts=3, delay=timedelta(seconds=1), on=OSError))
def load_flights(day: date) -> Flights:
    """The scheduled flights of a day."""
    names = {"flight": "number", "tailnum": "tail"}
    return framed(table_of("flights.csv.gz", day).rename(names, strict=False), Flight)


@op
def load_weather(day: date) -> DataFrame[Weather]:
    """The hourly observations of a day at the three airports; some hours are missing."""
    return framed(table_of("weather.csv.gz", day).rename({"visib": "visibility"}), Weather)


@op
def load_seats(flights: DataFrame[Flight]) -> DataFrame[Plane]:
    """Seats of those planes of `flights` that are registered."""
    planes = table("planes.csv").rename({"tailnum": "tail"})
    return framed(planes.join(flights, on="tail", how="semi"), Plane)


@op
def carrier_names() -> DataFrame[Carrier]:
    """Names of carriers by their two-letter codes."""
    return framed(table("airlines.csv"), Carrier)


def folder() -> Path:
    """The folder of the tables."""
    beside = Path(__file__).resolve().parent.parent / "data"
    return Path(os.environ.get("FLIGHTS_DATA") or beside)


def table(name: str) -> pl.DataFrame:
    """One table, its dtypes by what is in it.

    Raises:
        OSError: the file is missing or cannot be read.
    """
    return pl.read_csv(folder() / name, null_values=MISSING, infer_schema_length=None)


def table_of(name: str, day: date) -> pl.DataFrame:
    """The rows of one day, from a table with columns year, month and day, without these."""
    same = {"year": day.year, "month": day.month, "day": day.day}
    return table(name).filter(**same).drop(same)
