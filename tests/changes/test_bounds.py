"""Which limits follow from others is true of values, as guards and pandera look at them."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest

from dagcompile.changes.comparers.types.bounds import implies
from dagcompile.ir.records import CheckDef, Ref
from dagcompile.ir.text import check_text
from dagcompile.ir.values import to_value
from dagcompile.runtime.types.checks import BoundCheck

NUMBERS = [-2, -1, 0, 0.5, 1, 2, 3, 4, 6]
TEXTS = ["", "a", "ab", "abc", "b"]

BOUNDS = [
    *(BoundCheck(op, limit) for op in ("ge", "gt", "le", "lt") for limit in (0, 1, 2)),
    *(BoundCheck("multiple_of", step) for step in (1, 2, 3, 4, 6)),
]
LENGTHS = [
    *(BoundCheck(op, size) for op in ("min_length", "max_length") for size in (0, 1, 2)),
    *(BoundCheck("pattern", pattern) for pattern in ("^a", "b")),
]
COLUMNS: list[tuple[str, dict[str, Any]]] = [
    *(("greater_than", {"min_value": each}) for each in (0, 1)),
    *(("greater_than_or_equal_to", {"min_value": each}) for each in (0, 1)),
    *(("less_than", {"max_value": each}) for each in (1, 2)),
    *(("less_than_or_equal_to", {"max_value": each}) for each in (1, 2)),
    *(("in_range", {"min_value": low, "max_value": high}) for low in (0, 1) for high in (2, 3)),
    ("in_range", {"min_value": 0, "max_value": 3, "include_min": False}),
    *(("isin", {"allowed_values": each}) for each in ((1,), (1, 2), (2, 3))),
    *(("notin", {"forbidden_values": each}) for each in ((1,), (1, 2), (2, 3))),
]
STRINGS: list[tuple[str, dict[str, Any]]] = [
    ("str_length", {"min_value": 1}),
    ("str_length", {"min_value": 2}),
    ("str_length", {"max_value": 1}),
    ("str_length", {"min_value": 1, "max_value": 2}),
]


def bound(check: BoundCheck) -> CheckDef:
    return CheckDef(name=check.op, params=(("value", to_value(check.value)),))


def column(check: tuple[str, dict[str, Any]]) -> CheckDef:
    name, params = check
    return CheckDef(
        name=name, params=tuple((key, to_value(value)) for key, value in sorted(params.items()))
    )


def judged(check: tuple[str, dict[str, Any]]) -> Callable[[Any], bool]:
    """Whether a column of one value passes a check of pandera."""
    name, params = check
    made = getattr(pa.Check, name)(**params)
    return lambda value: bool(made(pd.Series([value])).check_passed)


def followed(checks: list[tuple[CheckDef, Callable[[Any], bool]]], values: list[Any]) -> int:
    """How many checks follow from others, all of which are true of `values`."""
    passed = [(check, [passes(value) for value in values]) for check, passes in checks]
    count = 0
    for (ours, one), (theirs, other) in product(passed, passed):
        if implies(ours, theirs):
            refuted = [at for at, each in enumerate(one) if each and not other[at]]
            assert not refuted, (check_text(ours), check_text(theirs), values[refuted[0]])
            count += ours is not theirs
    return count


@pytest.mark.parametrize(
    ("checks", "values", "least"), [(BOUNDS, NUMBERS, 24), (LENGTHS, TEXTS, 6)]
)
def test_a_bound_that_follows(checks: list[BoundCheck], values: list[Any], least: int) -> None:
    assert followed([(bound(each), each.passes) for each in checks], values) >= least


@pytest.mark.parametrize(
    ("checks", "values", "least"), [(COLUMNS, NUMBERS, 12), (STRINGS, TEXTS, 2)]
)
def test_a_check_of_a_column_that_follows(
    checks: list[tuple[str, dict[str, Any]]], values: list[Any], least: int
) -> None:
    assert followed([(column(each), judged(each)) for each in checks], values) >= least


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (BoundCheck("ge", 1), BoundCheck("ge", True)),
        (BoundCheck("ge", 2), BoundCheck("ge", 1.0)),
        (BoundCheck("ge", 2), BoundCheck("le", 3)),
        (BoundCheck("multiple_of", 4), BoundCheck("multiple_of", 0)),
        (BoundCheck("ge", float("nan")), BoundCheck("ge", 0.0)),
    ],
)
def test_nothing_is_concluded(ours: BoundCheck, theirs: BoundCheck) -> None:
    assert not implies(bound(ours), bound(theirs))


def test_a_function_implies_itself_alone() -> None:
    one, other = (
        CheckDef(name="app.ge", ref=Ref(module="app", name="ge"), params=(("value", limit),))
        for limit in (2, 1)
    )
    assert implies(one, one)
    assert not implies(one, other)
