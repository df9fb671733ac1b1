"""Types with names of their own."""

import pickle
from typing import Annotated, Any

import pytest

from dagcompile import Bounds, Check, Named, Verdict, checked
from dagcompile.runtime.types import RefinedShape, shape_of
from dagcompile.runtime.verdict import examine


def not_empty(rows: list[int]) -> bool:
    return bool(rows)


def small(rows: list[int], *, most: int) -> Verdict:
    return Verdict.passed() if len(rows) <= most else Verdict.failed("too many")


Rows = checked(list[int], not_empty, Check(small, most=3), name="Rows")


def test_a_type_is_called_by_its_name() -> None:
    assert shape_of(Rows).text == "Rows"
    assert shape_of(dict.__class_getitem__((str, Rows)) | None).text == "dict[str, Rows] | None"
    verdict = examine([], Rows, subject="n.x", severity="error")
    assert str(verdict) == f"n.x is not Rows; the value: expected {__name__}.not_empty, got []"
    assert verdict.record()["type"] == "Rows"


def test_it_holds_all_of_its_checks() -> None:
    found = examine([1, 2, 3, 4], Rows, subject="n.x", severity="error")
    assert [each.message for each in found.violations] == ["too many"]
    assert examine([1], Rows, subject="n.x", severity="error").outcome == "pass"


def test_it_is_what_annotated_says() -> None:
    said = Annotated[list[int], Check(not_empty), Check(small, most=3), Named("Rows")]
    assert said == Rows
    assert shape_of(said) == shape_of(Rows)
    assert pickle.loads(pickle.dumps(shape_of(Rows))) == shape_of(Rows)


def test_a_name_is_of_what_stands_before_it() -> None:
    shape: Any = shape_of(Annotated[Rows, Bounds(max_length=2), Named("Few")])
    assert (shape.text, shape.base.text) == ("Few", "Rows")
    unnamed = shape_of(Annotated[Rows, Bounds(max_length=2)])
    assert unnamed.text == "Annotated[Rows, max_length=2]"
    assert isinstance(unnamed, RefinedShape)
    assert not unnamed.accepts([1, 2, 3])
    assert not unnamed.accepts([])


def test_a_type_without_checks_may_have_a_name() -> None:
    shape = shape_of(checked(dict[str, int], name="Counts"))
    assert shape.text == "Counts"
    assert shape.accepts({"a": 1})
    assert not shape.accepts({"a": "b"})


@pytest.mark.parametrize("name", ["", "int", "Any", "Decimal", "a b", "list[int]", "class", "a.b"])
def test_what_can_be_no_name(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name of a type"):
        Named(name)
