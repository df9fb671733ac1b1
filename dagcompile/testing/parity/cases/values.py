"""Values of every type, between nodes, from params and as literals."""

# ruff: noqa: B008, PLR0917  (params are what is tried, many of them, with defaults)

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from dagcompile import Bounds, first_of, pipeline
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import flow, literals, values
from dagcompile.testing.parity.ops.kinds import (
    Colour,
    Leg,
    Level,
    Mood,
    Passenger,
    Point,
    Scalars,
    Seen,
)


@pipeline
def scalars() -> Seen:
    """One value of each scalar, through two nodes."""
    kept = values.keep_scalars(*values.scalars())
    every: dict[str, Any] = dict(zip(Scalars._fields, kept, strict=True))
    return Seen(text=values.describe(every), values=every)


@pipeline
def extremes() -> Seen:
    """Values at the ends of their types."""
    every: dict[str, Any] = values.extremes()._asdict()
    return Seen(text=values.describe(every), values=every)


@pipeline
def containers() -> Seen:
    """Containers in containers."""
    every: dict[str, Any] = values.containers()._asdict()
    return Seen(text=values.describe(every), values=every)


@pipeline
def records() -> Seen:
    """Records in records, through two nodes."""
    made = values.records()
    every: dict[str, Any] = made._asdict() | {"trip": values.keep_trip(made.trip)}
    return Seen(text=values.describe(every), values=every)


@pipeline
def unions() -> Seen:
    """The alternative that was taken is still the one that arrives."""
    every: dict[str, Any] = values.unions()._asdict()
    return Seen(text=values.describe(every), values=every)


@pipeline
def open_values() -> Seen:
    """Builtins of which nothing is declared."""
    every: dict[str, Any] = {"open": values.open_value()}
    return Seen(text=values.describe(every), values=every)


@pipeline
def gathered(number: int) -> Seen:
    """Dicts, tuples and lists that the author wrote around values, nested."""
    one, two = flow.one(), flow.inc(number)
    every: dict[str, Any] = {
        "list": [one, two],
        "tuple": (two, one, "x"),
        "dict": {1: one, "in": {"b": two}},
    }
    return Seen(text=values.describe(every), values=every)


@pipeline
def single_lists(numbers: list[int]) -> Seen:
    """Nodes whose only input is a list or tuple that no node makes."""
    every: dict[str, Any] = {
        "param": flow.total(numbers),
        "literal": flow.total.named("literal")([1, 2]),
        "params": flow.total.named("params")([3, 4, 5]),
        "pair": literals.pair((1, 2)),
        "first": first_of(numbers),
    }
    return Seen(text=values.describe(every), values=every)


@pipeline
def large_value(size: int) -> int:
    """A value that is too large for a message."""
    return values.measure(values.large(size))


@pipeline
def opaque() -> int:
    """An object of which only the class is known."""
    return values.reveal(values.opaque(7))


_HOSTILE = "' \" \\ \n {{ ds }} {% x %} {# #} \u2028 \x85 \x00 é 😀 $HOME %s"


@pipeline
def literal_arguments() -> Seen:
    """Literals of every kind, written where the pipeline is."""
    every: dict[str, Any] = {
        "texts": literals.texts(
            plain="a", hostile=_HOSTILE, lone="\ud800", data=b"\x00'\xff", path=Path("a b/c")
        ),
        "numbers": literals.numbers(-1, 1e300, float("nan"), Decimal("1.10"), True, None),  # noqa: FBT003
        "times": literals.times(
            date(2024, 2, 29),
            datetime(2024, 1, 1, 12, tzinfo=UTC),
            time(23, 59, 59, 1),
            timedelta(days=-1, seconds=1),
            UUID(int=3),
        ),
        "holders": literals.holders(
            [1, [2, (3,)], {"k": b""}], {2: "b", 1: "a"}, {3, 1}, (1, "x"), frozenset({"b", "a"})
        ),
        "instances": literals.instances(
            Colour.RED,
            Mood.GOOD,
            Leg(start="x", price=Decimal("0.50")),
            Point(x=1, y=2.5),
            Passenger(name="Eve", seat=(1, "B")),
        ),
        "applied": literals.applied(literals.double, Colour),
    }
    return Seen(text=values.describe(every), values=every)


@pipeline
def configs() -> Seen:
    """A config by default, said beforehand and given in the call."""
    rates = literals.Rates(base=Decimal("1E-3"), colours=(), limits={"b": 2, "a": 1}, note="'x'")
    every: dict[str, Any] = {
        "default": literals.with_rates(Decimal(1)),
        "given": literals.with_rates.named("given")(Decimal(1), config=rates),
        "said": literals.with_rates.named("said").configured(literals.Rates(mode="fast"))(
            Decimal(1)
        ),
    }
    return Seen(text=values.describe(every), values=every)


