"""Params of every type: their defaults, values that a run may be given, and JSON that it may not."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypedDict
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from dagcompile import Bounds, Check, op, pipeline
from dagcompile.authoring.pipelines import Pipeline
from hostile.ops import holds

INF, NAN = float("inf"), float("nan")
BIG = 2**70
UNSET: Any = object()


class Color(Enum):
    """Names are what travels."""

    RED = 1
    GREEN = Decimal(2)


class Level(IntEnum):
    """Members that are numbers as well."""

    LOW = 1
    HIGH = BIG


@dataclass(frozen=True)
class Row:
    """A record."""

    amount: Decimal
    day: date = date(2024, 2, 29)


class Pair(NamedTuple):
    """A record that is a tuple."""

    left: int
    right: str


class Named(TypedDict):
    """A record that is a dict."""

    name: str


class Model(BaseModel):
    """A record of pydantic."""

    size: int = 1


@dataclass(frozen=True)
class Form:
    """A param: its type, its default, values of the type, JSON that people write, JSON that no
    value looks like. `shown` tells whether the default is in the form.
    """

    type: Any
    default: Any = UNSET
    values: tuple[Any, ...] = ()
    written: tuple[Any, ...] = ()
    wrong: tuple[Any, ...] = ()
    shown: bool = True
    schema: dict[str, Any] = field(default_factory=dict)


EASTERN = datetime(2024, 11, 3, 1, 30, tzinfo=ZoneInfo("America/New_York"), fold=1)
CET = timezone(timedelta(hours=1), "CET")

FORMS: dict[str, Form] = {
    "none": Form(None, None, wrong=(0, "")),
    "an_int": Form(int, 3, (0, -1), (BIG, -BIG, 2**53 + 1, 4.0), ("x", "12", 1.5, [], None), schema={"type": "integer"}),
    "required_int": Form(int, values=(1,), written=(BIG,), wrong=(None, "")),
    "big_int": Form(int, BIG, (1,)),
    "a_float": Form(float, 0.1, (1.5, 1e-9, 2), (1e300, 1, -0.0, BIG), ("x", "1.5", [], None), schema={"type": "number"}),
    "inf": Form(float, INF, (0.0,), shown=False),
    "nan": Form(float, NAN, shown=False),
    "minus_zero": Form(float, -0.0),
    "huge": Form(float, 1e300),
    "an_int_for_a_float": Form(float, 3),
    "text": Form(str, "it's {{ ds }}", ("", "\n", "\u2028", "\U0001f600"), wrong=(1, None), schema={"type": "string"}),
    "text_with_nul": Form(str, "a\0b", ("x",), shown=False),
    "text_with_surrogates": Form(str, "\ud800", ("x",), shown=False),
    "empty_text": Form(str, ""),
    "a_bool": Form(bool, True, (False,), wrong=(1, "true", None)),
    "some_bytes": Form(bytes, b"\x00\xff", (b"", b"abc"), wrong=(1,)),
    "a_date": Form(date, date(2024, 2, 29), (date.min, date.max), wrong=("2024-02-30", "x", 1)),
    "naive": Form(datetime, datetime(2024, 2, 29, 12), (datetime.min, datetime.max), wrong=(1, {}), schema={"type": "string"}),
    "aware": Form(
        datetime, datetime(2024, 2, 29, 12, 0, 0, 5, tzinfo=UTC),
        written=("2024-02-29T12:00:00Z", "2024-02-29T12:00:00+01:00"), wrong=(1, {}),
        schema={"type": "string", "format": "date-time"},
    ),
    "in_a_zone": Form(datetime, EASTERN, shown=False),
    "in_a_named_offset": Form(datetime, datetime(2024, 1, 1, tzinfo=CET), shown=False),
    "a_time": Form(time, time(6, 30), (time.min, time.max, time(6, 30, 0, 5, tzinfo=UTC)), ("06:30",), ("x", 1)),
    "a_delta": Form(timedelta, timedelta(seconds=300), (timedelta.min, timedelta.max, timedelta(0, 0, 1)), ("PT5M", "-P1DT0.5S", "P2W"), (300, [1], "x"), schema={"type": "string", "format": "duration"}),
    "optional_delta": Form(timedelta | None, timedelta(hours=1), (None,), ("PT5M",), (300, "x")),
    "money": Form(Decimal, Decimal("1.50"), (Decimal("1E+500"), Decimal("-0"), Decimal("0E-7")), ("2", "+2.50"), (1.5, [], "NaN", "", "1,5")),
    "no_money": Form(Decimal, Decimal("NaN"), (Decimal(1),), shown=False),
    "an_id": Form(UUID, UUID(int=5), (UUID(int=0),), wrong=(5,)),
    "a_path": Form(Path, Path("a/b"), (Path("/"), Path()), wrong=(1,)),
    "anything": Form(Any, None, (1, "x", [1], None)),
    "anything_known": Form(Any, 5, (1, None)),
    "anything_listed": Form(Any, [1], (1, None, {"type": "default"}), shown=False),
    "choice": Form(Literal["a", "b", 3], "a", ("b", 3), wrong=("c", 1, None)),
    "odd_choice": Form(Literal[1, True, b"x", Color.RED, 2**60], True, (1, b"x", Color.RED, 2**60), wrong=(0, "c")),
    "clashing_choice": Form(Literal["RED", Color.RED], Color.RED, ("RED",), shown=False),
    "optional_choice": Form(Literal["a"] | None, None, ("a", None), wrong=("b",)),
    "color": Form(Color, Color.RED, (Color.GREEN,), wrong=("red", 1, None)),
    "level": Form(Level, Level.HIGH, (Level.LOW,), wrong=(1,)),
    "optional_color": Form(Color | None, None, (Color.RED, None), wrong=("x",)),
    "optional_int": Form(int | None, None, (None, 1), (BIG,), ("x", [])),
    "optional_big": Form(int | None, BIG, (None, 1)),
    "optional_date": Form(date | None, date(2024, 1, 1), (None,), wrong=("x",)),
    "optional_any": Form(Any | None, None, (None, 1)),
    "a_list": Form(list[str], ["JFK", "EWR"], ([], ["x"]), wrong=("x", {}, None, [1]), schema={"type": "array", "items": {"type": "string"}}),
    "empty_list": Form(list[int], [], ([1],), wrong=(["1"], [1.5]), schema={"type": "array", "items": {"type": "integer"}}),
    "listed_colors": Form(list[Color], [Color.RED], ([Color.GREEN],), wrong=([1],)),
    "listed_or_none": Form(list[bool] | None, None, ([True], None), wrong=(["x"],)),
    "nested": Form(list[list[int | None]], [[1, None], []], ([[3]],), ([[BIG]],)),
    "floats": Form(list[float], [0.1, INF], ([0.5],), shown=False),
    "decimals": Form(dict[int, Decimal], {1: Decimal("0.10")}, ({},), wrong=({"1": "0.1"},)),
    "a_set": Form(set[int], {3, 1}, (set(), {1, 2}), wrong=({},)),
    "frozen": Form(frozenset[str], frozenset({"a"}), (frozenset(),)),
    "a_tuple": Form(tuple[int, str], (1, "a"), ((2, "b"),), wrong=([1], [1, "a", 2], "x")),
    "no_tuple": Form(tuple[()], (), wrong=([1],)),
    "long_tuple": Form(tuple[date, ...], (date(2024, 1, 1),), ((),)),
    "by_name": Form(dict[str, int], {"b": 1, "a": BIG}, written=({}, {"a": 1}), wrong=("x", 1, [["a", 1]]), schema={"type": "object"}),
    "by_anything": Form(dict[Any, Any], {}, written=({"a": 1},)),
    "by_date": Form(dict[date, list[time]], {date(2024, 1, 1): [time(1)]}, ({},), wrong=("x",)),
    "row": Form(Row, Row(Decimal(1)), (Row(Decimal(2), date(2024, 1, 1)),), wrong=("x", 1), shown=False),
    "required_row": Form(Row, values=(Row(Decimal(2)),), written=({"amount": "1", "day": "2024-01-01"},), wrong=([], None)),
    "optional_row": Form(Row | None, None, (Row(Decimal(2)), None), wrong=(1,)),
    "known_row_or_none": Form(Row | None, Row(Decimal(1)), (Row(Decimal(2)), None), wrong=(1, []), shown=False),
    "pair_or_none": Form(Pair | None, Pair(1, "a"), (Pair(2, "b"), None), wrong=(1, {}), shown=False),
    "by_name_or_none": Form(dict[str, float] | None, {"a": INF}, (None,), ({"type": 1.0},), wrong=(1, []), shown=False),
    "inf_or_none": Form(float | None, INF, (0.5, None), wrong=([], {}), shown=False),
    "nul_or_none": Form(str | None, "a\0b", ("default", None), wrong=([], 1), shown=False),
    "zoned_or_none": Form(datetime | None, EASTERN, (None,), ("2024-02-29T12:00:00Z",), wrong=([], 1), shown=False),
    "clash_or_none": Form(Literal["RED", Color.RED] | None, Color.RED, ("RED", None), shown=False),
    "bounded_or_none": Form(Annotated[float | None, Bounds(ge=0)], INF, (0.5, None), wrong=(-1,), shown=False),
    "rows": Form(list[Row], [], ([Row(Decimal(2))],)),
    "known_rows": Form(list[Row], [Row(Decimal(2))], ([],), shown=False),
    "pair": Form(Pair, Pair(1, "a"), (Pair(2, "b"),), wrong=("x",), shown=False),
    "named": Form(Named, {"name": "x"}, ({"name": ""},), wrong=([], "x"), shown=False),
    "model": Form(Model, Model(size=2), (Model(),), wrong=([], "x"), shown=False),
    "either": Form(int | str, 1, (2, "x"), ({"type": "int", "value": 1},), (1, "x", {})),
    "either_hidden": Form(int | date, date(2024, 1, 1), (2,), wrong=(1, "x", {}), shown=False),
    "either_known_or_none": Form(int | str | None, 5, (2, "x", None), wrong=(1, {})),
    "either_hidden_or_none": Form(int | date | None, date(2024, 1, 1), (2, None), wrong=(1, {}), shown=False),
    "either_or_none": Form(int | str | None, None, (2, "x", None), wrong=(1, {})),
    "positive": Form(Annotated[int, Bounds(ge=1)], 1, (1,), (BIG,), (0, -5), schema={"type": "integer", "minimum": 1}),
    "percent": Form(Annotated[int, Bounds(ge=0, le=100)], 5, (0, 100), wrong=(-1, 101, "5"), schema={"type": "integer", "minimum": 0, "maximum": 100}),
    "open_ends": Form(Annotated[int, Bounds(gt=0, lt=10)], 5, (1, 9), wrong=(0, 10), schema={"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 10}),
    "even": Form(Annotated[int, Bounds(multiple_of=2)], 2, (0, -4), (2**60,), (1,), schema={"type": "integer", "multipleOf": 2}),
    "even_by_a_negative": Form(Annotated[int, Bounds(multiple_of=-2)], 2, (0, -4)),
    "tenths": Form(Annotated[float, Bounds(multiple_of=0.1, ge=0)], 0.3, (0.7, 0.1, 1.0), wrong=(-1,)),
    "whole": Form(Annotated[float, Bounds(multiple_of=1)], 3.0, (1e15, 2, 3.0000000000000004)),
    "share": Form(Annotated[float, Bounds(ge=0, le=1)], 0.5, (0.0, 1), wrong=(1.1, -1)),
    "below_infinity": Form(Annotated[float, Bounds(lt=INF)], 0.5, (0.25,), (1e300,)),
    "price": Form(Annotated[Decimal, Bounds(ge=Decimal("0.5"), lt=100)], Decimal("0.5"), (Decimal(99),)),
    "later": Form(Annotated[date, Bounds(ge=date(2024, 1, 1))], date(2024, 1, 1), (date.max,)),
    "code": Form(Annotated[str, Bounds(min_length=2, max_length=3, pattern="^[A-Z]+$")], "JFK", ("AB",), wrong=("A", "ABCD", "abc")),
    "odd_pattern": Form(Annotated[str, Bounds(pattern='(?i)"\\\\\\d{2}')], '"\\12', ('x"\\34',), wrong=("x",)),
    "short_bytes": Form(Annotated[bytes, Bounds(max_length=3)], b"abc", (b"", b"\xff" * 3)),
    "few": Form(Annotated[list[int], Bounds(min_length=1, max_length=2)], [1], ([1, 2],), wrong=([], [1, 2, 3])),
    "few_of_a_set": Form(Annotated[set[int], Bounds(min_length=1, max_length=2)], {1}, ({1, 2},), ([1, 1, 1],), ([],)),
    "few_by_name": Form(Annotated[dict[str, int], Bounds(max_length=1)], {"a": 1}, written=({"a": 1},)),
    "few_by_number": Form(Annotated[dict[int, int], Bounds(min_length=1)], {1: 1}, ({2: 2},), wrong=([],)),
    "checked": Form(Annotated[str, Check(holds, "odd\n{{ name }}", said="x")], "x", ("",), wrong=(1,)),
    "optional_percent": Form(Annotated[int, Bounds(ge=0, le=100)] | None, None, (None, 5), wrong=(101, "x")),
    "percent_or_none": Form(Annotated[int | None, Bounds(ge=0, le=100)], 5, (None, 100), wrong=(101,)),
    "far": Form(Annotated[int, Bounds(ge=BIG)], BIG, written=(BIG + 1,)),
}  # fmt: skip


@op
def start() -> int:
    """A node, so that the DAG has a task."""
    return 1


def pipelines() -> dict[str, Pipeline[..., Any]]:
    """A pipeline for each form, with one param `value`, which a task reads."""
    return {name: _pipeline(name, form) for name, form in FORMS.items()}


@op
def take(value: Any) -> None:
    """Takes anything."""


def _pipeline(name: str, form: Form) -> Pipeline[..., Any]:
    def wired(value: Any) -> Any:
        take(value)

    wired.__annotations__ = {"value": form.type, "return": None}
    if form.default is not UNSET:
        wired.__defaults__ = (form.default,)
    return pipeline(name=name)(wired)
