"""Ops of large values that note each process in which they are pickled or read."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from dagcompile import Asset, op

ROWS = Asset("carried/rows")
BLIND = "CARRIED_BLIND"
"""Environment variable of a process that cannot read a `Shy`."""


class Large:
    """Bytes that note in a folder in which processes they are pickled and read."""

    def __init__(self, size: int, notes: str) -> None:
        self.data = bytes(size)
        self.notes = notes

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        note(self.notes, "pickled")
        return _read, (self.data, self.notes)


class Halves(NamedTuple):
    """A large and a small output."""

    large: Large
    small: int


def _read(data: bytes, notes: str) -> Large:
    note(notes, "read")
    made = Large(0, notes)
    made.data = data
    return made


def note(folder: str, what: str) -> None:
    """That `what` happened in this process."""
    with (Path(folder) / what).open("a") as file:
        file.write(f"{os.getpid()}\n")


class Shy:
    """What some processes cannot read."""

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _shown, ()


def _shown() -> Shy:
    if BLIND in os.environ:
        raise ModuleNotFoundError("No module named 'only_there'")
    return Shy()


@op
def make(size: int, notes: str) -> Large:
    """A large value."""
    return Large(size, notes)


@op
def halves(value: Large) -> Halves:
    """It, and how large it is."""
    return Halves(value, len(value.data))


@op
def same(value: Large) -> Large:
    """Another as large."""
    return Large(len(value.data), value.notes)


@op
def size_of(value: Large) -> int:
    """How large it is."""
    return len(value.data)


@op
def add(left: int, right: int) -> int:
    """A small value."""
    return left + right


@op
def wait(gate: str, number: int) -> int:
    """Waits until there is a file at `gate`, and tells that it does."""
    Path(f"{gate}.reached").touch()
    for _ in range(15_000):
        if Path(gate).exists():
            return number
        time.sleep(0.02)
    raise TimeoutError(gate)


@op
def text(size: int) -> str:
    """A large value that can be shown."""
    return "x" * size


@op
def shy() -> Shy:
    """What only some can read."""
    return Shy()


@op
def shown(value: Any) -> str:
    """What class it is of."""
    return type(value).__name__


@op
def count(rows: list[int]) -> int:
    """How many they are."""
    return len(rows)


@op
def total(numbers: list[int]) -> int:
    """All together."""
    return sum(numbers)


@op(keeps=ROWS)
def rows(number: int, notes: str) -> list[int]:
    """What is kept."""
    note(notes, "rows")
    return list(range(number))


@op
def dies_once(number: int, notes: str) -> int:
    """Takes its worker with it when it is called first."""
    first = Path(notes) / "died"
    if not first.exists():
        first.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number
