"""Values on their way into an operator of Airflow and out of it."""

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from pydantic import BaseModel

from dagcompile.runtime.airflow.natives import Late, NotPlain, plain, reading
from dagcompile.runtime.types.markers import SKIP, Maybe


class Colour(Enum):
    RED = "r"


class Pair(NamedTuple):
    left: int
    right: int


class Model(BaseModel):
    day: date


@dataclass(frozen=True)
class Row:
    day: date
    amount: Decimal


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ({"a": [1, 2.5, None, True]}, {"a": [1, 2.5, None, True]}),
        ({date(2024, 1, 2): 1, 2: 3}, {"2024-01-02": 1, "2": 3}),
        (Row(date(2024, 1, 2), Decimal("1.50")), {"day": "2024-01-02", "amount": "1.50"}),
        (Pair(1, 2), {"left": 1, "right": 2}),
        (Model(day=date(2024, 1, 2)), {"day": "2024-01-02"}),
        (datetime(2024, 1, 2, 3, tzinfo=UTC), "2024-01-02T03:00:00+00:00"),
        (time(3, 4), "03:04:00"),
        (timedelta(minutes=1), 60.0),
        (Colour.RED, "r"),
        (Path("a/b"), "a/b"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ((1, {3, 2}), [1, [2, 3]]),
        ([2**64 - 1, -(2**63)], [2**64 - 1, -(2**63)]),
        ("{{ ds }}", "{{ ds }}"),
    ],
)
def test_what_an_operator_is_given_is_plain(value: object, wanted: object) -> None:
    assert plain(value, "n.x") == wanted


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (float("nan"), "n.x is nan"),
        ([b"x"], "n.x[0]"),
        ({None: 1}, "the key None"),
        ([[1, 2**64]], "n.x[0][1] is 18446744073709551616, an int of more than 64 bits"),
        (-(2**63) - 1, "n.x is -9223372036854775809, an int of more than 64 bits"),
    ],
)
def test_what_has_no_plain_form_is_told(value: object, said: str) -> None:
    with pytest.raises(NotPlain) as raised:
        plain(value, "n.x")
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("given", "annotation", "wanted"),
    [
        ("42", int, 42),
        ("42", str, "42"),
        ("42", int | str, "42"),
        (42, int, 42),
        ("2024-01-02", date, date(2024, 1, 2)),
        (date(2024, 1, 2), date, date(2024, 1, 2)),
        ('{"day": "2024-01-02", "amount": "1.5"}', Row, Row(date(2024, 1, 2), Decimal("1.5"))),
        ({"day": "2024-01-02", "amount": 2}, Row, Row(date(2024, 1, 2), Decimal(2))),
        ([[1, 2]], list[tuple[int, int]], [(1, 2)]),
        ({"a": 1}, Any, {"a": 1}),
        (None, Any, None),
        ("x", Any, "x"),
        (None, int | None, None),
        (None, Maybe[int], SKIP),
        ("3", Maybe[int], 3),
    ],
)
def test_what_an_operator_gives_is_read_by_its_type(
    given: object, annotation: Any, wanted: object
) -> None:
    assert reading(given, annotation, node="n")() == wanted


def test_what_cannot_be_read_is_left_for_the_guard_and_told(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger("dagcompile.events")
    monkeypatch.setattr(logger, "disabled", False)  # which Airflow's own setting up does to loggers
    monkeypatch.setattr(logger, "handlers", [caplog.handler])
    given = {"day": "no day", "amount": "1"}
    assert reading(given, Row, node="n")() is given
    assert "n: what its operator gave is no" in caplog.text
    assert "result.day" in caplog.text


def wants(number: int, *, ds: str) -> str:
    return f"{number} {ds}"


def takes_all(**kwargs: object) -> list[str]:
    return sorted(kwargs)


def test_a_late_function_is_given_what_it_takes() -> None:
    module = __name__
    assert Late(f"{module}:wants")(1, ds="d", run_id="r") == "1 d"
    assert Late(f"{module}:takes_all")(ds="d", run_id="r") == ["ds", "run_id"]
    made = Late("nowhere:gone")
    with pytest.raises(ModuleNotFoundError):
        made()


def test_an_operator_fills_in_its_template_fields_alone() -> None:
    sdk = pytest.importorskip("airflow.sdk")
    from dagcompile.runtime.airflow.rendering import must_render

    class Renaming(sdk.BaseOperator):  # type: ignore[misc, name-defined]
        template_fields = ("command",)

        def __init__(self, *, script: object, quiet: object = False, **others: Any) -> None:
            super().__init__(**others)
            self.command = [script]
            self.quiet = quiet

    with sdk.DAG("filling", schedule=None):
        given = sdk.BaseOperator(task_id="job.inputs")
        xcoms = {key: sdk.XComArg(given, key) for key in ("script", "quiet")}
        good = Renaming(task_id="good", script=xcoms["script"])
        job = Renaming(task_id="job", **xcoms)
    must_render(good, "script")
    with pytest.raises(ValueError, match="'job' takes quiet from the pipeline") as raised:
        must_render(job, "script", "quiet")
    assert "Renaming would be given a reference" in str(raised.value)
    assert "template fields alone (command)" in str(raised.value)
