"""Texts of people, and literals as they type them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagcompile.drawing.texts import typed
from dagcompile.ir.records import Text
from dagcompile.ir.values import to_value
from tests.passes.kinds import Colour, Model


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (3, "3"),
        (0.5, "0.5"),
        (float("nan"), "NaN"),
        ("a b", "a b"),
        ("", '""'),
        (date(2008, 1, 1), "2008-01-01"),
        (datetime(2008, 1, 1, 6, 30), "2008-01-01T06:30:00"),  # noqa: DTZ001
        (datetime(2008, 1, 1, tzinfo=UTC), "2008-01-01T00:00:00+00:00"),
        (timedelta(hours=1, minutes=30), "PT1H30M"),
        (Decimal("1.50"), "1.50"),
        (Path("data/a.csv"), "data/a.csv"),
        (Colour.RED, "RED"),
        ([date(2008, 1, 1)], '["2008-01-01"]'),
        ({"é": (1, None)}, '{"é": [1, null]}'),
        (Model(size=3), '{"size": 3}'),
    ],
    ids=str,
)
def test_a_literal_is_shown_as_it_is_typed(value: Any, text: str) -> None:
    assert typed(to_value(value)) == text


def test_what_cannot_be_read_here_is_shown_as_it_is_written() -> None:
    elsewhere = Text(type="datetime", text="2008-01-01T06:30:00 [Mars/Olympus]")
    assert typed(elsewhere) == elsewhere.text
