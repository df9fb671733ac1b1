"""Annotations to shapes: their canonical texts, and what is refused."""

import typing
from collections import abc
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, NewType, Optional, Protocol, TypeVar, Union
from uuid import UUID

import annotated_types
import pydantic
import pytest
from pydantic import BaseModel
from typing_extensions import TypeAliasType

from dagcompile.runtime.types import (
    Bounds,
    Check,
    ClassShape,
    LiteralShape,
    Maybe,
    RecordShape,
    UnsupportedType,
    is_maybe,
    shape_of,
)
from tests.runtime.types.samples import Box, Colour, Model, Node, Row, even

T = TypeVar("T")
Numbers = TypeAliasType("Numbers", "list[int]")
Pairs = TypeAliasType("Pairs", list[tuple[T, T]], type_params=(T,))
Endless = TypeAliasType("Endless", "list[Endless]")
Late = TypeAliasType("Late", Maybe[int])
HERE = "tests.runtime.types.samples"

TEXTS = [
    (None, "None"),
    (bool, "bool"),
    (date, "date"),
    (datetime, "datetime"),
    (time, "time"),
    (timedelta, "timedelta"),
    (Decimal, "Decimal"),
    (UUID, "UUID"),
    (Path, "Path"),
    (Any, "Any"),
    (object, "Any"),
    (list, "list[Any]"),
    (typing.List, "list[Any]"),  # noqa: UP006
    (typing.Dict[str, int], "dict[str, int]"),  # noqa: UP006
    (dict, "dict[Any, Any]"),
    (tuple, "tuple[Any, ...]"),
    (typing.Tuple, "tuple[Any, ...]"),  # noqa: UP006
    (tuple[()], "tuple[()]"),
    (typing.Tuple[()], "tuple[()]"),  # noqa: UP006
    (tuple[int, ...], "tuple[int, ...]"),
    (tuple[int, str], "tuple[int, str]"),
    (frozenset[int], "frozenset[int]"),
    (int | None, "int | None"),
    (Union[None, str, int], "int | str | None"),  # noqa: UP007
    (Optional[Any], "Any"),  # noqa: UP045
    (int | Any, "Any"),
    (Union[int, Union[str, int]], "int | str"),  # noqa: UP007, PYI016
    (Literal["b", 1, "a"], "Literal['a', 'b', 1]"),
    (Literal["a", None], "Literal['a'] | None"),  # noqa: PYI061
    (Literal["a"] | Literal["b"] | int, "Literal['a', 'b'] | int"),  # noqa: PYI030
    (Literal[1, True], "Literal[1, True]"),
    (Literal["é", b"\0"], r"Literal['\xe9', b'\x00']"),
    (Literal[Colour.RED], f"Literal[{HERE}.Colour.RED]"),
    (Colour, f"{HERE}.Colour"),
    (list[Node], f"list[{HERE}.Node]"),
    (Row, f"{HERE}.Row"),
    (complex, "complex"),
    (Maybe[int], "int"),
    (NewType("UserId", int), "int"),
    (Numbers, "list[int]"),
    (Pairs[int], "list[tuple[int, int]]"),
    (Annotated[int, "a remark"], "int"),
    (Annotated[int, Bounds(le=9, ge=1.0)], "Annotated[int, ge=1, le=9]"),
    (Annotated[str, Bounds(pattern="^a")], "Annotated[str, pattern='^a']"),
    (Annotated[Decimal, Bounds(gt=Decimal("0.5"))], "Annotated[Decimal, gt=Decimal('0.5')]"),
    (Annotated[int, Check(even)], f"Annotated[int, {HERE}.even]"),
    (
        Annotated[int, Check(even, name="even", by=3)],
        f"Annotated[int, {HERE}.even(name='even', by=3)]",
    ),
    (Annotated[int, Check(even, name=f"{HERE}.even")], f"Annotated[int, {HERE}.even]"),
    (
        Annotated[Annotated[int, Bounds(ge=1)], Check(even), Bounds(ge=1)],
        f"Annotated[int, ge=1, {HERE}.even]",
    ),
    (
        Annotated[NewType("N", Annotated[int, Bounds(ge=1)]), Bounds(le=3)],
        "Annotated[int, ge=1, le=3]",
    ),
    (pydantic.PositiveInt, "Annotated[int, gt=0]"),
    (Annotated[int, pydantic.Field(ge=1, multiple_of=2)], "Annotated[int, ge=1, multiple_of=2]"),
    (Annotated[str, pydantic.Field(pattern="a+")], "Annotated[str, pattern='a+']"),
    (
        Annotated[str, pydantic.StringConstraints(min_length=1, pattern="^a")],
        "Annotated[str, min_length=1, pattern='^a']",
    ),
    (Annotated[int, annotated_types.Interval(gt=1, le=3)], "Annotated[int, gt=1, le=3]"),
    (Annotated[str, annotated_types.Len(0, 3)], "Annotated[str, max_length=3]"),
    (annotated_types.LowerCase[str], "Annotated[str, builtins.str.islower]"),
    (pydantic.AwareDatetime, "datetime"),
]


