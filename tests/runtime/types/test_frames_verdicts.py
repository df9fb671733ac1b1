"""What is told of a frame that does not keep its contract: what a data engineer needs to act."""

from typing import Any

import pandas as pd
import pandera.polars as ppl
import polars as pl
import pytest
from pandera.typing import DataFrame
from pandera.typing.polars import DataFrame as PolarsFrame
from pandera.typing.polars import LazyFrame

from dagcompile.runtime.types import shape_of
from dagcompile.runtime.verdict import examine
from tests.runtime.types import contracts

FLIGHTS = pd.DataFrame(
    {"carrier": ["UA", "AA", "UA"], "delay": [1, 2, 3], "distance": [1.0, None, 3.0]}
)
PLANES = pl.DataFrame(
    {"tail": ["N1", "N2"], "seats": [1, 2], "weight": [1.0, None]},
    schema_overrides={"seats": pl.Int32},
)
HERE = "tests.runtime.types.contracts"

TOLD: list[tuple[str, Any, Any, list[str]]] = [
    ("fine", DataFrame[contracts.Flights], FLIGHTS, []),
    (
        "missing columns, one of them misspelt",
        DataFrame[contracts.Flights],
        FLIGHTS[["distance"]].assign(Carrier="UA"),
        [
            '["carrier"]: expected str, got missing: the frame has `Carrier`',
            '["delay"]: expected int64, got missing',
        ],
    ),
    (
        "wrong dtype",
        DataFrame[contracts.Flights],
        FLIGHTS.astype({"delay": float}),
        ['["delay"]: expected int64, got float64'],
    ),
    (
        "objects that are no texts",
        DataFrame[contracts.Flights],
        FLIGHTS.assign(carrier=pd.Series(["UA", 3, "AA"], dtype=object)),
        ['["carrier"]: expected str, got 1 of 3 rows (row 1: 3)'],
    ),
    (
        "nulls, and what is out of range",
        DataFrame[contracts.Flights],
        FLIGHTS.assign(carrier=pd.Series([None, "UA", "XX"]), delay=[-70, 2, -61]),
        [
            '["carrier"]: expected not null, got 1 of 3 rows (row 0)',
            (
                "[\"carrier\"]: expected isin(allowed_values=('AA', 'UA')), "
                "got 1 of 3 rows (row 2: 'XX')"
            ),
            (
                '["delay"]: expected greater_than_or_equal_to(min_value=-60), '
                "got 2 of 3 rows (rows 0, 2: -70, -61)"
            ),
        ],
    ),
    (
        "duplicates of a key",
        DataFrame[contracts.Keyed],
        pd.DataFrame({"tail": ["a", "b", "a", "a", "a"]}),
        ["[\"tail\"]: expected unique, got 4 of 5 rows (rows 0, 2, 3: 'a', 'a', 'a')"],
    ),
    (
        "duplicates of a joint key, in a frame whose index is none",
        DataFrame[contracts.Jointly],
        pd.DataFrame({"day": [1, 1, 2], "flight": [7, 7, 7]}, index=[0, 0, 0]),
        ["the value: expected unique day, flight, got 2 of 3 rows (rows 0, 1: (1, 7), (1, 7))"],
    ),
    (
        "a column too many, and another order",
        DataFrame[contracts.Strict],
        pd.DataFrame({"b": [1], "a": [1], "z": [2]}),
        [
            "[\"z\"]: expected no such column, got an unknown column ('z')",
            "the value: expected columns in the order a, b, got b, a",
        ],
    ),
    (
        "no rows",
        DataFrame[contracts.NotEmpty],
        pd.DataFrame({"a": pd.Series([], dtype="int64")}),
        [f"the value: expected {HERE}.NotEmpty.not_empty, got False (0 rows)"],
    ),
    (
        "a check of the frame by row, with words of its own",
        DataFrame[contracts.NotEmpty],
        pd.DataFrame({"a": [11, 2, 30]}),
        [
            (
                f"the value: expected {HERE}.NotEmpty.under, got 2 of 3 rows "
                "(rows 0, 2: {'a': 11}, {'a': 30}): a stays under its row"
            )
        ],
    ),
    (
        "columns by a pattern",
        DataFrame[contracts.Alike],
        pd.DataFrame({"part_1": [1, -1], "part_2": [0.0, 0.0], "other": ["a", "b"]}),
        [
            '["part_2"]: expected int64, got float64',
            (
                '["part_1"]: expected greater_than_or_equal_to(min_value=0), '
                "got 1 of 2 rows (row 1: -1)"
            ),
        ],
    ),
    (
        "no column of a pattern",
        DataFrame[contracts.Alike],
        pd.DataFrame({"other": ["a"]}),
        ['["part_.*"]: expected a column whose name matches, got missing'],
    ),
    (
        "an index",
        DataFrame[contracts.Indexed],
        pd.DataFrame({"a": [1, 2]}, index=[-1, -1]),
        [
            ".index: expected unique, got 2 of 2 rows (rows 0, 1: -1, -1)",
            (
                ".index: expected greater_than_or_equal_to(min_value=0), "
                "got 2 of 2 rows (rows 0, 1: -1, -1)"
            ),
        ],
    ),
    (
        "an index of the wrong dtype",
        DataFrame[contracts.Indexed],
        pd.DataFrame({"a": [1]}, index=["x"]),
        [".index: expected int64, got str"],
    ),
    (
        "levels of an index",
        DataFrame[contracts.Levelled],
        pd.DataFrame(
            {"a": [1, 2]}, index=pd.MultiIndex.from_tuples([(0, 25)] * 2, names=["day", "hour"])
        ),
        [
            (
                '.index["day"]: expected greater_than_or_equal_to(min_value=1), '
                "got 2 of 2 rows (rows 0, 1: 0, 0)"
            ),
            '.index["hour"]: expected less_than(max_value=24), got 2 of 2 rows (rows 0, 1: 25, 25)',
            ".index: expected unique day, hour, got 2 of 2 rows (rows 0, 1: (0, 25), (0, 25))",
        ],
    ),
    (
        "an index without levels",
        DataFrame[contracts.Levelled],
        pd.DataFrame({"a": [1]}),
        [".index: expected an index of several levels, got 1 levels"],
    ),
    (
        "one dtype for all columns",
        DataFrame[contracts.Floats],
        pd.DataFrame({"a": [1, 2], "b": [1.0, None]}),
        [
            '["a"]: expected float64, got int64',
            '["b"]: expected not null, got 1 of 2 rows (row 1)',
        ],
    ),
    (
        "moments and categories",
        DataFrame[contracts.Moments],
        pd.DataFrame({"at": ["2020"], "kind": ["x"], "maybe": [1.5]}),
        [
            '["at"]: expected datetime64[ns], got str',
            "[\"kind\"]: expected category['x', 'y'], got str",
            '["maybe"]: expected int64, got float64',
        ],
    ),
    (
        "another library",
        DataFrame[contracts.Flights],
        PLANES,
        [(f"the value: expected pandera.typing.DataFrame[{HERE}.Flights], got polars.DataFrame")],
    ),
    ("fine in polars", PolarsFrame[contracts.Planes], PLANES, []),
    ("fine and lazy", LazyFrame[contracts.Planes], PLANES.lazy(), []),
    (
        "eager for lazy",
        LazyFrame[contracts.Planes],
        PLANES,
        [
            (
                f"the value: expected pandera.typing.polars.LazyFrame[{HERE}.Planes], "
                "got polars.DataFrame"
            )
        ],
    ),
    (
        "polars: out of range, too short, not unique",
        PolarsFrame[contracts.Planes],
        PLANES.with_columns(tail=pl.lit("N"), seats=pl.lit(0, dtype=pl.Int32)),
        [
            "[\"tail\"]: expected unique, got 2 of 2 rows (rows 0, 1: 'N', 'N')",
            "[\"tail\"]: expected str_length(min_value=2), got 2 of 2 rows (rows 0, 1: 'N', 'N')",
            (
                '["seats"]: expected in_range(max_value=900, min_value=1), '
                "got 2 of 2 rows (rows 0, 1: 0, 0)"
            ),
        ],
    ),
    (
        "lazy: the dtype that a query gives, and its rows",
        LazyFrame[contracts.Planes],
        PLANES.lazy().with_columns(tail=pl.lit(None, dtype=pl.String), seats=pl.lit(2**40)),
        [
            '["seats"]: expected Int32, got Int64',
            '["tail"]: expected not null, got 2 of 2 rows (rows 0, 1)',
            '["tail"]: expected unique, got 2 of 2 rows (rows 0, 1: None, None)',
        ],
    ),
    (
        "polars: order, strictness, joint key",
        PolarsFrame[contracts.PolarsStrict],
        pl.DataFrame({"b": [1, 1], "z": [0, 0], "a": [2, 2]}),
        [
            "[\"z\"]: expected no such column, got an unknown column ('z')",
            "the value: expected columns in the order a, b, got b, a",
            "the value: expected unique a, b, got 2 of 2 rows (rows 0, 1: (2, 1), (2, 1))",
        ],
    ),
    (
        "polars: no rows",
        PolarsFrame[contracts.PolarsNotEmpty],
        pl.DataFrame({"a": []}, schema={"a": pl.Int64}),
        [f"the value: expected {HERE}.PolarsNotEmpty.not_empty, got False (0 rows)"],
    ),
    (
        "polars: a check of a column",
        PolarsFrame[contracts.PolarsNotEmpty],
        pl.DataFrame({"a": [1, 11]}),
        [f'["a"]: expected {HERE}.PolarsNotEmpty.small, got 1 of 2 rows (row 1: 11)'],
    ),
    (
        "polars: columns by a pattern",
        PolarsFrame[contracts.PolarsAlike],
        pl.DataFrame({"part_1": [1, -1], "part_2": [0, 0], "other": ["a", "b"]}),
        [
            (
                '["part_1"]: expected greater_than_or_equal_to(min_value=0), '
                "got 1 of 2 rows (row 1: -1)"
            ),
        ],
    ),
]


