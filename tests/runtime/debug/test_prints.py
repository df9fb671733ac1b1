# ruff: noqa: E501  (a table has one row a line)
"""Prints of values: equal while nobody changes them, others when somebody does."""

import re
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pydantic import BaseModel, PrivateAttr

from dagcompile.runtime.debug.differences import differences
from dagcompile.runtime.debug.prints import DEPTH, KEPT, print_of
from tests.runtime.types.registering import install

LISTS = pa.list_(pa.int64())


class Colour(Enum):
    RED = 1


@dataclass
class Line:
    amount: Decimal
    seen: int = field(default=0, compare=False)
    _state: int = 0

    @cached_property
    def double(self) -> Decimal:
        return self.amount * 2


class Item(BaseModel):
    model_config = {"extra": "allow", "ignored_types": (cached_property,)}
    number: int
    _cache: dict[str, int] = PrivateAttr(default_factory=dict)

    @cached_property
    def half(self) -> int:
        self._cache["half"] = self.number // 2
        return self._cache["half"]


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self) -> None:
        self.a = [1]


class Plain:
    def __init__(self) -> None:
        self.items = [1]


class Titled(list[int]):
    title = ""


class Lying(list[int]):
    def __iter__(self) -> Iterator[int]:
        raise RuntimeError("read")

    def __len__(self) -> int:
        return 0


def itself() -> list[Any]:
    value: list[Any] = [1]
    value.append(value)
    return value


def changed(value: Any, change: Callable[[Any], object]) -> list[str]:
    unwatched: dict[str, str] = {}
    before = print_of(value, unwatched)
    change(value)
    after = print_of(value, unwatched)
    assert unwatched == {}
    return differences(before, after)


def days() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "n": [1, 2],
            "text": ["a", "b"],
            "kind": pd.Categorical(["p", "q"]),
            "at": pd.to_datetime(["2020-01-01", "2021-01-01"], utc=True),
            "some": pd.array([1, None], "Int64"),
            "arrow": pd.Series([[1], [2]], dtype=pd.ArrowDtype(LISTS)).array,
        },
        index=pd.MultiIndex.from_tuples([("x", 1), ("y", 2)], names=["a", "b"]),
    )
    frame["list"] = pd.Series([[1], None], index=frame.index, dtype=object)
    return frame


def times() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "n": [1, 2],
            "list": [[1], [2, 3]],
            "struct": [{"x": 1}, {"x": None}],
            "bytes": [b"a", None],
            "number": [0.5, float("nan")],
        }
    ).with_columns(kind=pl.col("n").cast(pl.String).cast(pl.Categorical))


