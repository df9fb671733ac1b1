"""Results as JSON for people."""

import enum
import json
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pydantic
import pytest
from dask.delayed import delayed
from hypothesis import given
from hypothesis import strategies as st

from dagcompile import Secret
from dagcompile.runtime.display import display, is_repr
from tests.runtime.bodies import Touchy


class Color(enum.Enum):
    RED = 1


class Level(enum.IntEnum):
    LOW = 1


class Point(NamedTuple):
    x: int
    y: Any


@dataclass
class Row:
    day: date
    parts: list[Any] = field(default_factory=list)


@dataclass
class Lazy:
    late: int = field(init=False)


class Model(pydantic.BaseModel):
    name: str
    rows: dict[int, Decimal]


@dataclass(frozen=True)
class Login:
    user: str
    token: Secret[str]


class Keyed(NamedTuple):
    tokens: dict[str, Secret[str]]


class Guarded(pydantic.BaseModel):
    token: Secret[str]
    other: pydantic.SecretStr


class Silent:
    def __str__(self) -> str:
        raise RuntimeError("no text")


def test_the_secrets_of_records_are_hidden() -> None:
    login = Login("ann", "canary")
    held = Keyed({"a": "canary"}), Guarded(token="canary", other=pydantic.SecretStr("canary"))
    text = display([login, *held, {login: 1}, Silent, {"a": {"b": login}}, {login}])
    assert "canary" not in text
    assert shown(login) == {"user": "ann", "token": "a secret"}


def refuse(value: Any) -> Any:
    raise AssertionError(f"{value} is not JSON")


def shown(value: object) -> Any:
    return json.loads(display(value), parse_constant=refuse)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (1.5, 1.5),
        ("é\n", "é\n"),
        (float("nan"), "nan"),
        ([float("inf"), -float("inf")], ["inf", "-inf"]),
        (np.float64("nan"), "nan"),
        (np.float64(1.5), 1.5),
        (np.int64(3), "3"),
        (Decimal("1.50"), "1.50"),
        (date(2024, 2, 29), "2024-02-29"),
        (Path("a/b"), "a/b"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (b"\xff", "b'\\xff'"),
        (Color.RED, "Color.RED"),
        (Level.LOW, 1),
        (Point(1, Point(2, None)), {"x": 1, "y": {"x": 2, "y": None}}),
        (Row(date(2024, 1, 1), [(1, 2)]), {"day": "2024-01-01", "parts": [[1, 2]]}),
        (Model(name="a", rows={1: Decimal(2)}), {"name": "a", "rows": {"1": "2"}}),
        ({1: {"a": {2}}, date(2024, 1, 1): ()}, {"1": {"a": [2]}, "2024-01-01": []}),
        (OrderedDict(a=1), {"a": 1}),
        ({"b", "a"}, ["a", "b"]),
        (frozenset({(2, 3)}), [[2, 3]]),
        (Row, "<class 'tests.runtime.test_display.Row'>"),
        (Model, "<class 'tests.runtime.test_display.Model'>"),
        (Touchy(1), {"number": 1}),
        (ValueError("a value"), "a value"),
        (Silent(), "<tests.runtime.test_display.Silent that has no text>"),
    ],
)
def test_what_is_shown(value: object, expected: Any) -> None:
    assert shown(value) == expected


def test_what_cannot_be_shown_is_still_json() -> None:
    ring: list[Any] = []
    ring.append(ring)
    assert shown(ring) == "[[...]]"
    assert isinstance(shown(10**5000), str)
    assert isinstance(shown(Lazy()), str)


@pytest.mark.parametrize("value", [len, lambda: 1, delayed(1), object(), date])
def test_what_has_no_text_of_its_own_is_shown_by_its_repr(value: Any) -> None:
    assert is_repr(value)


@pytest.mark.parametrize(
    "value", [None, 1.5, "a", b"a", [len], date(2020, 1, 1), Decimal(1), UUID(int=1), Path("a"),
              pd.DataFrame({"a": [1]}), pl.LazyFrame({"a": [1]}), np.int64(1)]
)  # fmt: skip
def test_data_is_not(value: Any) -> None:
    assert not is_repr(value)


def test_ascii_only() -> None:
    assert display("é\udc80", ascii_only=True) == '"\\u00e9\\udc80"'


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_anything_is_valid_json_on_any_terminal(value: Any) -> None:
    text = display(value, ascii_only=True)
    assert text.isascii()
    json.loads(text, parse_constant=refuse)


# --- frames --------------------------------------------------------------------------------------


FLIGHTS = {"tail": ["N1", None], "delay": [1.5, None], "day": [date(2013, 1, 1), None]}
FIRST = [
    {"tail": "N1", "delay": 1.5, "day": "2013-01-01"},
    {"tail": None, "delay": None, "day": None},
]


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_a_frame_is_its_rows_as_records(make: Any) -> None:
    shown = json.loads(display(make(FLIGHTS)))
    assert list(shown) == ["rows", "columns", "first"]
    assert shown["rows"] == 2
    assert list(shown["columns"]) == ["tail", "delay", "day"]
    assert shown["columns"]["delay"].lower() in ("float64", "double")
    assert shown["first"] == FIRST


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_of_a_large_frame_the_first_rows_are_shown(make: Any) -> None:
    shown = json.loads(display({"all": make({"n": list(range(100_000))})}))["all"]
    assert shown["rows"] == 100_000
    assert shown["first"] == [{"n": number} for number in range(20)]


def test_a_lazy_frame_is_not_run() -> None:
    def never(_: Any) -> Any:
        raise AssertionError

    lazy = pl.LazyFrame(FLIGHTS).map_batches(never, schema={"tail": pl.String, "n": pl.Int64})
    assert json.loads(display(lazy)) == {"columns": {"tail": "String", "n": "Int64"}}
    broken = pl.LazyFrame(FLIGHTS).select("nothing")
    assert isinstance(json.loads(display(broken)), str)


def test_what_is_odd_in_a_frame_is_shown() -> None:
    named = pd.DataFrame({"n": [1]}, index=pd.Index(["a"], name="key"))
    assert json.loads(display(named))["first"] == [{"key": "a", "n": 1}]
    twice = pd.DataFrame([[1, 2]], columns=["n", "n"])
    assert json.loads(display(twice))["first"] == [{"n": 2}]
    numbers = pd.DataFrame({1: pd.array([1, None], dtype="Int64"), 2: [float("inf"), [3]]})
    shown = json.loads(display(numbers))
    assert shown["columns"] == {"1": "Int64", "2": "object"}
    assert shown["first"] == [{"1": 1, "2": "inf"}, {"1": None, "2": [3]}]
    empty = pd.DataFrame({"n": []})
    assert json.loads(display(empty)) == {"rows": 0, "columns": {"n": "float64"}, "first": []}
    assert json.loads(display(pd.DataFrame(index=[0, 1])))["rows"] == 2


def test_a_secret_in_a_cell_is_hidden() -> None:
    frame = pd.DataFrame(
        {"token": [pydantic.SecretStr("hunter2")], "user": [Login("a", "hunter2")]}
    )
    assert "hunter2" not in display(frame)
