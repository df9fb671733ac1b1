"""The command line of a generated file."""

import argparse
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

from dagcompile.runtime.flags import params_from, parser_for, read_param
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
        (int, "five", "'five' is not int"),
        (int, "1.5", "'1.5' is not int"),
        (int, "1" * 5000, "is not int"),
        (int, "true", "'true' is not int"),
        (date, "tomorrow", "'tomorrow' is not date"),
        (Color, "BLUE", "'BLUE' is not"),
        (Literal["a"], "b", "'b' is not Literal"),
        (list[int], "[1, true]", "is not list"),
        (list[int], "[" * 100_000, "is not list"),
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
    parser, shapes = parser_for(function, name="daily")
    return params_from(vars(parser.parse_args(argv)), shapes)


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
    assert parse(daily, "--day=2024-02-29", "--name=--fast")["name"] == "--fast"


@pytest.mark.parametrize(
    ("argv", "complaint"),
    [
        ([], "the following arguments are required: --day"),
        (["--day", "2024-02-29", "--tops", "3"], "unrecognized arguments: --tops 3"),
        (["--day", "2024-02-29", "--top", "3"], "unrecognized arguments: --top 3"),
        (["--day", "soon"], "argument --day: 'soon' is not date"),
        (["--day", "2024-02-29", "--top-rows", "0"], "argument --top-rows: expected ge=1, got 0"),
        (["--day", "2024-02-29", "--kind", "c"], "argument --kind: 'c' is not Literal['a', 'b']"),
        (["--day"], "argument --day: expected one argument"),
    ],
)
def test_a_wrong_command_line_ends_with_2(
    argv: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(daily, *argv)
    assert ended.value.code == 2
    assert complaint in capsys.readouterr().err


def test_help_shows_types_bounds_choices_and_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(daily, "--help")
    assert ended.value.code == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "The command line of a generated file." in out
    for part in (
        "--day DATE date",
        "--top-rows INT int, ge=1 (default: 5)",
        "--name STR str (default: 100% plain)",
        "--fast, --no-fast bool (default: True)",
        "--kind {a,b} Literal['a', 'b'] (default: a)",
        "--color {RED,null}",
        "--events FILE",
        "--run-id ID",
    ):
        assert part in out, part


def crowded(
    run: object,
    *,
    events: str,
    run_id: int,
    help: str,
    x: bool,
    no_x: bool,
    scheduler: str,
    brackets: Literal["[a]", "(b", "c d", "é{\n"] = "c d",
    long_name_of_a_param_to_break_the_line_of_usage: int = 1,
) -> None: ...


def test_a_param_may_have_the_name_of_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    argv = "--events e --run-id 1 --help h --x=true --no-x --scheduler s".split()
    options = ["--dagcompile-events", "file", "--dagcompile-run-id", "r"]
    parser, shapes = parser_for(crowded, name="crowded")
    arguments = vars(parser.parse_args([*argv, *options]))
    assert params_from(arguments, shapes) == {
        "events": "e", "run_id": 1, "help": "h", "x": True, "no_x": True, "scheduler": "s",
    }  # fmt: skip
    assert (arguments["events"], arguments["run_id"]) == ("file", "r")
    for flag in ("-h", "--dagcompile-help"):
        with pytest.raises(SystemExit) as ended:
            parser.parse_args([flag])
        assert ended.value.code == 0
    assert "--brackets VALUE" in capsys.readouterr().out


def test_a_function_of_no_module() -> None:
    names: dict[str, Any] = {}
    exec("def made(run, *, number: int): ...", names)
    parser, _ = parser_for(names["made"], name="made")
    assert isinstance(parser, argparse.ArgumentParser)