CHANGES: list[tuple[Any, Callable[[Any], object], list[str]]] = [
    ([1, 2], lambda v: v.append(3), ["[2] is new"]),
    ([1, 2], lambda v: v.__setitem__(0, True), ["[0] is bool, was int"]),
    ([1.0, float("nan")], lambda v: v.pop(), ["[1] is gone"]),
    ([[1], [2]], lambda v: v[1].append(3), ["[1][1] is new"]),
    (list(range(KEPT + 1)), lambda v: v.append(0), ["it has 1,002 elements, had 1,001"]),
    (list(range(KEPT + 1)), lambda v: v.reverse(), ["it has another value"]),
    ([[each] for each in range(KEPT + 1)], lambda v: v[7].append(1), ["it has another value"]),
    (deque([1]), lambda v: v.rotate(0) or v.append(2), ["[1] is new"]),
    ({"a": 1, "b": 2}, lambda v: v.pop("a"), ['["a"] is gone']),
    ({"a": 1, "b": 2}, lambda v: v.update(a=v.pop("a")), ["it is in another order"]),
    ({1: "a"}, lambda v: v.update({"1": "b"}), ['["1"] is new']),
    (defaultdict(list), lambda v: v["x"], ['["x"] is new']),
    (OrderedDict(a=1, b=2), lambda v: v.move_to_end("a"), ["it is in another order"]),
    ({1, 2}, lambda v: v.add(3), ["it has 3 elements, had 2"]),
    (bytearray(b"ab"), lambda v: v.__setitem__(0, 0), ["it has another value"]),
    (Line(Decimal(1)), lambda v: setattr(v, "amount", Decimal(2)), [".amount has another value"]),
    (Line(Decimal(1)), lambda v: setattr(v, "_state", 1), ["._state has another value"]),
    (Line(Decimal(1)), lambda v: setattr(v, "more", 1), [".more is new"]),
    ([Item(number=1)], lambda v: setattr(v[0], "number", 2), ["[0].number has another value"]),
    ([Item(number=1)], lambda v: setattr(v[0], "extra", 2), ["[0].extra is new"]),
    (Slotted(), lambda v: setattr(v, "b", 1), [".b is new"]),
    (Slotted(), lambda v: v.a.append(1), [".a[1] is new"]),
    (Plain(), lambda v: v.items.clear(), [".items[0] is gone"]),
    (Titled([1]), lambda v: setattr(v, "title", "x"), [".title is new"]),
    (Lying([1]), lambda v: v.append(2), ["[1] is new"]),
    (itself(), lambda v: v.append(2), ["[2] is new"]),
    (days(), lambda v: v.__setitem__("x", 1), ['["x"] is new']),
    (days(), lambda v: v.pop("n"), ['["n"] is gone']),
    (days(), lambda v: v.__setitem__("n", [1.0, 2.0]), ['["n"] is float64, was int64']),
    (days(), lambda v: v["list"].iloc[0].append(2), ['["list"] has another value']),
    (days(), lambda v: v.sort_values("n", ascending=False, inplace=True), [".index has another value", '["n"] has another value', '["text"] has another value', "and 5 more"]),
    (days(), lambda v: v.drop(index=("x", 1), inplace=True), ["it has 1 rows, had 2"]),
    (days(), lambda v: v.__setitem__("kind", v["kind"].cat.rename_categories(["p", "r"])), ['["kind"] has another value']),
    (days(), lambda v: setattr(v.index, "names", ["a", "c"]), [".index has another value"]),
    (days(), lambda v: v.attrs.update(a=1), ['.attrs["a"] is new']),
    (days(), lambda v: v.__setitem__("some", pd.array([None, 1], "Int64")), ['["some"] has another value']),
    (days(), lambda v: v.__setitem__("arrow", v["arrow"].iloc[::-1].array), ['["arrow"] has another value']),
    (pd.Series([1, 2], name="a"), lambda v: v.__setitem__(0, 2), [".values has another value"]),
    (times(), lambda v: v.insert_column(0, pl.Series("x", [1, 2])), ['["x"] is new']),
    (times(), lambda v: v.__setitem__((0, "n"), 7), ['["n"] has another value']),
    (times(), lambda v: v.replace_column(1, pl.Series("list", [[1], [2, 4]])), ['["list"] has another value']),
    (times(), lambda v: v.extend(v.clone()), ["it has 4 rows, had 2"]),
    (pl.Series("a", [1, 2]), lambda v: v.extend(pl.Series([3])), [".values has 3 elements, had 2"]),
    (np.arange(6), lambda v: v.__setitem__(0, 9), ["it has another value"]),
    (np.arange(6)[::2], lambda v: v.__setitem__(1, 9), ["it has another value"]),
    (np.arange(6), lambda v: v.sort() or v.resize((3, 2)), ["it is numpy array of int64 [3, 2], was numpy array of int64 [6]"]),
    (np.array([[1], None], dtype=object), lambda v: v[0].append(2), ["[0][1] is new"]),
    (np.ma.masked_array([1, 2], [False, True]), lambda v: v.__setitem__(0, np.ma.masked), ["it has another value"]),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:The inplace keyword")
@pytest.mark.parametrize(("value", "change", "found"), CHANGES)
def test_a_change_is_seen_and_its_place_told(
    value: Any, change: Callable[[Any], object], found: list[str]
) -> None:
    assert changed(value, change) == found


READ: list[tuple[Any, Callable[[Any], object]]] = [
    (Line(Decimal(1)), lambda v: v.double),
    (Line(Decimal(1)), lambda v: setattr(v, "seen", 1)),
    (Line(Decimal(1)), lambda v: setattr(v, "amount", Decimal(1))),
    (Item(number=4), lambda v: v.half),
    ([date(2020, 1, 1)], lambda v: v.__setitem__(0, date(2020, 1, 1))),
    ([Colour.RED, re.compile("a"), len, int], lambda v: v.copy()),
    (days(), lambda v: (v.sort_index(), v.describe(), v.index.get_loc(("x", 1)), v.to_numpy())),
    (days(), lambda v: (v._mgr.consolidate(), v.memory_usage(deep=True), v.copy(deep=False))),
    (pd.Series([1, 2]), lambda v: (v.is_unique, v.value_counts(), v.index.is_monotonic_increasing)),
    (pd.Timestamp(2020, 1, 1), lambda v: v.day_name()),
    (pd.date_range("2020", periods=3), lambda v: (v.is_unique, v.freqstr, v.month)),
    (times(), lambda v: (v.rechunk(), v.filter(pl.col("n") > 1), v.to_arrow(), v.n_chunks())),
    (pl.concat([times(), times()], rechunk=False), lambda v: v.select(pl.all().sort_by("n"))),
    (times().lazy(), lambda v: (v.collect_schema(), v.filter(pl.col("n") > 1).collect())),
    (pa.table({"a": [1, 2]}), lambda v: (v.combine_chunks(), v.to_pandas(), v.validate())),
    (np.arange(6), lambda v: (v.T, v.sum(), np.sort(v))),
    (np.float64(1.5), lambda v: v + 1),
]


@pytest.mark.parametrize(("value", "read"), READ)
def test_reading_is_no_change(value: Any, read: Callable[[Any], object]) -> None:
    assert changed(value, read) == []


def test_an_array_that_shares_what_is_changed_is_changed() -> None:
    numbers = np.arange(3)
    table = pa.table({"a": pa.array(numbers)})
    assert changed(table, lambda _: numbers.__setitem__(0, 7)) == ['["a"] has another value']


def test_a_name_that_is_there_twice_is_two_columns() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["a", "a"])
    assert changed(frame, lambda v: v.isetitem(1, [3])) == ['["a"]#1 has another value']


