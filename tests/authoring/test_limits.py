"""What is refused for its bounds, no value keeps to; what any value keeps to is not refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagcompile import Bounds
from dagcompile.authoring.contracts import BadContract
from dagcompile.authoring.sense import make_sense
from dagcompile.runtime.types import shape_of
from dagcompile.runtime.types.base import CheckCrashed

NUMBERS = st.integers(-5, 5) | st.floats(-5, 5) | st.decimals(-5, 5, places=1)
VALUES: dict[Any, st.SearchStrategy[Any]] = {
    int: st.integers(-7, 7),
    float: st.floats(-7, 7) | st.integers(-7, 7),
    Decimal: st.decimals(-7, 7, places=1),
    bool: st.booleans(),
    str: st.text("ab1", max_size=4),
    list[int]: st.lists(st.integers(0, 3), max_size=4),
    tuple[int, int]: st.tuples(st.integers(), st.integers()),
    date: st.dates(date(2026, 1, 1), date(2026, 1, 9)),
    int | None: st.none() | st.integers(-7, 7),
}
DAYS = VALUES[date]
LIMITS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("gt", "ge", "lt", "le"), NUMBERS | DAYS),
    "min_length": st.integers(-1, 4),
    "max_length": st.integers(-1, 4),
    "multiple_of": st.integers(1, 3),
    "pattern": st.sampled_from(["a", "^b", "1$"]),
}


@st.composite
def bounded(draw: Callable[[st.SearchStrategy[Any]], Any]) -> tuple[Any, Any]:
    """A type with bounds, and a value of the type without them."""
    base = draw(st.sampled_from(list(VALUES)))
    names = draw(st.lists(st.sampled_from(list(LIMITS)), min_size=1, max_size=3, unique=True))
    bounds = Bounds(**{name: draw(LIMITS[name]) for name in names})
    return Annotated[base, bounds], draw(VALUES[base])


@settings(max_examples=600)
@given(bounded())
def test_what_is_refused_takes_nothing_and_what_crashes_is_refused(
    drawn: tuple[Any, Any],
) -> None:
    annotation, value = drawn
    shape = shape_of(annotation)
    code = ""
    try:
        make_sense(shape)
    except BadContract as bad:
        code = bad.code
    if value is None:  # it passes every bound, and is not what a bound is for
        return
    try:
        taken = shape.accepts(value)
    except CheckCrashed:
        assert code == "DC227"
    else:
        assert not (taken and code)


@pytest.mark.parametrize(
    "annotation",
    [
        Annotated[int, Bounds(gt=1, lt=3)],
        Annotated[int, Bounds(ge=1.5, le=2.5)],
        Annotated[float, Bounds(gt=1, lt=2)],
        Annotated[float, Bounds(ge=float("-inf"), le=float("inf"))],
        Annotated[int, Bounds(ge=0, le=float("inf"))],
        Annotated[str | None, Bounds(min_length=1, pattern="a")],
        Annotated[datetime, Bounds(ge=datetime(2026, 1, 1, tzinfo=UTC))],
        Annotated[tuple[int, int], Bounds(min_length=2, max_length=2)],
        Annotated[Any, Bounds(ge=1, pattern="a")],
        Annotated[list[list[int]], Bounds(max_length=0)],
        dict[tuple[int, ...], list[int]],
        set[frozenset[int]],
    ],
)
def test_what_may_have_values_is_left_to_the_guard(annotation: Any) -> None:
    make_sense(shape_of(annotation))
