"""What runs there: it tells where it was."""

import os
import sys
import time
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from dagcompile import SKIP, Guard, Maybe, Retry, op

OTHER = os.environ.get("APART_PYTHON", "/opt/other/bin/python")
VIRTUALENV = {"airflow": {"runs_in": {"kind": "virtualenv", "system_site_packages": False}}}
ANOTHER = {"airflow": {"runs_in": {"kind": "external_python", "python": OTHER}}}


@dataclass(frozen=True)
class Row:
    """A value with what JSON lacks."""

    day: date
    amount: Decimal
    where: str


def _count(name: str) -> int:
    path = Path(os.environ["APART_SCRATCH"], name)
    with path.open("a") as file:
        file.write(".")
    return path.stat().st_size


@op(targets=VIRTUALENV)
def load(day: date) -> list[Row]:
    """Gives a row."""
    return [Row(day, Decimal("0.10"), sys.prefix)]


@op(targets=ANOTHER, retry=Retry(attempts=3, delay=0.1))
def keep(rows: list[Row]) -> list[Row]:
    """Fails once."""
    if _count("keep") == 1:
        raise OSError("away")
    return [*rows, Row(rows[0].day, Decimal("NaN"), sys.prefix)]


@op(targets=ANOTHER)
def perhaps(rows: list[Row]) -> Maybe[int]:
    """Gives nothing."""
    return SKIP if rows else 1


@op(targets=ANOTHER)
def skipped(number: int) -> int:
    """Is never called."""
    return number


@op(targets=ANOTHER, retry=Retry(attempts=3, delay=0.1, on=KeyError))
def fails(rows: list[Row]) -> int:
    """Fails by an error that is not tried again."""
    _count("fails")
    raise ValueError(f"{len(rows)} rows are too few")


@op(targets=ANOTHER, retry=Retry(attempts=3, delay=0.1), guard=Guard(placement="steps"))
def lies(rows: list[Row]) -> int:
    """Gives another type than it says, which a task of its own finds."""
    _count("lies")
    return str(len(rows))  # type: ignore[return-value]


@op(targets=ANOTHER, timeout=0.5)
def late(rows: list[Row]) -> int:
    """Takes longer than it may."""
    time.sleep(60)
    return len(rows)


@op(targets=ANOTHER)
def large(rows: list[Row]) -> list[int]:
    """Gives more than an XCom may hold."""
    return list(range(20_000 * len(rows)))


@op
def total(numbers: list[int]) -> int:
    """Takes it where all run."""
    return sum(numbers)


@op(targets=ANOTHER)
def quits(rows: list[Row]) -> list[int]:
    """Ends its process by a status that means something to others."""
    os._exit(99)


@op(targets=ANOTHER, retry=Retry(attempts=2, delay=0.1, on=SystemExit))
def exits(rows: list[Row]) -> int:
    """Exits once by such a status, and is tried again."""
    if _count("exits") == 1:
        sys.exit(99)
    return len(rows)


@op(targets=VIRTUALENV)
def leaves(rows: list[Row]) -> int:
    """Ends its process as if all were well."""
    os._exit(0)


@op
def report(rows: list[Row]) -> list[str]:
    """Runs as all do."""
    return [f"{row.day} {row.amount}" for row in rows]
