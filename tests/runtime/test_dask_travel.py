"""What is said of values that cannot be sent to another worker, and what that costs for those that
can.
"""

import pickle
import re
import threading
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Self
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dagcompile.runtime.dask.graph.scope import Scope
from dagcompile.runtime.dask.graph.tasks import Call
from dagcompile.runtime.dask.values import transfer
from dagcompile.runtime.dask.values.culprits import culprit
from dagcompile.runtime.dask.values.plain import is_plain
from dagcompile.runtime.dask.values.transfer import CannotTravel, must_travel
from dagcompile.runtime.events import Event
from tests.runtime import bodies

LOCK = threading.Lock()


class Pool:
    """Holds a lock, in a slot or as any attribute."""

    __slots__ = ("__dict__", "slot")
    slot: Any


def pooled() -> Pool:
    pool = Pool()
    pool.lock = LOCK  # type: ignore[attr-defined]
    return pool


def looping() -> list[Any]:
    loop: list[Any] = []
    loop.append(loop)
    return loop


def repeated() -> list[Any]:
    """A list of a thousand lists, each of which is all that were before it, many times."""
    made: list[Any] = [1]
    for _ in range(4):
        made = [made] * 1000
    return made


@dataclass
class Own:
    """Says itself what is pickled of it."""

    def __getstate__(self) -> Any:
        return {"lock": LOCK}


@dataclass(slots=True)
class Slotted:
    lock: Any = LOCK


@dataclass
class Listed(list[Any]):
    def __post_init__(self) -> None:
        self.append(LOCK)


class Shortened(bodies.Sides):
    """Holds more than the fields of what it derives from."""

    def __new__(cls) -> Self:
        made = super().__new__(cls, 1, 2)
        made.lock = LOCK  # type: ignore[attr-defined]
        return made


def attributed() -> pd.DataFrame:
    frame = pd.DataFrame({"a": [1]})
    frame.attrs["lock"] = LOCK
    return frame


PLAIN: list[Callable[[], Any]] = [
    lambda: [1, ("a", b"b"), {"c": None}],
    lambda: [{"a": each, "b": {"c", str(each)}} for each in range(1000)],
    lambda: {"a": [bodies.Record(parts={"b": (1, None)}), *range(1000)]},
    lambda: [datetime(2026, 1, 1, tzinfo=zone) for zone in (None, UTC)],
    lambda: np.arange(5)[::2],
    lambda: bodies.Sides(pd.DataFrame({"a": [1]}), 2),
    lambda: pd.DataFrame({"a": ["x", None], "b": pd.Series(["x", 1.5]), "c": [1, 2]})[["a", "c"]],
    lambda: pd.DataFrame({"a": pd.Series(["x", "y"], dtype=object)}),
    lambda: pd.DataFrame({"a": pd.Series(["x", "y"]).astype("category")}),
    lambda: pd.DataFrame({"a": [1]}, index=pd.MultiIndex.from_tuples([("x", 1)])),
    lambda: pd.Series([1.5], index=pd.date_range("2026-01-01", periods=1)),
    lambda: pl.DataFrame({"a": ["x"], "b": [[1, 2]]}),
    lambda: pl.Series([1]),
    lambda: pa.table({"a": ["x"]}),
]
OTHER: list[Callable[[], Any]] = [
    lambda: LOCK,
    looping,
    attributed,
    pooled,
    repeated,
    lambda: [*range(1000), {"a": LOCK}],
    lambda: {Pool(): 1},
    lambda: bodies.Record(parts={"lock": LOCK}),
    lambda: datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")),
    Own,
    Slotted,
    Listed,
    Shortened,
    lambda: np.array([LOCK], dtype=object),
    lambda: pd.Series([LOCK]),
    lambda: pd.DataFrame({"a": [1]}, index=pd.Index([LOCK])),
    lambda: pl.DataFrame({"a": pl.Series([pooled()], dtype=pl.Object)}),
    lambda: bodies.Sides(1, LOCK),
]


