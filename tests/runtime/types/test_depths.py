"""What guards accept that look at classes alone, or at some of a value."""

from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple, TypedDict

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.typing import DataFrame
from pydantic import BaseModel

from dagcompile import Secret, sample
from dagcompile.runtime.depth import Depth, at_depth
from dagcompile.runtime.types import Bounds, Check, shape_of
from dagcompile.runtime.types.sampling import spaced
from dagcompile.runtime.verdict import GuardVerdict, examine
from tests.passes.strategies import ANNOTATIONS, VALUE, accepts, values_of
from tests.runtime.types import contracts

DEPTHS = st.one_of(st.just("schema"), st.integers(1, 4).map(sample))


class Row(TypedDict):
    """A row."""

    amount: int


class Point(NamedTuple):
    """Two numbers."""

    x: int
    y: int


@dataclass
class Tree:
    """A record that holds itself, and a large value."""

    numbers: list[int]
    below: "Tree | None" = None
    names: list[str] = field(default_factory=list)


def judged(value: object, annotation: Any, depth: Depth) -> GuardVerdict:
    return examine(value, annotation, subject="n.x", severity="error", depth=depth)


@given(ANNOTATIONS, DEPTHS, st.data())
@settings(max_examples=500)
def test_what_is_accepted_in_full_is_accepted_at_any_depth(
    annotation: Any, depth: Depth, data: st.DataObject
) -> None:
    shape = shape_of(annotation)
    value = data.draw(values_of(shape) | VALUE)
    wider = at_depth(shape, depth)
    assert accepts(wider, value) or not accepts(shape, value)
    if accepts(wider, value):
        assert not list(wider.violations(value))


@given(ANNOTATIONS, st.data())
@settings(max_examples=300)
def test_a_sample_of_a_small_value_is_all_of_it(annotation: Any, data: st.DataObject) -> None:
    shape = shape_of(annotation)
    value = data.draw(values_of(shape) | VALUE)
    assert accepts(shape.sampled(100), value) == accepts(shape, value)


@pytest.mark.parametrize(
    ("annotation", "shallow"),
    [
        (int, "int"),
        (list[int], "list[Any]"),
        (set[str], "set[Any]"),
        (dict[str, list[int]], "dict[Any, Any]"),
        (tuple[int, str], "tuple[Any, Any]"),
        (tuple[int, ...], "tuple[Any, ...]"),
        (list[int] | list[str] | None, "list[Any] | None"),
        (Annotated[list[int], Bounds(min_length=1)], "list[Any]"),
        (Row, "dict[Any, Any]"),
        (Secret[list[int]], "Secret[list[Any]]"),
        (Any, "Any"),
    ],
)
def test_the_shallow_type(annotation: Any, shallow: str) -> None:
    assert at_depth(shape_of(annotation), "schema").text == shallow


def test_a_record_is_its_class() -> None:
    assert judged(Point("a", "b"), Point, "schema").outcome == "pass"  # type: ignore[arg-type]
    assert judged((1, 2), Point, "schema").outcome == "fail"


@pytest.mark.parametrize(
    ("size", "count", "indexes"),
    [
        (0, 3, []),
        (3, 3, [0, 1, 2]),
        (10, 1, [0]),
        (10, 2, [0, 9]),
        (10, 4, [0, 3, 6, 9]),
        (1_000_000, 3, [0, 499_999, 999_999]),
    ],
)
def test_a_sample_is_evenly_spaced(size: int, count: int, indexes: list[int]) -> None:
    assert spaced(size, count) == indexes


@given(st.integers(0, 1000), st.integers(1, 50))
def test_a_sample_has_as_many_as_it_says(size: int, count: int) -> None:
    indexes = spaced(size, count)
    assert len(set(indexes)) == len(indexes) == min(size, count)
    assert indexes == sorted(indexes)
    if size and count > 1:
        assert (indexes[0], indexes[-1]) == (0, size - 1)


def test_a_sample_names_the_place_in_the_whole() -> None:
    verdict = judged([*range(99), "last"], list[int], sample(4))
    assert [each.path for each in verdict.violations] == ["[99]"]
    assert verdict.record()["depth"] == "sample(4)"
    assert verdict.record()["checked"] == {"elements": 4, "of": 100}
    assert judged([*range(50), "mid", *range(50)], list[int], sample(4)).outcome == "pass"


