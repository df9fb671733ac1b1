"""The command line of a generated file."""

import enum
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.runtime.command.flags import Asked, Flags, read_param
from dagcompile.runtime.command.running import OPTIONS
from dagcompile.runtime.dask.main import OPTIONS as DASK_OPTIONS
from dagcompile.runtime.types import shape_of
from dagcompile.runtime.v1 import Bounds, Check
from tests.runtime.bodies import crash


class Color(enum.Enum):
    RED = 1
    null = 2


@dataclass
class Row:
    day: date
    amount: Decimal


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        (int, "5", 5),
        (int, "-5", -5),
        (int, str(2**70), 2**70),
        (float, "1e3", 1000.0),
        (float, "-1.5", -1.5),
        (float, "5", 5),
        (str, "123", "123"),
        (str, "null", "null"),
        (str, "true", "true"),
        (str, '"quoted"', '"quoted"'),
        (str, '{"escaped": "a"}', '{"escaped": "a"}'),
        (str, "", ""),
        (str, "[1]", "[1]"),
        (Annotated[str, Bounds(min_length=1)], "12", "12"),
        (Path, "12", Path("12")),
        (Path, '"a"', Path('"a"')),
        (date, "2024-02-29", date(2024, 2, 29)),
        (datetime, "2024-02-29T12:00", datetime(2024, 2, 29, 12)),  # noqa: DTZ001
        (
            datetime,
            '{"iso": "2024-02-29T12:00", "zone": "Europe/Berlin"}',
            datetime(2024, 2, 29, 12, tzinfo=ZoneInfo("Europe/Berlin")),
        ),
        (timedelta, "[1, 2, 3]", timedelta(1, 2, 3)),
        (timedelta, "PT1H30M", timedelta(hours=1, minutes=30)),
        (timedelta, "-P1DT0.5S", -timedelta(days=1, milliseconds=500)),
        (timedelta, "P2W", timedelta(weeks=2)),
        (timedelta, "90", timedelta(seconds=90)),
        (timedelta | None, "PT1S", timedelta(seconds=1)),
        (Decimal, "1.50", Decimal("1.50")),
        (Decimal, "-0", Decimal("-0")),
        (UUID, "00000000-0000-0000-0000-000000000001", UUID(int=1)),
        (bytes, "1234", b"\xd7\x6d\xf8"),
        (bool | None, "true", True),
        (bool | None, "null", None),
        (int | None, "5", 5),
        (str | None, "null", None),
        (str | None, '"null"', "null"),
        (str | None, "text", "text"),
        (str | None, "5", "5"),
        (Literal["1", 1], "1", 1),
        (Literal["a", "null"], "null", "null"),
        (Literal[True, "a"], "true", True),
        (Color, "RED", Color.RED),
        (Color, "null", Color.null),
        (list[int], "[1, -2]", [1, -2]),
        (list[str], '["a"]', ["a"]),
        (dict[int, Decimal], '[[1, "1.50"]]', {1: Decimal("1.50")}),
        (Row, '{"day": "2024-02-29", "amount": "1"}', Row(date(2024, 2, 29), Decimal(1))),
    ],
)
def test_what_a_text_means(type_: Any, text: str, value: Any) -> None:
    read = read_param(text, shape_of(type_))
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("type_", "text", "complaint"),
    [
        (int, "five", "expected int, got 'five'"),
        (int, "1.5", "expected int, got '1.5'"),
        (int, "1" * 5000, "expected int, got '1111"),
        (int, "true", "expected int, got 'true'"),
        (date, "tomorrow", "expected a date such as 2013-01-31, got 'tomorrow'"),
        (timedelta, "an hour", "expected a duration such as PT1H30M, got 'an hour'"),
        (timedelta, "P", "expected a duration"),
        (timedelta, "PT", "expected a duration"),
        (timedelta, "1e300", "expected a duration"),
        (timedelta, "P9999999999999D", "expected a duration"),
        (int | None, "x", "expected int or null, got 'x'"),
        (Color, "BLUE", "expected one of RED, null, got 'BLUE'"),
        (Literal["a"], "b", "expected a, got 'b'"),
        (list[int], "[1, true]", r"\[1\]: expected int, got True"),
        (list[int], "1", r"expected list\[int\], got '1'"),
        (
            Row,
            '{"day": "soon", "amuont": 1}',
            r"day: .*; .amuont: .*did you mean .amount\?; .amount: it is required",
        ),
        (list[int], "[" * 100_000, "expected list"),
        (Annotated[int, Bounds(ge=1)], "0", "ge=1"),
        (Annotated[int, Bounds(ge=1, multiple_of=2)], "-1", "ge=1.*; .*multiple_of=2"),
        (list[Annotated[int, Bounds(ge=1)]], "[0, 1, -1]", r"\[0\]: .*; \[2\]: "),
        (list[Annotated[int, Bounds(ge=1)]], str([0] * 25), "; and 5 more$"),
        (Annotated[int, Check(crash)], "1", "crashed: a check that crashes"),
    ],
)
def test_what_a_text_does_not_mean(type_: Any, text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read_param(text, shape_of(type_))


@given(st.text())
def test_any_text_is_a_str_as_it_stands(text: str) -> None:
    assert read_param(text, shape_of(str)) == text


@given(st.integers() | st.floats(allow_nan=False))
def test_numbers_are_read_as_python_writes_them(number: float) -> None:
    assert read_param(repr(number), shape_of(float)) == number


def parse(function: Any, *argv: str) -> dict[str, Any]:
    asked = Flags(function, name="daily", options=OPTIONS).read(argv)
    assert asked.problems == []
    return asked.params


def complaints(function: Any, *argv: str) -> list[str]:
    return [str(each) for each in asked(function, *argv).problems]


def asked(function: Any, *argv: str) -> Asked:
    return Flags(function, name="daily", options=(*DASK_OPTIONS, *OPTIONS)).read(argv)


def daily(
    run: object,
    *,
    day: date,
    top_rows: Annotated[int, Bounds(ge=1)] = 5,
    name: str = "100% plain",
    fast: bool = True,
    kind: Literal["a", "b"] = "a",
    color: Color = Color.RED,
) -> None:
    """Not what is shown: the module's docstring is."""


def test_params_are_flags_and_defaults_are_left_to_the_function() -> None:
    assert parse(daily, "--day", "2024-02-29") == {"day": date(2024, 2, 29)}
    argv = "--day=2024-02-29 --top-rows 3 --name 123 --no-fast --kind b --color RED"
    assert parse(daily, *argv.split()) == {
        "day": date(2024, 2, 29),
        "top_rows": 3,
        "name": "123",
        "fast": False,
        "kind": "b",
        "color": Color.RED,
    }
    assert parse(daily, "--day=2024-02-29", "--fast")["fast"] is True
    assert parse(daily, "--day=2024-02-29", "--fast=false")["fast"] is False
    assert parse(daily, "--day=2024-02-29", "--name=--fast")["name"] == "--fast"
    assert parse(daily, "--name=")["name"] == ""


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--tops", "3"], ["--tops: there is no such flag"]),
        (["--top-row=3"], ["--top-row: there is no such flag; did you mean --top-rows?"]),
        (["--top", "3"], ["--top: there is no such flag"]),
        (["--day", "soon"], ["--day: expected a date such as 2013-01-31, got 'soon'"]),
        (["--top-rows", "0"], ["--top-rows: expected ge=1, got 0"]),
        (["--kind", "c"], ["--kind: expected one of a, b, got 'c'"]),
        (["--day"], ["--day: a value is expected: a date such as 2013-01-31"]),
        (["--name", "--fast"], ["--name: a value is expected: str; one that begins with a dash"]),
        (["--name", "a", "--name", "b"], ["--name: it is given more than once"]),
        (["--fast", "--no-fast"], ["--fast: it is given more than once"]),
        (["--no-fast=1"], ["--no-fast: it takes no value, got '1'"]),
        (["--fast=1"], ["--fast: expected true or false, got '1'"]),
        (["--quiet=1"], ["--quiet: it takes no value, got '1'"]),
        (["stray", "--local", "here"],
         ["'stray': belongs to no flag", "--local: expected one of no, processes, threads, got"]),
        (["--x", "1", "--kind", "c", "--top-rows", "x", "--day", "y"],
         ["--x: there is no", "--day: ", "--top-rows: expected int, ge=1, got 'x'", "--kind: "]),
    ],
)  # fmt: skip
def test_everything_that_is_wrong_is_told_at_once(argv: list[str], told: list[str]) -> None:
    found = complaints(daily, *argv)
    assert len(found) == len(told), found
    assert [
        each for each, start in zip(found, told, strict=True) if not each.startswith(start)
    ] == []