@pipeline
def scalar_params(
    count: Annotated[int, Bounds(ge=1, le=10)] = 1,
    rate: float = 0.5,
    name: str = "o'clock",
    flag: bool = False,  # noqa: FBT001, FBT002
    day: date = date(2024, 2, 29),
    moment: datetime = datetime(2024, 1, 1, tzinfo=UTC),
    clock: time = time(6, 30),
    span: timedelta = timedelta(minutes=5),
    money: Annotated[Decimal, Bounds(gt=Decimal(0))] = Decimal("1.10"),
    uid: UUID = UUID(int=1),
    path: Path = Path("a/b"),
    data: bytes = b"\x00\xff",
) -> str:
    """A param of every scalar type."""
    return literals.with_params(
        count, rate, name, flag, day, moment, clock, span, money, uid, path, data
    )


@pipeline
def structured_params(
    table: dict[int, list[Decimal]],
    level: Level,
    word: Literal["yes", "no"],
    leg: Leg,
    limit: int | None = 3,
    tags: frozenset[str] = frozenset({"b", "a"}),
) -> str:
    """Params that are containers, records and alternatives."""
    return literals.with_structures(table, level, word, leg, limit, tags)


@pipeline
def optional_params(
    either: int | str | None = 5,
    anything: Any = "x",
    limit: float | None = float("inf"),
    leg: Leg | None = Leg(start="x", price=Decimal("2.50"), flown=date(2020, 1, 1)),
    word: str | None = "a\0b",
) -> str:
    """Params of which null is a value, with defaults that are none."""
    return literals.with_optionals(either, anything, limit, leg, word)


@pipeline
def overridden() -> Seen:
    """A config of which a run changes what it likes, beside one that it leaves alone."""
    every: dict[str, Any] = {
        "changed": literals.with_rates.named("changed")(Decimal(1)),
        "kept": literals.with_rates.named("kept")(Decimal(1)),
    }
    return Seen(text=values.describe(every), values=every)


_CHANGED = {
    "base": Decimal("0.30"),
    "since": date(2024, 2, 29),
    "pause": timedelta(hours=1, microseconds=1),
    "colours": (Colour.RED, Colour.BLUE),
    "limits": {"low": 2},
    "mode": "fast",
    "note": "{{ ds }}",
}

_GIVEN = {
    "count": 10,
    "rate": -2.5e-300,
    "name": "{{ ds }} '",
    "flag": True,
    "day": date(1, 1, 1),
    "moment": datetime(2024, 10, 27, 2, 30, tzinfo=timezone(timedelta(hours=1))),
    "clock": time(23, 59, 59),
    "span": timedelta(days=-1, microseconds=1),
    "money": Decimal("0.10"),
    "uid": UUID(int=2),
    "path": Path("/tmp/with space"),  # noqa: S108  (a text, no file)
    "data": b"",
}

CASES: tuple[Case, ...] = (
    case(scalars, "every scalar arrives as it was"),
    case(extremes, "NaN, infinities, signed zeros, zones and folds arrive"),
    case(containers, "int and tuple keys, sets, tuples and nesting arrive"),
    case(records, "dataclasses, models, named tuples, typed dicts and enums arrive"),
    case(unions, "the taken branch of a union arrives"),
    case(open_values, "builtins under Any arrive"),
    case(gathered, "containers that the author wrote arrive", number=1),
    case(single_lists, "a node whose only input is a list takes all of it", numbers=[1, 2, 3]),
    case(large_value, "a value of more than 48 kB arrives", size=200_000),
    case(opaque, "an object that only pickle can carry arrives"),
    case(literal_arguments, "literals of every kind arrive"),
    case(configs, "configs arrive resolved"),
    case(overridden, "a config that a run leaves alone"),
    Case(
        name="overridden_all",
        title="every field of a config that a run changes",
        pipeline=overridden,
        config={"changed": _CHANGED},
    ),
    Case(
        name="overridden_one",
        title="one field of a config that a run changes, the others as they were",
        pipeline=overridden,
        config={"changed": {"mode": "fast"}, "kept": {"pause": timedelta(0)}},
    ),
    case(scalar_params, "defaults of params of every scalar type"),
    Case(
        name="scalar_params_given",
        title="params of every scalar type",
        pipeline=scalar_params,
        params=_GIVEN,
    ),
    case(
        structured_params,
        "structured params",
        table={2: [Decimal("1.0")], 1: []},
        level=Level.HIGH,
        word="no",
        leg=Leg(start="x", price=Decimal("2.50"), flown=date(2020, 1, 1)),
        limit=None,
    ),
    case(optional_params, "defaults where null is a value"),
    Case(
        name="optional_params_null",
        title="null where it is a value is no default",
        pipeline=optional_params,
        params=dict.fromkeys(("either", "anything", "limit", "leg", "word")),
    ),
)
