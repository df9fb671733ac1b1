"""The text of a type is what the run time calls it."""

from typing import Annotated, Any, Literal

import pytest

from dagcompile.authoring.types import describe
from dagcompile.ir.records import (
    Instance,
    Mapping,
    Member,
    Ref,
    Sequence,
    Symbol,
    Text,
    Type,
    Value,
)
from dagcompile.ir.text import type_text, value_text
from dagcompile.runtime.types import Bounds, Check, shape_of
from tests.passes.kinds import Colour, above, even

COLOUR = Ref(module="app", name="Colour")


@pytest.mark.parametrize(
    "annotation",
    [
        Literal["é", 'quo"te', 1, True, b"\0", Colour.RED],
        Literal["b", "a"] | None,
        Annotated[int, Bounds(ge=1, multiple_of=2)],
        Annotated[str, Bounds(pattern="^é$", min_length=1)],
        Annotated[int, Check(even), Check(above, limit=3)],
        Annotated[int, Check(even, name="é"), Check(above, name='"', limit=3)],
        Annotated[list[int] | None, Bounds(max_length=3)],
        Annotated[float, Bounds(lt=0.5)],
        tuple[()],
        tuple[int, ...],
        dict[str, Any] | list[None] | None,
    ],
    ids=str,
)
def test_it_is_the_text_of_the_shape(annotation: Any) -> None:
    table: dict[str, Type] = {}
    key = describe(shape_of(annotation), table)
    assert key == shape_of(annotation).text
    assert {type_text(each) for each in table.values()} == set(table)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        (True, "True"),
        (-0.0, "-0.0"),
        ("it's é\n", '"it\'s \\xe9\\n"'),
        (Text(type="float", text="nan"), "nan"),
        (Text(type="bytes", text="eA=="), "b'x'"),
        (Text(type="decimal", text="1.50"), "Decimal('1.50')"),
        (Text(type="date", text="2024-01-02"), "datetime.date(2024, 1, 2)"),
        (Text(type="date", text="never"), "date('never')"),
        (Sequence(type="list", items=(1, 2)), "[1, 2]"),
        (Sequence(type="tuple", items=(1,)), "(1,)"),
        (Sequence(type="tuple"), "()"),
        (Sequence(type="set", items=(2, 1)), "{1, 2}"),
        (Sequence(type="set"), "set()"),
        (Sequence(type="frozenset", items=(1,)), "frozenset({1})"),
        (Sequence(type="frozenset"), "frozenset()"),
        (Mapping(items=(("a", 1), (2, None))), "{'a': 1, 2: None}"),
        (Member(enum=COLOUR, name="RED"), "app.Colour.RED"),
        (Instance(cls=COLOUR, fields=(("a", 1),)), "app.Colour(a=1)"),
        (Symbol(ref=Ref(module="builtins", name="int")), "int"),
    ],
)
def test_the_text_of_a_literal(value: Value, text: str) -> None:
    assert value_text(value) == text
