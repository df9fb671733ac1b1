"""Pipelines that `dagcompile.testing.run` is tried with."""

from typing import NamedTuple

import pandas as pd

from dagcompile import SKIP, Maybe, op, pipeline


class Sums(NamedTuple):
    """Two outputs, of which one may be withheld."""

    total: int
    even: Maybe[int]


@op
def double(number: int) -> int:
    """Twice a number."""
    if number < 0:
        raise ValueError(f"{number} is below zero")
    return number * 2


@op
def join(name: str, run_id: str, sinks: int) -> str:
    """Text of everything."""
    return f"{name} {run_id} {sinks}"


@op
def sums(number: int) -> Sums:
    """A sum, and again where it is even."""
    return Sums(total=number, even=SKIP if number % 2 else number)


@op
def liar(number: int) -> int:
    """Declares a number and returns text."""
    return str(number)  # type: ignore[return-value]


@op
def text(value: str) -> str:
    """Takes text only."""
    return value


@pipeline(name="twice")
def doubled(number: int = 21) -> int:
    """Twice a number."""
    return double(number)


@pipeline
def joined(name: str, run_id: str, sinks: int) -> str:
    """Params with the names that a run uses itself."""
    return join(name, run_id, sinks)


@pipeline
def both(number: int) -> Sums:
    """Several outputs."""
    return sums(number)


@pipeline
def lied(number: int) -> int:
    """A guard that fails."""
    return double(liar(number))


@pipeline
def misfit(number: int) -> str:
    """An edge on which no value fits."""
    return text(double(number))  # type: ignore[arg-type]


@op
def count(frame: pd.DataFrame) -> int:
    """How many rows there are."""
    return len(frame)


@pipeline
def counted(rows: pd.DataFrame) -> int:
    """Of a param that can be given from Python alone."""
    return count(rows)