@pytest.mark.parametrize(
    ("annotation", "frame", "told"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD]
)
def test_what_is_told(annotation: Any, frame: Any, told: list[str]) -> None:
    verdict = examine(frame, annotation, subject="load.result", severity="error")
    said = str(verdict).removeprefix(f"load.result is not {verdict.type}").removeprefix("; ")
    assert said == "; ".join(told)
    assert verdict.outcome == ("fail" if told else "pass")


def kinds(*categories: Any, ordered: bool = False) -> pd.DataFrame:
    dtype = pd.CategoricalDtype(list(categories), ordered=ordered)
    return pd.DataFrame({"kind": pd.Series([], dtype=dtype)})


@pytest.mark.parametrize(
    ("frame", "got"),
    [
        (kinds("z", "x"), "category['x', 'z']: it lacks 'y', it has 'z'"),
        (kinds("x"), "category['x']: it lacks 'y'"),
        (kinds("y", "x", "w"), "category['w', 'x', 'y']: it has 'w'"),
        (kinds("y", "x", ordered=True), "category['y', 'x', ordered]: it is ordered"),
        (kinds(1, 2), "category[1, 2]: it lacks 'x', 'y', it has 1, 2"),
        (
            kinds("x", "y", *map(str, range(5000))),
            (
                "category['0', '1', '10', '100', '1000', '1001', … 4,996 more]:"
                " it has '0', '1', '10' and 4,997 more"
            ),
        ),
        (pd.DataFrame({"kind": ["x"]}), "str"),
    ],
)
def test_categories_are_told(frame: pd.DataFrame, got: str) -> None:
    verdict = examine(frame, DataFrame[contracts.Kinds], subject="x", severity="error")
    assert str(verdict).endswith(f"[\"kind\"]: expected category['x', 'y'], got {got}")


