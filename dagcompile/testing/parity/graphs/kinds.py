"""The types of random graphs: literals of each, and whether a value is one, in plain Python.

KINDS["float"].fits(1)      True: an int is accepted for a float
KINDS["int"].fits(True)     False: a bool is no int
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

from dagcompile.testing.parity.ops.kinds import Leg, Level, Mood, Passenger, Trip

Fits: TypeAlias = Callable[[Any], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type.

    Args:
        fits: whether a value is of it.
        values: some, the odd ones among them.
        wider: kinds whose values may be given for it, because they all fit or because some may.
        made_of: kinds of the items, where an author may write a container of other values.
        container: that container.
    """

    fits: Fits
    values: tuple[Any, ...]
    wider: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()
    container: type | None = None


def _is(*classes: type) -> Fits:
    return lambda value: type(value) in classes


def _all(item: Fits, of: type[Iterable[Any]] = list) -> Fits:
    return lambda value: type(value) is of and all(map(item, value))


def _table(item: Fits) -> Fits:
    return lambda value: (
        type(value) is dict and all(type(key) is str and item(each) for key, each in value.items())
    )


def _pair(second: Fits) -> Fits:
    return lambda value: (
        type(value) is tuple and len(value) == 2 and type(value[0]) is int and second(value[1])
    )


def _settings(value: Any) -> bool:
    return (
        type(value) is dict
        and value.keys() <= {"name", "depth", "extra"}
        and type(value.get("name")) is str
        and type(value.get("depth")) is int
        and type(value.get("extra", Decimal(0))) is Decimal
    )


def _leg(value: Any) -> bool:
    return (
        type(value) is Leg
        and type(value.start) is str
        and type(value.price) is Decimal
        and type(value.flown) in (date, type(None))
    )


def _trip(value: Any) -> bool:
    return (
        type(value) is Trip
        and _all(_leg, tuple)(value.legs)
        and all(type(day) is date and _all(_leg)(legs) for day, legs in value.by_day.items())
        and _all(_is(str), frozenset)(value.tags)
    )


def _passenger(value: Any) -> bool:
    return (
        type(value) is Passenger
        and type(value.name) is str
        and _pair(lambda side: side in ("A", "B"))(value.seat)
        and all(type(mood) is Mood and type(each) is int for mood, each in value.moods.items())
    )


def _even(value: Any) -> bool:
    return type(value) is int and value % 2 == 0


_INTS = (0, 1, -1, 2, 7, 2**53 + 1, -(10**40))
_TEXTS = ("", "a b", "it's {{ ds }}", "\u2028\U0001f600", 'x"""\\', "None")
_LEGS = (Leg("JFK", Decimal("10.50"), date(2013, 1, 1)), Leg("", Decimal("-0")))
_number, _text, _real = _is(int), _is(str), _is(float, int)

KINDS: Mapping[str, Kind] = {
    "none": Kind(fits=_is(type(None)), values=(None,)),
    "bool": Kind(fits=_is(bool), values=(True, False), wider=("any",)),
    "int": Kind(fits=_number, values=_INTS, wider=("even", "perhaps", "either", "any")),
    "even": Kind(fits=_even, values=(0, 2), wider=("int", "any")),
    "float": Kind(
        fits=_real,
        values=(0.0, -0.0, 1.5, 1e300, 5e-324, float("inf"), float("nan"), 3),
        wider=("int", "any"),
    ),
    "text": Kind(fits=_text, values=_TEXTS, wider=("either", "any")),
    "bytes": Kind(fits=_is(bytes), values=(b"", b"\x00\xff'")),
    "date": Kind(fits=_is(date), values=(date(2024, 2, 29), date(1970, 1, 1))),
    "day or none": Kind(
        fits=_is(date, type(None)), values=(None, date(2000, 1, 1)), wider=("date", "none")
    ),
    "datetime": Kind(
        fits=_is(datetime),
        values=(datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=UTC),),
    ),
    "timedelta": Kind(fits=_is(timedelta), values=(timedelta(0), timedelta(-1, 0, 1))),
    "decimal": Kind(
        fits=_is(Decimal), values=(Decimal("1.10"), Decimal("-0"), Decimal("1E+5"), Decimal(0))
    ),
    "uuid": Kind(fits=_is(UUID), values=(UUID(int=5),)),
    "path": Kind(fits=lambda value: isinstance(value, Path), values=(Path("a b/c"), Path())),
    "texts": Kind(
        fits=_all(_text), values=([], ["a", "b", "a"]), made_of=("text",), container=list
    ),
    "ints": Kind(fits=_all(_number), values=([], [1, -1]), made_of=("int",), container=list),
    "floats": Kind(
        fits=_all(_real),
        values=([], [0.5, 2]),
        wider=("ints",),
        made_of=("float",),
        container=list,
    ),
    "set": Kind(fits=_all(_text, frozenset), values=(frozenset(), frozenset({"b", "a"}))),
    "table": Kind(fits=_table(_number), values=({}, {"it's": 1}), made_of=("int",), container=dict),
    "prices": Kind(
        fits=_table(_is(Decimal)),
        values=({}, {"a": Decimal("0.10")}),
        made_of=("decimal",),
        container=dict,
    ),
    "pair": Kind(
        fits=_pair(_text),
        values=((1, "one"),),
        wider=("seat",),
        made_of=("int", "text"),
        container=tuple,
    ),
    "seat": Kind(fits=_pair(lambda value: value in ("A", "B")), values=((1, "A"),)),
    "side": Kind(fits=lambda value: value in ("A", "B"), values=("A", "B"), wider=("text",)),
    "leg": Kind(fits=_leg, values=_LEGS),
    "legs": Kind(fits=_all(_leg), values=([], list(_LEGS)), made_of=("leg",), container=list),
    "trip": Kind(fits=_trip, values=(Trip(legs=_LEGS[:1], by_day={}),)),
    "passenger": Kind(
        fits=_passenger, values=(Passenger(name="Ada", seat=(1, "A"), moods={Mood.GOOD: 1}),)
    ),
    "settings": Kind(fits=_settings, values=({"name": "x", "depth": 2},)),
    "mood": Kind(fits=_is(Mood), values=tuple(Mood)),
    "level": Kind(fits=_is(Level), values=tuple(Level)),
    "perhaps": Kind(
        fits=_is(int, type(None)), values=(None, 0, 5), wider=("int", "even", "none", "any")
    ),
    "either": Kind(fits=_is(int, str), values=(1, "1"), wider=("int", "text", "any")),
    "any": Kind(
        fits=lambda _: True,
        values=(None, 1, "x", [1, ("a", b"b")], {"a": {1.5}}),
        wider=("int", "text", "perhaps", "float", "texts", "date", "decimal", "pair", "set"),
    ),
}
"""Every kind by its name."""
