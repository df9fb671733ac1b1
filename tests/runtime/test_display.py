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
import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile import Secret
from dagcompile.runtime.display import display
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


def test_frames_are_text() -> None:
    assert "1.5" in shown(pd.DataFrame({"a": [1.5]}))


def test_what_cannot_be_shown_is_still_json() -> None:
    ring: list[Any] = []
    ring.append(ring)
    assert shown(ring) == "[[...]]"
    assert isinstance(shown(10**5000), str)
    assert isinstance(shown(Lazy()), str)


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
