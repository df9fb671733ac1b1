"""Records of every form, and strategies of types with values that belong to them."""

import dataclasses
import functools
import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, IntFlag, StrEnum
from pathlib import Path
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    NamedTuple,
    NotRequired,
    Self,
    TypedDict,
    TypeVar,
)
from uuid import UUID

from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from dagcompile.runtime.types import Bounds, Check

T = TypeVar("T")


class Colour(Enum):
    RED = 1
    BLUE = "b"


class Word(StrEnum):
    ONE = "one"
    TWO = "two"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Access(IntFlag):
    READ = 1
    WRITE = 2


@dataclass
class Node:
    value: int
    next: "Node | None" = None
    labels: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    amount: Decimal
    day: date
    counted: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        raise AssertionError("a codec must not run this")


@dataclass
class Order:
    lines: list[Node]
    note: Any = None

    @functools.cached_property
    def size(self) -> int:
        return len(self.lines)


@dataclass
class Paid(Order):
    by: Colour = Colour.RED


class Pair(NamedTuple):
    left: int
    right: "str | None" = None


class Pixel(Pair):
    """A NamedTuple with a subclass of its own."""


class Loose(Pair):
    """A NamedTuple of any length."""

    def __new__(cls, *items: Any) -> Self:
        return tuple.__new__(cls, items)


class Row(TypedDict):
    key: str
    size: NotRequired[float]


class Model(BaseModel):
    name: str = Field(min_length=1)
    scores: dict[int, float] = {}
    inner: "Model | None" = None


class Open(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)

    size: Annotated[int, Field(ge=0)] = 0
    _secret: set[int] = PrivateAttr(default_factory=lambda: {1, 2})


@dataclass
class Box(Generic[T]):
    item: T
    others: list[T]


@dataclass
class IntBox(Box[int]):
    pass


def even(value: int, *, by: int = 2) -> bool:
    return value % by == 0


def entry(amount: Decimal, day: date, counted: int) -> Entry:
    """An `Entry` made without its `__post_init__`."""
    made = object.__new__(Entry)
    for name, value in (("amount", amount), ("day", day), ("counted", counted)):
        object.__setattr__(made, name, value)
    return made


def fingerprint(value: Any) -> Hashable:
    """Equal for two values exactly when they are the same, to the class of every part."""
    cls: Any = type(value)
    if isinstance(value, BaseModel):
        extra, private = value.__pydantic_extra__, value.__pydantic_private__
        parts = [dict(value.__dict__), set(value.__pydantic_fields_set__), extra, private]
        return cls, *map(fingerprint, parts)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [item.name for item in dataclasses.fields(value)]
        attributes = getattr(value, "__dict__", {})
        return cls, *(fingerprint(getattr(value, name)) for name in names), fingerprint(attributes)
    if isinstance(value, dict):
        return cls, *((fingerprint(key), fingerprint(item)) for key, item in value.items())
    if isinstance(value, (set, frozenset)):
        return cls, *sorted(map(repr, map(fingerprint, value)))
    if isinstance(value, (list, tuple)):
        return cls, *map(fingerprint, value)
    if isinstance(value, (datetime, time)):
        return cls, value.isoformat(), value.fold, repr(value.tzinfo)
    return cls, math.isnan(value) if isinstance(value, float) and math.isnan(value) else repr(value)


Typed = tuple[Any, st.SearchStrategy[Any]]
"""A type and a strategy of its values."""

_TEXT = st.text(st.characters() | st.sampled_from("\0\ud800\udc00\U0001f600"))
_ZONES = (
    st.none()
    | st.timezones()
    | st.builds(
        timezone,
        st.timedeltas(timedelta(hours=-23), timedelta(hours=23)),
        st.just("CET"),
    )
    | st.builds(timezone, st.timedeltas(timedelta(hours=-23), timedelta(hours=23)))
)
_DATETIMES = st.builds(
    lambda moment, fold: moment.replace(fold=fold),
    st.datetimes(timezones=_ZONES, allow_imaginary=True),
    st.integers(0, 1),
)
_TIMES = st.builds(
    lambda moment, fold: moment.replace(fold=fold), st.times(timezones=_ZONES), st.integers(0, 1)
)
_PATHS = st.lists(st.text("ab .é-", min_size=1), min_size=1).map(lambda parts: Path(*parts))