def crowded(
    run: object,
    *,
    events: str,
    run_id: int,
    help: str,
    x: bool,
    no_x: bool,
    scheduler: str,
    set: str,
    quiet: bool,
) -> None: ...


def test_a_param_may_have_the_name_of_an_option() -> None:
    argv = "--events e --run-id 1 --help h --x=true --no-x --scheduler s --set a --quiet".split()
    options = ["--dagcompile-events", "file", "--dagcompile-run-id", "r", "-q"]
    found = asked(crowded, *argv, *options, "--dagcompile-set", "a=1", "--dagcompile-set", "b=2")
    assert found.problems == []
    assert found.params == {
        "events": "e", "run_id": 1, "help": "h", "x": True, "no_x": True, "scheduler": "s",
        "set": "a", "quiet": True,
    }  # fmt: skip
    assert found.options == {
        "events": "file", "run_id": "r", "quiet": True, "set": ["a=1", "b=2"],
    }  # fmt: skip
    assert asked(crowded, "-h").options == {"help": True}
    assert asked(crowded, "--dagcompile-help").options == {"help": True}


def test_a_function_of_no_module() -> None:
    names: dict[str, Any] = {}
    exec("def made(run, *, number: int): ...", names)
    assert parse(names["made"], "--number", "5") == {"number": 5}
