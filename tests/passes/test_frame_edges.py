"""Edges between frames that cannot hold, and those that want what nobody declared."""

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from irs import node, op, pipeline, source

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.records import FrameType, Gather
from dagcompile.ir.text import ref_text
from dagcompile.passes import edges
from dagcompile.passes.check_edges import edge_problems
from tests.passes.frames import Asked, Model, annotated
from tests.passes.kinds import key_of, table_of

A = Asked("amount", "int")
B = Asked("customer", "str")


def frame(*columns: Asked, **asked: Any) -> Any:
    return annotated(Model(asked.pop("library", "pandas"), columns, **asked))


ORDERS, NAMED = frame(A), frame(A, B)


def name(annotation: Any) -> str:
    type_ = table_of([annotation])[key_of(annotation)]
    assert isinstance(type_, FrameType)
    return ref_text(type_.ref)


def problem(out: Any, wanted: Any) -> Diagnostic:
    given = pipeline(
        op("load", out=key_of(out)),
        op("clean", {"rows": key_of(wanted)}),
        nodes=[node("load"), node("clean", {"rows": "load"})],
        types=table_of([out, wanted]),
    )
    (found,) = edge_problems(given)
    return found


def test_a_column_of_another_dtype_is_named() -> None:
    other = frame(Asked("amount", "str"), B)
    found = problem(NAMED, other)
    assert found.code == "DC201"
    assert found.message == (
        f"`clean.rows` wants `{key_of(other)}`, but `load.result` is `{key_of(NAMED)}`:"
        " column `amount`: `int64` is not `str`"
    )
    assert found.fix == (
        f"let `{name(NAMED)}` and `{name(other)}` agree on `amount`,"
        " or put an op between that makes one of the other"
    )


def test_a_column_that_is_not_declared_is_named() -> None:
    found = problem(ORDERS, NAMED)
    assert found.code == "DC203"
    assert found.message == (
        f"`clean.rows` wants `{key_of(NAMED)}`, but `load.result` is `{key_of(ORDERS)}`:"
        f" column `customer` is not declared by `{name(ORDERS)}`"
    )
    assert found.fix == (
        f"declare `customer` in `{name(ORDERS)}`, if its frames have it,"
        " or annotate `clean.rows` as a plain `pandas.DataFrame`"
    )


def test_of_a_strict_frame_it_is_known_not_to_be_there() -> None:
    found = problem(frame(A, strict=True), NAMED)
    assert found.code == "DC201"
    assert "column `customer` is not declared by" in found.message
    assert found.fix.endswith(
        "agree on `customer`, or put an op between that makes one of the other"
    )


@pytest.mark.parametrize(("strict", "rest"), [(False, "declare `custmer` in"), (True, "let `")])
def test_a_column_that_is_misspelled_is_told_the_nearest(strict: bool, rest: str) -> None:
    found = problem(frame(A, B, strict=strict), frame(A, Asked("custmer", "str")))
    assert found.fix.startswith(f"did you mean `customer` for `custmer`? else {rest}")


def test_a_column_that_is_wanted_itself_is_not_meant_by_another() -> None:
    found = problem(frame(A, B), frame(A, B, Asked("customers", "str")))
    assert found.code == "DC203"
    assert found.fix.startswith("declare `customers` in")


def test_a_frame_in_a_union_is_looked_at_too() -> None:
    found = problem(ORDERS | None, NAMED)
    assert found.code == "DC203"
    assert found.fix == (
        "declare it in the contract of the frame that is passed, or take a plain frame"
    )


def test_an_output_of_the_pipeline_is_such_an_end() -> None:
    given = pipeline(
        op("load", out=key_of(ORDERS)),
        nodes=[node("load")],
        outputs={"result": ("load", key_of(NAMED))},
        types=table_of([ORDERS, NAMED]),
    )
    assert [each.code for each in edge_problems(given)] == ["DC203"]


def test_an_element_of_a_gathered_list_is_one() -> None:
    lists: Any = list
    wanted = lists[NAMED]
    given = pipeline(
        op("load", out=key_of(ORDERS)),
        op("merge", {"parts": key_of(wanted)}),
        nodes=[
            node("load"),
            node("merge", {"parts": Gather(type="list", items=(source("load"),))}),
        ],
        types=table_of([ORDERS, wanted]),
    )
    (found,) = edge_problems(given)
    assert found.code == "DC203"
    assert found.message.startswith("`merge.parts[0]` wants")


@pytest.mark.parametrize(
    ("out", "wanted"),
    [
        (NAMED, ORDERS),
        (NAMED, pd.DataFrame),
        (pd.DataFrame, NAMED),
        (ORDERS | None, NAMED | None),  # None would pass
        (frame(A), frame(A, strict=True)),
        (frame(A), frame(Asked("amount", "int", checks=("ge",)))),
        (frame(A), frame(A, Asked("customer", "str", required=False))),
    ],
)
def test_these_may_hold(out: Any, wanted: Any) -> None:
    given = pipeline(
        op("load", out=key_of(out)),
        op("clean", {"rows": key_of(wanted)}),
        nodes=[node("load"), node("clean", {"rows": "load"})],
        types=table_of([out, wanted]),
    )
    assert edge_problems(given) == ()
    assert {each.verdict for each in edges(given)} <= {"proven", "guarded"}


POLARS, LAZY = frame(A, library="polars"), frame(A, library="lazy")


@pytest.mark.parametrize(
    ("out", "wanted", "conversion"),
    [
        (ORDERS, POLARS, "pl.from_pandas(frame)"),
        (ORDERS, LAZY, "pl.from_pandas(frame).lazy()"),
        (POLARS, ORDERS, "frame.to_pandas()"),
        (POLARS, LAZY, "frame.lazy()"),
        (LAZY, POLARS, "frame.collect()"),
        (LAZY, ORDERS, "frame.collect().to_pandas()"),
        (pl.DataFrame, pd.DataFrame, "frame.to_pandas()"),
        (pd.DataFrame, POLARS, "pl.from_pandas(frame)"),
        (pa.Table, pl.DataFrame, "pl.from_arrow(table)"),
        (pl.DataFrame, pa.Table, "frame.to_arrow()"),
    ],
)
def test_frames_of_two_libraries_are_converted(out: Any, wanted: Any, conversion: str) -> None:
    found = problem(out, wanted)
    assert found.code == "DC201"
    assert found.fix == f"convert it in an op between: `{conversion}`"