def deep() -> list[Any]:
    value: list[Any] = []
    for _ in range(10_000):
        value = [value]
    return value


class Counter:
    def __init__(self) -> None:
        self._numbers: list[int] = []


class Unreadable:
    def __init__(self) -> None:
        self.item = 1

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":
            raise RuntimeError("asked")
        return super().__getattribute__(name)


UNSEEN = [
    (Counter(), "what it keeps in _numbers"),
    ((each for each in [1]), "what it holds beyond attributes"),
    (pd.DataFrame({"a": [1]}).groupby("a"), "what is in it"),
    (deep(), f"what lies more than {DEPTH} levels deep"),
    (Unreadable, "it raises RuntimeError when looked at"),
    (datetime.now, None),
]


@pytest.mark.parametrize(("value", "why"), UNSEEN)
def test_what_cannot_be_seen_is_said(value: Any, why: str | None) -> None:
    unwatched: dict[str, str] = {}
    value = Unreadable() if value is Unreadable else value  # which pytest would ask
    before = print_of(value, unwatched)
    assert list(unwatched.values()) == ([] if why is None else [why])
    assert differences(before, print_of(value, unwatched)) == []


BOX = """
from dagcompile import TypeSupport
class Box:
    def __init__(self):
        self._inside = []
class Support(TypeSupport):
    suffix = "box"
    def dump(self, value):
        return repr(value._inside).encode()
SUPPORT = Support()
"""


def test_what_is_registered_is_seen_as_it_would_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "boxes", {"boxes.Box": "boxes:SUPPORT"}, boxes=BOX)
    monkeypatch.syspath_prepend(tmp_path)
    box = import_module("boxes").Box()
    assert changed(box, lambda v: v._inside.append(1)) == ["it has another value"]
    assert changed([box], lambda v: setattr(v[0], "cache", 1)) == []


def test_only_a_few_differences_are_told() -> None:
    assert changed([0] * 9, lambda v: v.extend([1] * 9)) == [
        "[9] is new", "[10] is new", "[11] is new", "and 6 more",
    ]  # fmt: skip
