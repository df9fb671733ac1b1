"""Ops and checks that change what they only ought to look at, where a worker can import them."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import polars as pl


@dataclass
class Order:
    """Keeps what it has worked out."""

    amount: int
    tags: list[str] = field(default_factory=list)

    @cached_property
    def tax(self) -> float:
        """Worked out once."""
        return self.amount / 5


class Counter:
    """Keeps its numbers to itself."""

    def __init__(self) -> None:
        self._numbers: list[int] = []

    def add(self, number: int) -> None:
        """Change it where nobody sees."""
        self._numbers.append(number)


class Halves(NamedTuple):
    """Two outputs."""

    low: list[int]
    high: list[int]


def numbers() -> list[int]:
    return [3, 1, 2]


def halves() -> Halves:
    return Halves([1, 2], [3, 4])


def orders() -> list[Order]:
    return [Order(10), Order(20, ["late"])]


def frame() -> pd.DataFrame:
    return pd.DataFrame({"a": [3, 1, 2], "b": ["x", "y", "z"]})


def polar() -> pl.DataFrame:
    return pl.DataFrame({"a": [3, 1, 2]})


def matrix() -> "np.ndarray[Any, Any]":
    return np.arange(6).reshape(2, 3)


def nested() -> dict[str, list[int]]:
    return {"a": [1], "b": [2]}


def counter() -> Counter:
    return Counter()


def first(values: list[int]) -> int:
    return values[0]


def same(values: Any) -> Any:
    return values


def looked(*values: Any) -> str:
    return str(values)


def count(values: list[int], **others: Any) -> int:
    return len(values)


def appends(values: list[int]) -> int:
    values.append(4)
    return len(values)


def sorts(values: list[int]) -> list[int]:
    values.sort()
    return values


def pops(values: dict[str, list[int]]) -> int:
    return len(values.pop("a"))


def reaches_in(values: dict[str, list[int]]) -> int:
    values["b"].append(3)
    return 0


def adds_a_column(values: pd.DataFrame) -> int:
    values["late"] = values["a"] > 1
    return 0


def sorts_a_frame(values: pd.DataFrame) -> int:
    values.index = pd.Index([7, 8, 9])
    return 0


def inserts_a_column(values: pl.DataFrame) -> int:
    values.insert_column(0, pl.Series("b", [1, 2, 3]))
    return 0


def doubles(values: "np.ndarray[Any, Any]") -> int:
    values *= 2
    return 0


def pays(values: list[Order]) -> int:
    values[1].amount = 0
    return 0


def adds(values: Counter) -> int:
    values.add(1)
    return 0


def reads(values: Any) -> int:
    """Fill every cache that reading fills."""
    match values:
        case pd.DataFrame():
            values.groupby("b").sum()
            values.describe(), values.memory_usage(deep=True), values.index.is_unique
            return len(values.sort_values("a"))
        case pl.DataFrame():
            return len(values.lazy().sort("a").collect().rechunk())
        case np.ndarray():
            return int(values.T.copy().sum())
        case _:
            return int(sum(each.tax for each in values))


class Unsure(Exception):
    """Worth another attempt."""


def appends_and_fails(values: list[int]) -> int:
    values.append(0)
    if len(values) < 5:
        raise Unsure
    return len(values)


async def appends_later(values: list[int]) -> int:
    values.append(4)
    return len(values)


def empties(values: list[int]) -> bool:
    """A check that changes what it looks at."""
    values.clear()
    return True


def drops_a_column(values: pd.DataFrame) -> bool:
    """A check that changes what it looks at."""
    del values["b"]
    return True


def few(values: list[int], *, most: int) -> bool:
    return len(values) <= most
