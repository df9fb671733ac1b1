"""How large a value is said to be, and that what is large stands in a graph once."""

import pickle
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dagcompile.runtime.dask.values.sizes import is_light, size_of, size_text
from dagcompile.runtime.dask.values.weighing import Unsendable, weighed
from dagcompile.runtime.v1.dask import Graph, collection, gather
from tests.runtime import bodies

NUMBERS = np.arange(100_000)
MADE: dict[str, Callable[[], Any]] = {
    "records": lambda: [bodies.record(40_000) for _ in range(20)],
    "models": lambda: {"a": [bodies.model(800_000)]},
    "uneven": lambda: ["", *[""] * 1000, "x" * 800_000],
    "text": lambda: "\N{EURO SIGN}" * (800_000 // 3),
    "numpy": lambda: NUMBERS,
    "pandas": lambda: pd.DataFrame({"a": NUMBERS}),
    "polars": lambda: pl.DataFrame({"a": NUMBERS}),
    "pyarrow": lambda: pa.table({"a": NUMBERS}),
    "framed": lambda: [bodies.Record(parts={"of": pl.Series(NUMBERS)})],
    "shared": lambda: [NUMBERS, [NUMBERS]],
    "closure": lambda: bodies.closure("x" * 800_000),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("kind", MADE)
def test_a_size_is_what_the_value_takes_to_travel(kind: str) -> None:
    value = MADE[kind]()
    assert size_of(value) == pytest.approx(800_000, rel=0.02)
    assert not is_light(value)


def test_what_is_light_is_found_without_all_of_it() -> None:
    class Written(bodies.Touchy):
        def __reduce__(self) -> Any:
            written.append(self)
            return bodies.Touchy, (b"x" * 10_000,)

    written: list[Any] = []
    assert not is_light([Written(1) for _ in range(1000)])
    assert len(written) < 10
    assert is_light([bodies.record(100)])


def test_a_frame_within_an_object_is_counted_without_a_copy() -> None:
    value = bodies.Record(parts={"frame": pl.DataFrame({"a": np.arange(1_000_000)})})
    size_of(value)  # what it imports is not counted
    tracemalloc.start()
    try:
        assert size_of(value) == pytest.approx(8_000_000, rel=0.01)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 500_000


@collection
def repeated(graph: Graph, *, rows: list[bodies.Record]) -> Any:
    return gather([graph.step(f"n{each}", bodies.same)(rows) for each in range(20)])


def test_records_that_many_steps_take_are_in_the_graph_once() -> None:
    rows = [bodies.record(2_000) for _ in range(20)]
    graph, _ = repeated.graph({"rows": rows}, topic=lambda run: run)
    assert 40_000 < sum(len(pickle.dumps(each)) for each in graph.tasks.values()) < 80_000
    with (
        pytest.raises(Unsendable, match=r"param rows, for n0, .*, takes 40\.. kB"),
        weighed(graph, limit=30_000),
    ):
        pass


def test_sizes_as_people_read_them() -> None:
    assert [*map(size_text, (999, 1_500, 2_000_000))] == ["999 bytes", "1.5 kB", "2.0 MB"]
