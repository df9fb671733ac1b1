"""Ops that take what a pipeline's author or the one who runs it wrote down."""

# ruff: noqa: B008, FBT001, PLR0917, RUF012  (inputs of every kind, many of them, some with defaults)

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from dagcompile import Bounds, Config, op
from dagcompile.testing.parity.ops.kinds import Colour, Leg, Level, Mood, Passenger, Point
from dagcompile.testing.parity.shown import shown


def double(number: int) -> int:
    """A function that is passed as it is."""
    return 2 * number


class Rates(Config):
    """A config with a field of every kind."""

    base: Decimal = Decimal("0.1")
    since: date = date(2020, 1, 1)
    pause: timedelta = timedelta(seconds=90)
    colours: tuple[Colour, ...] = (Colour.RED,)
    limits: dict[str, int] = {"low": 1}
    mode: Literal["fast", "safe"] = "safe"
    note: str | None = None


@op
def texts(*, plain: str, hostile: str, lone: str, data: bytes, path: Path) -> str:
    """Texts as they arrived."""
    return shown([plain, hostile, lone, data, path])


@op
def numbers(whole: int, real: float, nan: float, money: Decimal, flag: bool, none: None) -> str:
    """Numbers as they arrived."""
    return shown([whole, real, nan, money, flag, none])


@op
def times(day: date, moment: datetime, clock: time, span: timedelta, uid: UUID) -> str:
    """Times as they arrived."""
    return shown([day, moment, clock, span, uid])


@op
def holders(
    items: list[Any],
    table: dict[int, str],
    unique: set[int],
    fixed: tuple[int, str],
    frozen: frozenset[str],
) -> str:
    """Containers as they arrived."""
    return shown([items, table, unique, fixed, frozen])


@op
def pair(both: tuple[int, int]) -> str:
    """A pair as it arrived."""
    return shown(both)


@op
def instances(colour: Colour, mood: Mood, leg: Leg, point: Point, passenger: Passenger) -> str:
    """Records as they arrived."""
    return shown([colour, mood, leg, point, passenger])


@op
def applied(
    function: Callable,  # type: ignore[type-arg]
    kind: type,
    value: int = 21,
) -> str:
    """A function and a class as they arrived; the last input has a default."""
    return f"{function(value)} {kind.__name__}"


@op
def with_rates(amount: Decimal, config: Rates = Rates()) -> str:
    """A config as it arrived."""
    return shown([amount, config])


@op
def with_params(
    count: Annotated[int, Bounds(ge=1, le=10)],
    rate: float,
    name: str,
    flag: bool,
    day: date,
    moment: datetime,
    clock: time,
    span: timedelta,
    money: Annotated[Decimal, Bounds(gt=Decimal(0))],
    uid: UUID,
    path: Path,
    data: bytes,
) -> str:
    """Scalar params as they arrived."""
    return shown([count, rate, name, flag, day, moment, clock, span, money, uid, path, data])


@op
def with_structures(
    table: dict[int, list[Decimal]],
    level: Level,
    word: Literal["yes", "no"],
    leg: Leg,
    limit: int | None,
    tags: frozenset[str],
) -> str:
    """Structured params as they arrived."""
    return shown([table, level, word, leg, limit, tags])


@op
def with_optionals(
    either: int | str | None,
    anything: Any,
    limit: float | None,
    leg: Leg | None,
    word: str | None,
) -> str:
    """Params of which null is a value as they arrived."""
    return shown([either, anything, limit, leg, word])