def test_a_sample_of_a_dict_is_of_its_order() -> None:
    wrong = {f"k{at}": "x" if at in (0, 5) else at for at in range(10)}
    assert [each.path for each in judged(wrong, dict[str, int], sample(2)).violations] == ['["k0"]']
    assert judged(wrong, dict[str, int], sample(2)).record()["checked"] == {"elements": 2, "of": 10}


def test_an_element_of_a_sample_is_looked_at_in_full() -> None:
    rows = [[0] * 99 + ["x"], [0]]
    assert [e.path for e in judged(rows, list[list[int]], sample(1)).violations] == ["[0][99]"]


def test_containers_in_fields_are_sampled() -> None:
    tree = Tree([1, "x", 3], Tree([1, "x", 3], None, ["a"]))  # type: ignore[list-item]
    assert judged(tree, Tree, sample(2)).outcome == "pass"
    wrong = judged(tree, Tree, sample(3)).violations
    assert [each.path for each in wrong] == [".numbers[1]", ".below.numbers[1]"]


class Kept(BaseModel):
    """A record of pydantic."""

    numbers: list[int]
    named: dict[str, int] = {}


class Measured(NamedTuple):
    """A frame, and what it was made of."""

    rows: DataFrame[contracts.Flights]
    source: list[int]
    name: str


FLIGHTS: Any = pd.DataFrame({"carrier": ["UA"] * 10, "delay": [1] * 10, "distance": [1.0] * 10})


@pytest.mark.parametrize(
    ("value", "annotation", "checked"),
    [
        (Tree([1] * 1000), Tree, {"elements": 3, "of": 1000}),
        (
            Tree([1] * 10, Tree([1] * 2, None, ["a"] * 5)),
            Tree,
            {"elements": 3 + 2 + 3, "of": 10 + 2 + 5},
        ),
        (Kept(numbers=[1] * 9, named={"a": 1}), Kept, {"elements": 4, "of": 10}),
        (([1] * 100, 1), tuple[list[int], int], {"elements": 3, "of": 100}),
        (([1] * 100, {1, 2, 3, 4}), tuple[list[int], set[int]], {"elements": 7, "of": 104}),
        (FLIGHTS, DataFrame[contracts.Flights], {"rows": 3, "of": 10}),
        ((FLIGHTS, 1), tuple[DataFrame[contracts.Flights], int], {"rows": 3, "of": 10}),
        (Measured(FLIGHTS, [1] * 5, "a"), Measured, {"elements": 6, "of": 15}),
        (Point(1, 2), Point, None),
        ((1, "a"), tuple[int, str], None),
        ([[1] * 10] * 4, list[list[int]], {"elements": 3, "of": 4}),
        (Tree([1] * 10), Tree | None, {"elements": 3, "of": 10}),
    ],
    ids=str,
)
def test_what_a_sample_left_out_is_told(value: object, annotation: Any, checked: object) -> None:
    verdict = judged(value, annotation, sample(3))
    assert verdict.outcome == "pass"
    assert verdict.record().get("checked") == checked


def test_a_set_is_looked_at_whole() -> None:
    assert judged({1, 2, 3, "x"}, set[int], sample(1)).outcome == "fail"


def test_a_check_of_the_whole_is_asked_of_a_sample_too() -> None:
    large = Annotated[list[int], Check(many)]
    assert judged([1] * 50, large, sample(2)).outcome == "pass"
    assert judged([1] * 5, large, sample(2)).outcome == "fail"
    assert judged([1] * 5, large, "schema").outcome == "pass"


def many(value: list[int]) -> bool:
    """A check of a whole list."""
    return len(value) > 10


def test_what_a_guard_of_classes_did_not_look_at_is_told() -> None:
    record = judged([1, "x"], list[int], "schema").record()
    assert (record["outcome"], record["type"], record["depth"]) == ("pass", "list[int]", "schema")
    assert record["checked"] == {"elements": 0, "of": 2, "unseen": "what they hold"}
    assert "depth" not in judged([1], list[int], "full").record()


def test_a_secret_is_not_shown_at_any_depth() -> None:
    for depth in ("schema", sample(1)):
        verdict = judged({"password": "hunter2"}, Secret[list[str]], depth)
        assert verdict.outcome == "fail"
        assert "hunter2" not in str(verdict.record())


@pytest.mark.parametrize("count", [0, -1])
def test_a_sample_looks_at_something(count: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        sample(count)


@pytest.mark.parametrize("count", [True, 1.5, "10"])
def test_a_sample_is_a_whole_number(count: Any) -> None:
    with pytest.raises(TypeError, match=r"write sample\(1000\)"):
        sample(count)