SCALARS: list[Typed] = [
    (None, st.none()),
    (bool, st.booleans()),
    (int, st.integers() | st.integers().map(lambda number: number * 2**60)),
    (float, st.floats() | st.integers()),
    (str, _TEXT),
    (bytes, st.binary()),
    (date, st.dates()),
    (datetime, _DATETIMES),
    (time, _TIMES),
    (timedelta, st.timedeltas()),
    (
        Decimal,
        st.decimals() | st.sampled_from([Decimal("sNaN"), Decimal("-0E+3"), Decimal("NaN12")]),
    ),
    (UUID, st.uuids()),
    (Path, _PATHS),
    (Colour, st.sampled_from(Colour)),
    (Word, st.sampled_from(Word)),
    (Level, st.sampled_from(Level)),
    (Access, st.integers(0, 3).map(Access)),
    (
        Literal["RED", 1, True, b"UkVE", Colour.RED, Word.ONE],
        st.sampled_from(["RED", 1, True, b"UkVE", Colour.RED, Word.ONE]),
    ),
    (Annotated[int, Bounds(ge=1), Check(even)], st.integers(1).map(lambda number: number * 2)),
]
_UNHASHABLE_VALUES = (Decimal,)  # a signalling NaN

_NODES: st.SearchStrategy[Node] = st.deferred(
    lambda: st.builds(Node, st.integers(), st.none() | _NODES, st.dictionaries(_TEXT, DYNAMIC))
)
_ORDERS = st.builds(Order, st.lists(_NODES, max_size=2), st.deferred(lambda: DYNAMIC))
_PAID = st.builds(Paid, st.lists(_NODES, max_size=2), st.none(), st.sampled_from(Colour))
_PAIRS = st.builds(Pair, st.integers(), st.none() | _TEXT)
_MODELS: st.SearchStrategy[Model] = st.deferred(
    lambda: (
        st.builds(
            Model,
            name=st.text(min_size=1),
            scores=st.dictionaries(st.integers(), st.floats()),
            inner=st.none() | _MODELS,
        )
        | st.builds(Model, name=st.text(min_size=1))
    )
)
RECORDS: list[Typed] = [
    (Node, _NODES),
    (Entry, st.builds(entry, st.decimals(allow_nan=False), st.dates(), st.integers())),
    (Order, _ORDERS | _PAID),
    (Pair, _PAIRS | st.builds(Pixel, st.integers())),
    (Row, st.fixed_dictionaries({"key": _TEXT}, optional={"size": st.floats()})),
    (Model, _MODELS),
    (Open, st.builds(Open, size=st.integers(0)) | st.builds(Open, more=st.lists(st.integers()))),
    (IntBox, st.builds(IntBox, st.integers(), st.lists(st.integers()))),
]
DYNAMIC: st.SearchStrategy[Any] = st.deferred(
    lambda: (
        st.one_of([values for _, values in SCALARS[1:]])
        | st.lists(DYNAMIC, max_size=2)
        | st.dictionaries(_TEXT | st.integers(), DYNAMIC, max_size=2)
        | st.frozensets(st.integers() | _TEXT, max_size=3)
        | st.tuples(DYNAMIC)
        | st.one_of([values for of, values in RECORDS if of in (Entry, Pair, Model, Open)])
    )
)
"""Values that `Any` can carry."""


LIST: Any = list  # to a type checker, these are not types: they are given parameters at run time
TUPLE: Any = tuple
SET: Any = set
FROZENSET: Any = frozenset
DICT: Any = dict


def _containers(parts: st.SearchStrategy[Typed]) -> st.SearchStrategy[Typed]:
    keys = st.sampled_from([pair for pair in SCALARS if pair[0] not in _UNHASHABLE_VALUES])
    return st.one_of(
        parts.map(lambda part: (LIST[part[0]], st.lists(part[1], max_size=3))),
        parts.map(lambda part: (TUPLE[part[0], ...], st.lists(part[1], max_size=3).map(tuple))),
        st.lists(parts, max_size=3).map(
            lambda some: (TUPLE[tuple(of for of, _ in some)], st.tuples(*(v for _, v in some)))
        ),
        keys.map(lambda key: (SET[key[0]], st.sets(key[1], max_size=3))),
        keys.map(lambda key: (FROZENSET[key[0]], st.frozensets(key[1], max_size=3))),
        st.tuples(keys, parts).map(
            lambda two: (
                DICT[two[0][0], two[1][0]],
                st.dictionaries(two[0][1], two[1][1], max_size=3),
            )
        ),
        st.lists(parts, min_size=1, max_size=3).map(union),
    )


def union(parts: list[Typed]) -> Typed:
    """The union of some types, with the values of each."""
    made = parts[0][0]
    for of, _ in parts[1:]:
        made = made | of if made is not None else (of | made if of is not None else None)
    return made, st.one_of([values for _, values in parts])


TYPES: st.SearchStrategy[Typed] = st.recursive(
    st.sampled_from([*SCALARS, *RECORDS, (Any, DYNAMIC)]), _containers, max_leaves=4
)
"""Random types, each with a strategy of its values."""

TYPED: st.SearchStrategy[tuple[Any, Any]] = TYPES.flatmap(
    lambda part: part[1].map(lambda value: (part[0], value))
)
"""Random types, each with a value that belongs to it."""
