"""One rule for what is read, whether a param or a config, from a flag, `--set` or a file."""

import json
from dataclasses import make_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import create_model, field_validator

from dagcompile.runtime.command.flags import Flags
from dagcompile.runtime.command.given import complete
from dagcompile.runtime.command.running import OPTIONS
from dagcompile.runtime.types.records import MISSING
from dagcompile.runtime.v1 import Run

WRONG: Any = MISSING


def model(type_: Any) -> Any:
    return create_model("Model", value=(type_, ...)).model_construct(value=None)


def record(type_: Any) -> Any:
    return make_dataclass("Record", [("value", type_)])(None)


def read(type_: Any, argv: list[str], config: Any) -> list[Any]:
    """The param `value`, and the config's field of that name; `WRONG` where it is refused."""

    def daily(run: Run, *, value: Any = None) -> Any:
        return run.step("n", repr)(run.config("n", config))

    daily.__annotations__["value"] = type_
    flags = Flags(daily, name="daily", options=OPTIONS)
    asked = flags.read(argv)
    configs = complete(flags, asked)
    return [asked.params.get("value", WRONG), getattr(configs["n"], "value", WRONG)]


def same(values: list[Any], expected: Any) -> bool:
    return [(type(each), each) for each in values] == [(type(expected), expected)] * 2


TYPED = [
    (int, "5", 5),
    (int, "-5", -5),
    (int, "1.0", WRONG),
    (int, "1_000", WRONG),
    (int, " 5", WRONG),
    (int, "\u0665", WRONG),
    (int, "0x1f", WRONG),
    (int, '"5"', WRONG),
    (int, str(2**70), 2**70),
    (float, "1.5", 1.5),
    (float, "1_000.5", WRONG),
    (float, " 1.5", WRONG),
    (float, "nan ", WRONG),
    (Decimal, "1.50", Decimal("1.50")),
    (Decimal, "1_000", WRONG),
    (int | None, "1.0", WRONG),
    (bool | None, "yes", WRONG),
    (int | str, "5", 5),
    (int | str, '"5"', "5"),
    (int | str, "1.0", "1.0"),
    (float | str, '"1"', "1"),
    (bool | str, "true", True),
    (bool | str, '"true"', "true"),
    (str | None, "null", None),
    (str | None, '"null"', "null"),
    (date | str, "2013-01-01", date(2013, 1, 1)),
    (date | str, '"2013-01-01"', "2013-01-01"),
    (list[int | str], '["5", 5]', ["5", 5]),
    (dict[str, int | str], '{"a": "5"}', {"a": "5"}),
    (dict[int, int], '{"5": 5}', {5: 5}),
    (dict[int | str, int], '{"5": 5}', {"5": 5}),
    (Any, '"5"', "5"),
    (Any, "5", 5),
]


@pytest.mark.parametrize("owner", [model, record])
@pytest.mark.parametrize(("type_", "text", "expected"), TYPED)
def test_what_is_typed(owner: Any, type_: Any, text: str, expected: Any) -> None:
    values = read(type_, [f"--value={text}", "--set", f"n.value={text}"], owner(type_))
    assert same(values, expected), values


FILED = [
    (int, 5, 5),
    (int, 5.0, WRONG),
    (int, "5", WRONG),
    (int, str(2**70), 2**70),
    (float, "1", WRONG),
    (float, "inf", float("inf")),
    (bool, "true", WRONG),
    (bool, 1, WRONG),
    (str, "null", "null"),
    (int | None, "5", WRONG),
    (int | None, "null", WRONG),
    (int | str, "5", "5"),
    (int | str, 5, 5),
    (str | None, "null", "null"),
    (str | None, None, None),
    (str | None, '"quoted"', '"quoted"'),
    (float | str, "1", "1"),
    (bool | str, "true", "true"),
    (bool | str, True, True),
    (date | str, "2013-01-01", "2013-01-01"),
    (date | None, "2013-01-01", date(2013, 1, 1)),
    (Decimal | None, "1.50", Decimal("1.50")),
    (list[int | str], ["5", 5], ["5", 5]),
    (list[int] | list[str], ["5"], ["5"]),
    (Any, "5", "5"),
    (Any, {"a": ["5"]}, {"a": ["5"]}),
]


@pytest.mark.parametrize("owner", [model, record])
@pytest.mark.parametrize(("type_", "data", "expected"), FILED)
def test_what_a_file_says(owner: Any, type_: Any, data: Any, expected: Any, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    file.write_text(json.dumps({"params": {"value": data}, "config": {"n": {"value": data}}}))
    values = read(type_, ["--config", str(file)], owner(type_))
    assert same(values, expected), values


LAYOUTS = {
    "run.toml": "[params]\nvalue = {0}\n[config.n]\nvalue = {0}\n",
    "run.yaml": "params:\n  value: {0}\nconfig:\n  n:\n    value: {0}\n",
}


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize(
    ("type_", "text", "expected"),
    [
        (int | str, '"5"', "5"),
        (int | str, "5", 5),
        (date | str, "2013-01-01", date(2013, 1, 1)),
        (date | str, '"2013-01-01"', "2013-01-01"),
        (str, "2013-01-01", "2013-01-01"),
        (Any, "2013-01-01", "2013-01-01"),
        (Any, "[2013-01-01]", ["2013-01-01"]),
    ],
)
def test_a_date_may_stand_bare_in_a_file(
    name: str, type_: Any, text: str, expected: Any, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_text(LAYOUTS[name].format(text))
    values = read(type_, ["--config", str(file)], record(type_))
    assert same(values, expected), values
    inner = [each for value in values if isinstance(value, list) for each in value]
    assert {*map(type, inner)} <= {str}


def test_parts_of_a_config_of_any_type_are_read_as_json() -> None:
    values = read(Any, ["--set", "n.value.a=5", "--set", 'n.value.b="5"'], record(Any))
    assert values[1] == {"a": 5, "b": "5"}
    assert type(values[1]["b"]) is str


def test_what_else_a_model_reads_is_left_to_it() -> None:
    def minutes(cls: Any, value: Any) -> Any:
        return int(value.removesuffix(" min")) if isinstance(value, str) else value

    made = create_model(
        "Made",
        value=(int, 1),
        __validators__={"minutes": field_validator("value", mode="before")(minutes)},
    )
    assert read(int, ["--set", "n.value=5 min"], made())[1] == 5