def test_the_order_of_categories_is_told() -> None:
    frame = kinds("b", "a", ordered=True)
    verdict = examine(frame, DataFrame[contracts.Ranked], subject="x", severity="error")
    assert str(verdict).endswith(
        "[\"kind\"]: expected category['a', 'b', ordered], got category['b', 'a', ordered]:"
        " they are in another order"
    )


class Ordered(ppl.DataFrameModel):
    """A flight comes after it went."""

    gone: int
    come: int

    @ppl.dataframe_check
    @classmethod
    def in_order(cls, data: Any) -> Any:
        return data.lazyframe.select(pl.col("gone") <= pl.col("come"))


def test_a_check_of_the_frame_shows_a_few_cells_of_the_rows_that_do_not_pass() -> None:
    frame = pl.DataFrame({"gone": [1, 5, 9], "come": [2, 3, 9]})
    [found] = shape_of(PolarsFrame[Ordered]).violations(frame)
    assert (found.got, found.value) == ("1 of 3 rows", "row 1: {'come': 3, 'gone': 5}")
    wide = frame.with_columns(pl.lit(0).alias(f"x{number}") for number in range(1_000))
    [found] = shape_of(PolarsFrame[Ordered]).violations(wide)
    assert found.value == "row 1: {'come': 3, 'gone': 5, 'x0': 0, 'x1': 0, ...}"
