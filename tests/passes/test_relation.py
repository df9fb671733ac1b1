"""The verdict on pairs of types, as a table."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import pytest

from dagcompile.passes import Relations, relate
from dagcompile.runtime.types import Bounds, shape_of
from tests.passes import kinds
from tests.passes.kinds import Colour, Even, EvenPositive, Positive, Row, Word, key_of, table_of

PROVEN: list[tuple[Any, Any]] = [
    (int, Any),
    (int, int),
    (int, float),
    (bool, Literal[True, False]),
    (Literal["a"], Literal["a", "b"]),
    (Literal["a"], str),
    (Literal[Colour.RED], Colour),
    (Word, str),
    (kinds.Level, float),
    (list[int], list[float]),
    (list[int], list),
    (tuple[int, int], tuple[float, ...]),
    (tuple[()], tuple[str, ...]),
    (dict[str, int], dict[str, float]),
    (int, int | None),
    (bool | int, bool | int | str),
    (list[int] | None, list[float] | None),
    (Positive, int),
    (EvenPositive, Even),
    (Annotated[bool | int, Bounds(gt=0)], int | bool),
    (kinds.LateRow, Row),
    (kinds.Tight, kinds.Loose),
    (kinds.Wide, dict[str, int | str]),
    (kinds.Pair, tuple[int, str]),
    (kinds.Database, kinds.Service),
    (kinds.Metres, float),
    (kinds.Rows, list),
    (kinds.Tree, kinds.Tree),
]

GUARDED: list[tuple[Any, Any, str]] = [
    (Any, int, "`Any` need not be `int`"),
    (float, int, "a `float` need not be `int`"),
    (int | None, int, "`None` is not `int`"),
    (list[int], list[str], "element: `int` is not `str`; only an empty one would pass"),
    (dict[str, int], dict[int, int], "key: `str` is not `int`; only an empty one would pass"),
    (str, Literal["a"], "a value of `str` need not be one of `Literal['a']`"),
    (int, Positive, "`gt=0` need not hold"),
    (Positive, EvenPositive, "`tests.passes.kinds.even` need not hold"),
    (tuple[int, ...], tuple[int, int], "it need not have 2 elements"),
    (Row, kinds.LateRow, "field `late`: it need not be there"),
    (kinds.Pair, kinds.Pixel, "a `tests.passes.kinds.Pair` need not be `tests.passes.kinds.Pixel`"),
    (tuple[int, str], kinds.Pair, "a tuple need not be `tests.passes.kinds.Pair`"),
    (kinds.Service, kinds.Row, "a value of `tests.passes.kinds.Service` need not be"),
    (kinds.Service, int, "a value of `tests.passes.kinds.Service` need not be `int`"),
    (kinds.Holiday, date, "a value of `tests.passes.kinds.Holiday` need not be `date`"),
    (kinds.Loose, kinds.Tight, "key `b`: `tests.passes.kinds.Tight` has no such key"),
    (dict[str, int], kinds.Tight, "its keys need not be those of `tests.passes.kinds.Tight`"),
    (kinds.FloatRow, Row, "field `amount`: a `float` need not be `int`"),
]

IMPOSSIBLE: list[tuple[Any, Any, str]] = [
    (int, str, "`int` is not `str`"),
    (bool, int, "`bool` is not `int`"),
    (datetime, date, "`datetime` is not `date`"),
    (None, int, "`None` is not `int`"),
    (int | str, bytes, "`int` is not `bytes`; `str` is not `bytes`"),
    (list[int], dict[str, int], "`list[int]` is not `dict[str, int]`"),
    (list[int], set[int], "`list[int]` is not `set[int]`"),
    (tuple[int, str], tuple[int], "it has 2 elements, not 1"),
    (tuple[int, str], tuple[int, ...], "[1]: `str` is not `int`"),
    (tuple[str, ...], tuple[int, int], "[0]: `str` is not `int`"),
    (Literal["a"], Literal["b"], "'a' is not one of Literal['b']"),
    (int, Literal["a"], "`int` holds none of `Literal['a']`"),
    (Colour, Word, "`tests.passes.kinds.Colour` is not `tests.passes.kinds.Word`"),
    (Colour, int, "`tests.passes.kinds.Colour` is not `int`"),
    (Row, list[Row], "`tests.passes.kinds.Row` is not `list[tests.passes.kinds.Row]`"),
    (kinds.Wide, kinds.Tight, "key `b`: `tests.passes.kinds.Tight` has no such key"),
    (kinds.Tight, kinds.Wide, "key `b`: `tests.passes.kinds.Tight` has no such key"),
    (kinds.Tight, dict[str, str], "key `a`: `int` is not `str`"),
    (kinds.Tight, dict[int, int], "key `a`: `str` is not `int`"),
    (kinds.Name, int, "`tests.passes.kinds.Name` is not `int`"),
    (dict[int, int], kinds.Tight, "key `a`: its keys are `int`"),
    (str, Positive, "`str` is not `int`"),
    (kinds.Pair, tuple[str, str], "[0]: `int` is not `str`"),
]


@pytest.mark.parametrize(("source", "target"), PROVEN, ids=str)
def test_proven(source: Any, target: Any) -> None:
    relation = relate(key_of(source), key_of(target), table_of([source, target]))
    assert (relation.verdict, relation.reason) == ("proven", "")


@pytest.mark.parametrize(("source", "target", "reason"), GUARDED, ids=str)
def test_guarded(source: Any, target: Any, reason: str) -> None:
    relation = relate(key_of(source), key_of(target), table_of([source, target]))
    assert relation.verdict == "guarded"
    assert relation.reason.startswith(reason)


@pytest.mark.parametrize(("source", "target", "reason"), IMPOSSIBLE, ids=str)
def test_impossible(source: Any, target: Any, reason: str) -> None:
    relation = relate(key_of(source), key_of(target), table_of([source, target]))
    assert relation.verdict == "impossible"
    assert relation.reason.startswith(reason)


def test_a_type_that_is_not_in_the_table() -> None:
    with pytest.raises(KeyError, match=r"app\.Row"):
        relate("int", "app.Row", table_of([int]))


def test_unrelated_classes_are_refused_though_a_third_may_derive_from_both() -> None:
    relation = Relations(table_of([Row, kinds.Twin])).relate(key_of(Row), key_of(kinds.Twin))
    assert (relation.verdict, relation.refused) == ("guarded", "unrelated")
    assert relation.reason.startswith("neither of `tests.passes.kinds.Row` and")
    both = kinds.RowTwin(1)
    assert shape_of(Row).accepts(both)
    assert shape_of(kinds.Twin).accepts(both)