@pytest.mark.parametrize(("annotation", "text"), TEXTS, ids=[text for _, text in TEXTS])
def test_the_canonical_text(annotation: Any, text: str) -> None:
    assert shape_of(annotation).text == text


class Duck(Protocol):
    def quack(self) -> None: ...


@dataclass
class Loose(Generic[T]):
    item: T


class FixedBox(Box[str]):
    pass


class GenericModel(BaseModel, Generic[T]):
    item: T


REFUSED = [
    (abc.Sequence, "list"),
    (abc.Sequence[int], "list"),
    (typing.Mapping[str, int], "dict"),
    (abc.Iterator[int], "consume"),
    (abc.Generator[int, None, None], "consume"),
    (map, "consume"),
    (T, "type variable"),
    (list[T], "type variable"),  # type: ignore[valid-type]
    (Maybe, "type variable"),
    (Box, "class FixedBox(Box[...])"),
    (Box[int], "class FixedBox(Box[...])"),
    (GenericModel, "class FixedGenericModel"),
    (GenericModel[int], "class FixedGenericModel"),
    (Duck, "runtime_checkable"),
    ("int", "quotes"),
    (type[int], "write type"),
    (abc.Callable[[int], int], "write Callable"),
    (typing.Never, "no values"),
    (typing.Self, "name of the class"),
    (Endless, "holds itself"),
    (Literal[1.5], "not a bool"),
    (Annotated[str, Bounds(pattern="(")], "regular expression"),
    (Annotated[int, Bounds(multiple_of=0)], "multiple"),
    (Annotated[int, Check(even, by=object())], "`by`"),
    (3, "not a type"),
]


@pytest.mark.parametrize(("annotation", "reason"), REFUSED, ids=lambda item: str(item)[:40])
def test_what_is_refused_and_why(annotation: Any, reason: str) -> None:
    with pytest.raises(UnsupportedType) as caught:
        shape_of(annotation)
    assert reason in caught.value.reason
    assert caught.value.reason in str(caught.value)


def test_a_shape_is_made_once() -> None:
    assert shape_of(list[int]) is shape_of(list[int])
    strict = Annotated[int, pydantic.Field(ge=1)]
    assert shape_of(strict) is shape_of(strict)


def test_equal_looking_metadata_is_kept_apart() -> None:
    assert (
        shape_of(Annotated[int, Check(even, by=1)]).text
        != shape_of(Annotated[int, Check(even, by=True)]).text
    )
    assert shape_of(Annotated[int, Bounds(ge=0.5)]).text.endswith("ge=0.5]")
    assert shape_of(Annotated[int, Bounds(ge=Decimal("0.5"))]).text.endswith("ge=Decimal('0.5')]")
    assert LiteralShape((1,)) != LiteralShape((True,))


def test_maybe_is_told_apart() -> None:
    assert is_maybe(Maybe[int])
    assert is_maybe(Annotated[Maybe[int], Bounds(ge=1)])
    assert is_maybe(Late)
    assert not is_maybe(int | None)
    assert not is_maybe(Annotated[int, Bounds(ge=1)])
    assert not is_maybe(list[Maybe[int]])


def test_an_annotation_that_cannot_be_hashed() -> None:
    assert shape_of(Annotated[int, ["a list"]]).text == "int"
    assert shape_of(Annotated[int, Check(even, by=2), []]).accepts(4)


def test_kinds_of_classes() -> None:
    assert isinstance(shape_of(FixedBox), RecordShape)
    assert shape_of(Model) == RecordShape("model", Model)
    assert isinstance(shape_of(BaseModel), ClassShape)
    assert isinstance(shape_of(abc.Callable), ClassShape)
    assert isinstance(shape_of(pydantic.SecretStr), ClassShape)
