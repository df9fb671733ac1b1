"""Values of every family of types, and pipelines that hand each from one task to another.

`VALUES` are read from the file that `LAWFUL` names, so that all processes mean the same ones.
"""

import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dagcompile import op, pipeline
from tests.runtime.types.samples import DYNAMIC, LIST, RECORDS, SCALARS, TYPED, fingerprint

OLD, NEW = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


class Colour(StrEnum):
    RED = "r"


class Plain(Enum):
    ONE = (1, "x")


class Pair(NamedTuple):
    left: int
    right: "Inner"


@dataclass(frozen=True)
class Inner:
    amount: Decimal


@dataclass(frozen=True)
class Outer:
    inner: Inner
    by_day: dict[date, list[Inner]]


LOSSY: dict[str, tuple[Any, list[Any]]] = {
    "not a number": (float, [float("nan")]),
    "infinite": (float, [float("inf"), float("-inf")]),
    "negative zero": (float, [-0.0]),
    "int keys": (dict[int, str], [{1: "a", -2: "b"}]),
    "nested dataclasses": (
        Outer,
        [Outer(Inner(Decimal("1.10")), {date(2024, 2, 29): [Inner(Decimal(1))]})],
    ),
    "named tuples": (Pair, [Pair(1, Inner(Decimal("0.1")))]),
    "text enums": (Colour, [Colour.RED]),
    "enums": (Plain, [Plain.ONE]),
    "bytes": (bytes, [b"", b"\0\xff"]),
    "paths": (Path, [Path("a/b"), Path("/")]),
    "times": (time, [time(1, 2, 3, 4), time(1, 2, tzinfo=UTC), time(2, 30, fold=1)]),
    "sets": (set[int], [set(), {1, 2}]),
    "frozen sets": (frozenset[str], [frozenset({"a"})]),
    "tuples": (tuple[int, str], [(1, "a")]),
    "digits": (Decimal, [Decimal("0.1234567890123456789012345"), Decimal("1E+3")]),
    "large ints": (int, [2**70, -(2**70)]),
    "zoned moments": (
        datetime,
        [
            datetime(2024, 7, 1, tzinfo=OLD),
            datetime(2024, 7, 1, tzinfo=timezone(timedelta(hours=5, minutes=45))),
            datetime(2024, 7, 1),  # noqa: DTZ001  (one without a zone)
        ],
    ),
    "folds": (datetime, [datetime(2024, 11, 3, 1, 30, tzinfo=NEW, fold=fold) for fold in (0, 1)]),
    "surrogates": (str, ["é\udc80\0", "{{ ds }}", "{% raw %}"]),
    "nothing": (int | None, [None]),
}


def drawn() -> list[tuple[Any, list[Any]]]:
    """Types, each with some values: of every family, and made of several."""
    made = [*LOSSY.values()]
    for kind, values in [*SCALARS, *RECORDS, (Any, DYNAMIC)]:
        made.append((kind, some(values, 12)))
    made += [(kind, [value]) for kind, value in some(TYPED, 25)]
    return made


def some(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """As many values, the same in every process."""
    found: list[Any] = []

    @settings(
        max_examples=count, derandomize=True, database=None, deadline=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def keep(value: Any) -> None:
        found.append(value)

    keep()
    return found[:count]


KINDS = [kind for kind, _ in drawn()]


def values(number: int) -> list[Any]:
    """The values of a family."""
    made: list[list[Any]] = pickle.loads(Path(os.environ["LAWFUL"]).read_bytes())
    return made[number]


def _ops(number: int, kind: Any) -> tuple[Callable[..., Any], Callable[..., Any]]:
    def make() -> Any:
        return values(number)

    def same(given: Any) -> Any:
        found, expected = fingerprint(given), fingerprint(values(number))
        assert found == expected, f"{found} is not {expected}"
        return len(given)

    make.__annotations__ = {"return": LIST[kind]}
    same.__annotations__ = {"given": LIST[kind], "return": int}
    for each, name in ((make, f"make_{number}"), (same, f"same_{number}")):
        each.__name__ = each.__qualname__ = name
        globals()[name] = each
    return make, same


_OPS = [_ops(number, kind) for number, kind in enumerate(KINDS)]


@pipeline
def laws() -> None:
    """Every family, handed from one task to another."""
    for make, same in _OPS:
        op(same)(op(make)())


def text_of(size: int) -> str:
    """A text whose JSON has `size` bytes."""
    return "x" * (size - 2)


def length(text: str) -> int:
    return len(text)


def many(count: int) -> list[int]:
    return list(range(count))


def total(numbers: list[int]) -> int:
    return sum(numbers)


def keyed(ds: str, ti: int, params: dict[str, int], conn: list[str], run_id: str) -> str:
    return repr((ds, ti, params, conn, run_id))


def task(dag: str, macros: int) -> str:
    return f"{dag}{macros}"


def own(text: str) -> str:
    return text


@pipeline
def sizes() -> None:
    """Values about the budget, and lists that a mapped task would stumble over."""
    for size in (47_999, 48_000, 48_001):
        op(length).named(f"length_{size}")(op(text_of).named(f"text_{size}")(size))
    for count in (0, 1_025):
        op(total).named(f"total_{count}")(op(many).named(f"many_{count}")(count))


@pipeline
def words(ds: str = "{{ ds }}", params: str = "{% if %}", conn: int = 1) -> str:
    """Arguments, params and nodes that are called like what Airflow has in its context."""
    made = op(own).named("ti")("{{ nope }} {% for %} {# no #}")
    dag = op(task)(ds, conn)
    return op(keyed)(ds, conn, {"a": conn}, [params, "{{ nope }}", made], run_id=dag)


@pipeline
def kept() -> str:
    """Two large values, of which one is returned."""
    lost = op(text_of).named("lost")(60_000)
    return op(own).named("returned")(lost)


def fails(text: str) -> str:
    raise ValueError(text[:3])


@pipeline
def failing() -> str:
    """A large value, and a step that fails on it."""
    return op(fails)(op(text_of)(60_000))