@pytest.mark.parametrize("make", PLAIN)
def test_what_is_known_to_travel_does(make: Callable[[], Any]) -> None:
    value = make()
    assert is_plain(value)
    assert type(pickle.loads(pickle.dumps(value))) is type(value)


@pytest.mark.parametrize("make", OTHER)
def test_of_the_rest_nothing_is_known(make: Callable[[], Any]) -> None:
    assert not is_plain(make())


@pytest.mark.parametrize("kind", ["numpy", "pandas", "texts", "polars", "pyarrow"])
def test_a_large_frame_is_neither_copied_nor_gone_through(kind: str) -> None:
    numbers = np.arange(2_000_000)
    values: dict[str, Callable[[], Any]] = {
        "numpy": lambda: numbers[::2],
        "pandas": lambda: pd.DataFrame({"a": numbers}).iloc[::2],
        "texts": lambda: pd.DataFrame({"a": pd.Series([*map(str, numbers[::10])], dtype=object)}),
        "polars": lambda: pl.DataFrame({"a": numbers}),
        "pyarrow": lambda: pa.table({"a": numbers}),
    }
    value = bodies.Sides(values[kind](), "small")
    must_travel(value, node="n")  # what it imports is not counted
    tracemalloc.start()
    try:
        must_travel(value, node="n")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000


def test_a_lock_is_found_wherever_it_is_held() -> None:
    slotted = Pool()
    slotted.slot = LOCK
    assert culprit([1, {"x": pooled()}]) == "[1]['x'].lock is a lock"
    assert culprit((slotted,)) == "[0].slot is a lock"
    assert culprit(bodies.Sides(1, LOCK)) == ".index is a lock"
    assert culprit(partial(print, 1, end=LOCK)) == ".keywords['end'] is a lock"
    assert culprit({"k" * 90: LOCK}) == "['" + "k" * 36 + "...] is a lock"


def test_a_lock_is_found_in_what_a_function_takes_along() -> None:
    lock = LOCK

    def body(value: int) -> int:
        with lock:
            return value

    assert culprit(body) == " uses lock, which is a lock"
    body.__module__ = "__main__"
    alone: dict[str, Any] = {"GUARD": LOCK, "__name__": "__main__"}
    exec("def body(value):\n    with GUARD:\n        return value", alone)
    assert culprit(alone["body"]) == " uses GUARD, which is a lock"


def test_a_lock_beside_a_large_value_is_found_without_a_copy_of_that() -> None:
    value = {"data": b"x" * 30_000_000, "pool": pooled()}
    assert culprit(value) == "['pool'].lock is a lock"
    tracemalloc.start()
    try:
        assert culprit([value]) == "[0]['pool'].lock is a lock"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def test_what_holds_nothing_has_no_path() -> None:
    assert culprit(LOCK) == ""
    assert culprit(looping()) == ""


def test_the_part_is_named_by_what_is_said_of_a_value() -> None:
    said = "n returned Pool, which cannot be sent to another worker: TypeError: "
    advice = re.escape(transfer.ADVICE)
    with pytest.raises(CannotTravel, match=rf"^{said}.*\(\.lock is a lock\)\. {advice}$"):
        must_travel(pooled(), node="n")


def test_what_is_told_of_a_value_that_cannot_be_sent_has_no_line_of_ours() -> None:
    for body, where in ((bodies.lock, ""), (bodies.unreadable, "bodies.py")):
        record = refused(body)
        trace = str(record["traceback"])
        assert str(record["message"]).endswith(transfer.ADVICE)
        assert trace.endswith(f"CannotTravel: {record['message']}\n")
        assert "dagcompile/runtime" not in trace
        assert where in trace
        assert trace.count("Error: ") == 1  # nothing is chained to it


def refused(body: Any) -> Event:
    """The record of the failure of a step on a worker that returns what `body` makes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transfer, "this_worker", object)
        token = Call(Scope("p", "r", None, None), "n", body).run((), {})
    ((_, record),) = token._failures
    failure: Event = record
    return failure
