"""What an Airflow task has left is read by another version of its type, or it is told that not.

Each answer is held against what the run time does with a value.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple, NotRequired, TypedDict

import pytest

from dagcompile import Bounds
from dagcompile.authoring.types import describe
from dagcompile.ir.records import Type, TypeKey
from dagcompile.runtime.types import CodecError, shape_of
from dagcompile.targets.airflow.impact.forms import Reading


@dataclass
class One:
    number: int


@dataclass
class More:
    number: int
    text: str


@dataclass
class Wider:
    number: int | None


@dataclass
class Chain:
    number: int
    after: "Chain | None"


@dataclass
class OtherChain:
    number: str
    after: "OtherChain | None"


class Pair(NamedTuple):
    one: int
    two: int


class Swapped(NamedTuple):
    two: int
    one: int


class Loose(TypedDict):
    one: int


class Looser(TypedDict):
    one: int
    two: NotRequired[int]


class Colour(Enum):
    RED = 1


class Colours(Enum):
    RED = 1
    BLUE = 2


Small = Annotated[int, Bounds(le=9)]


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        (int, int, 1),
        (int, float, 1),
        (int, Small, 1),
        (Small, int, 1),
        (list[Small], list[int], [1]),
        (int, int | None, 1),
        (int | None, int | None, None),
        (None, int | None, None),
        (int | str, int | str | bool, 1),
        (Literal["a"], Literal["a", "b"], "a"),
        (Colour, Colours, Colour.RED),
        (One, Wider, One(1)),
        (dict[str, One], dict[str, Wider], {"a": One(1)}),
        (tuple[int, One], tuple[float, Wider], (1, One(1))),
        (Loose, Looser, {"one": 1}),
        (Chain, Chain, Chain(1, Chain(2, None))),
    ],
)
def test_it_is_read(old: Any, new: Any, value: Any) -> None:
    assert reads(old, new)
    assert decoded(old, new, value) is not None or value is None


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        (int, str, 1),
        (float, int, 1.5),
        (int | None, int, None),
        (int, int | str, 1),
        (int | str, int, 1),
        (list[int], dict[str, int], [1]),
        (One, More, One(1)),
        (More, One, More(1, "")),
        (One, int, One(1)),
        (Decimal, int, Decimal("1.5")),
        (Literal["a", "b"], Literal["a"], "b"),
        (Colours, Colour, Colours.BLUE),
        (tuple[int, int], tuple[int, int, int], (1, 1)),
        (Looser, Loose, {"one": 1, "two": 2}),
        (Chain, OtherChain, Chain(1, None)),
    ],
)
def test_it_is_not_read(old: Any, new: Any, value: Any) -> None:
    assert not reads(old, new)
    with pytest.raises(CodecError):
        decoded(old, new, value)


def test_it_is_not_read_as_what_it_was_not() -> None:
    assert not reads(Pair, Swapped)
    assert decoded(Pair, Swapped, Pair(1, 2)) == Swapped(two=1, one=2)  # read, and wrong


def reads(old: Any, new: Any) -> bool:
    before: dict[TypeKey, Type] = {}
    now: dict[TypeKey, Type] = {}
    keys = describe(shape_of(old), before), describe(shape_of(new), now)
    return Reading(old=before, new=now).reads(*keys)


def decoded(old: Any, new: Any, value: Any) -> Any:
    return shape_of(new).decode(shape_of(old).encode(value))
