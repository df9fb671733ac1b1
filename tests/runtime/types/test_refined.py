"""Bounds and checks."""

import math
import pickle
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import annotated_types
import pytest

from dagcompile.runtime.types import (
    SKIP,
    BoundCheck,
    Bounds,
    Check,
    CheckCrashed,
    FunctionCheck,
    Maybe,
    RefinedShape,
    Violation,
    shape_of,
)
from tests.runtime.types.samples import even


def broken(value: int) -> bool:
    raise LookupError("nothing there")


def truthy(value: int) -> bool:
    return value  # type: ignore[return-value]


class Callable:
    def __call__(self, value: int) -> bool:
        return True


BOUNDS: list[tuple[Any, Bounds, list[Any], list[Any]]] = [
    (int, Bounds(gt=1, le=3), [2, 3], [1, 4]),
    (float, Bounds(ge=0.5, lt=1), [0.5, 0.9], [0.4, 1, math.nan]),
    (int, Bounds(multiple_of=3), [0, 9, -3], [1]),
    (float, Bounds(multiple_of=0.1), [0.3, 7, -0.7], [0.25, math.inf, math.nan]),
    (Decimal, Bounds(multiple_of=Decimal("0.01")), [Decimal("1.25")], [Decimal("1.255")]),
    (Decimal, Bounds(multiple_of=1.0), [Decimal(2)], [Decimal("2.5")]),
    (list[int], Bounds(min_length=1, max_length=2), [[1], [1, 2]], [[], [1, 2, 3]]),
    (str, Bounds(pattern="^a|z"), ["ab", "xz"], ["b", ""]),
    (date, Bounds(ge=date(2024, 1, 1)), [date(2024, 1, 1)], [date(2023, 12, 31)]),
    (int | None, Bounds(ge=1), [None, 1], [0]),
]


@pytest.mark.parametrize(("of", "bounds", "fine", "wrong"), BOUNDS, ids=str)
def test_the_accept_set(of: Any, bounds: Bounds, fine: list[Any], wrong: list[Any]) -> None:
    shape = shape_of(Annotated[of, bounds])
    assert [value for value in fine if not shape.accepts(value)] == []
    assert [value for value in wrong if shape.accepts(value)] == []
    assert all(list(shape.violations(value)) for value in wrong)


def test_every_failed_check_is_told_and_none_on_a_value_of_another_type() -> None:
    shape = shape_of(Annotated[int, Bounds(ge=1), Check(even, by=2), Bounds(le=9)])
    assert list(shape.violations(-1, ".size")) == [
        Violation(".size", "ge=1", "-1", "-1"),
        Violation(".size", "tests.runtime.types.samples.even(by=2)", "-1", "-1"),
    ]
    assert [found.expected for found in shape.violations("a")] == ["int"]


def test_a_check_is_told_of_by_the_name_that_it_was_given() -> None:
    shape = shape_of(Annotated[int, Check(even, name="two by two"), Check(even, name="all", by=4)])
    assert [found.expected for found in shape.violations(1)] == ["two by two", "all (by=4)"]


def test_checks_of_two_names_are_two() -> None:
    one, other = (shape_of(Annotated[int, Check(even, name=each)]) for each in "ab")
    assert one != other
    assert one.text != other.text
    assert one == shape_of(Annotated[int, Check(even, name="a")])


def test_the_specs() -> None:
    shape = shape_of(Annotated[int, Bounds(ge=1), Check(even, name="is even", by=4)])
    assert isinstance(shape, RefinedShape)
    assert shape.checks == (BoundCheck("ge", 1), FunctionCheck("is even", even, (("by", 4),)))
    assert [check.name for check in shape.checks] == ["ge", "is even"]
    assert shape.accepts(8)
    assert not shape.accepts(6)


@pytest.mark.parametrize(
    ("metadata", "value", "check", "cause"),
    [
        (Check(broken), 1, "tests.runtime.types.test_refined.broken", LookupError),
        (Check(truthy, name="truth"), 1, "truth", TypeError),
        (Bounds(ge="a"), 1, "ge='a'", TypeError),
        (Bounds(min_length=1), 1, "min_length=1", TypeError),
    ],
)
def test_a_crash_is_told_apart_from_a_failure(
    metadata: object, value: int, check: str, cause: type[Exception]
) -> None:
    shape = shape_of(list[Annotated[int, metadata]])
    for attempt in (shape.accepts, lambda item: list(shape.violations(item))):
        with pytest.raises(CheckCrashed) as caught:
            attempt([value])
        assert caught.value.check == check
        assert isinstance(caught.value.__cause__, cause)


def test_a_check_must_say_a_bool() -> None:
    with pytest.raises(CheckCrashed) as caught:
        shape_of(Annotated[int, Check(truthy)]).accepts(1)
    assert "returned `int`" in str(caught.value.__cause__)


def test_whether_generated_code_finds_the_function() -> None:
    def found(fn: Any) -> str | None:
        shape = shape_of(Annotated[int, Check(fn)])
        assert isinstance(shape, RefinedShape)
        [check] = shape.checks
        assert isinstance(check, FunctionCheck)
        return check.obstacle()

    assert found(even) is None
    assert "lambda" in str(found(lambda value: True))
    assert "inside a function" in str(found(found))
    assert "instance" in str(found(Callable()))


def test_predicates_of_annotated_types() -> None:
    assert shape_of(annotated_types.LowerCase[str]).accepts("a")
    assert not shape_of(annotated_types.LowerCase[str]).accepts("A")


def test_a_refined_value_travels_as_its_base() -> None:
    shape = shape_of(Annotated[int | None, Bounds(ge=1)] | str)
    assert shape.decode(shape.encode(3)) == 3
    assert shape.decode(shape.encode(None)) is None
    assert shape_of(Annotated[complex, Check(even)]).obstacle() is not None


def test_markers_refuse_what_means_nothing() -> None:
    with pytest.raises(ValueError, match="no bound is given"):
        Bounds()
    with pytest.raises(TypeError, match="needs a function"):
        Check(3)  # type: ignore[arg-type]


def test_markers_compare_by_meaning() -> None:
    assert Check(even, by=1) == Check(even, by=1)
    assert Check(even, by=1) != Check(even, by=True)
    assert Bounds(ge=1) != Bounds(ge=1.0)
    assert hash(Bounds(ge=1)) == hash(Bounds(ge=1))
    assert repr(Check(even, name="e", by=1)) == "Check(even, name='e', by=1)"
    assert repr(Bounds(le=2, ge=1)) == "Bounds(ge=1, le=2)"


def test_skip_is_one() -> None:
    def late(rows: list[int]) -> Maybe[list[int]]:
        return rows or SKIP

    skip: Any = late([])
    assert pickle.loads(pickle.dumps(skip)) is skip
    assert repr(skip) == "SKIP"
