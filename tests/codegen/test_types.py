"""Annotations: what is written is what the type is."""

import pytest

from dagcompile.codegen.imports import Imports
from dagcompile.codegen.layout import layout
from dagcompile.codegen.types import TypeWriter
from dagcompile.ir.records import (
    AnyType,
    CheckDef,
    ClassType,
    Collection,
    DictType,
    EnumType,
    LiteralType,
    Member,
    RecordType,
    Ref,
    Refined,
    Scalar,
    Text,
    TupleType,
    Type,
    Union,
)


def ref(name: str) -> Ref:
    return Ref(module="app.contracts", name=name)


EVEN = Ref(module="app.checks", name="even")
SCALARS = [
    "None",
    "bool",
    "int",
    "float",
    "str",
    "bytes",
    "date",
    "datetime",
    "time",
    "timedelta",
    "Decimal",
    "UUID",
    "Path",
]
TYPES: dict[str, Type] = {
    **{name: Scalar(name=name) for name in SCALARS},
    "Any": AnyType(),
    "Row": RecordType(form="dataclass", ref=ref("Row")),
    "Inner": ClassType(ref=ref("Outer.Inner")),
    "complex": ClassType(ref=Ref(module="builtins", name="complex")),
    "Color": EnumType(ref=ref("Color"), members=("RED",)),
    "rows": Collection(type="list", item="Row"),
    "ints": Collection(type="tuple", item="int"),
    "pair": TupleType(items=("int", "Row")),
    "empty": TupleType(),
    "amounts": DictType(key="int", value="Decimal"),
    "maybe": Union(members=("Decimal", "None")),
    "list of maybe": Collection(type="frozenset", item="maybe"),
    "wide": Union(members=("maybe", "rows")),
    "choice": LiteralType(
        values=(
            "a",
            1,
            None,
            Member(enum=ref("Color"), name="RED"),
            Text(type="bytes", text="AA=="),
        )
    ),
    "refined": Refined(
        base="int",
        checks=(
            CheckDef(name="ge", params=(("value", 1),)),
            CheckDef(name="app.checks.even", ref=EVEN, params=(("by", 2),)),
            CheckDef(name="lt", params=(("value", 9),)),
            CheckDef(name="evenly", ref=EVEN),
            CheckDef(name="app.checks.even", ref=EVEN, params=(("class", 2),)),
        ),
    ),
    "twice": Refined(
        base="int",
        checks=(
            CheckDef(name="ge", params=(("value", 1),)),
            CheckDef(name="ge", params=(("value", 2),)),
        ),
    ),
}


def shown(key: str, *, maybe: bool = False, aliases: tuple[tuple[str, Ref], ...] = ()) -> str:
    expr = TypeWriter(TYPES, aliases).write(key, maybe=maybe)
    return layout(expr, Imports([expr]))


@pytest.mark.parametrize("name", [*SCALARS, "Any"])
def test_scalars_go_by_their_names(name: str) -> None:
    assert shown(name) == name


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("Row", "contracts.Row"),
        ("Inner", "contracts.Outer.Inner"),
        ("complex", "complex"),
        ("Color", "contracts.Color"),
        ("rows", "list[contracts.Row]"),
        ("ints", "tuple[int, ...]"),
        ("pair", "tuple[int, contracts.Row]"),
        ("empty", "tuple[()]"),
        ("amounts", "dict[int, Decimal]"),
        ("maybe", "Decimal | None"),
        ("list of maybe", "frozenset[Decimal | None]"),
        ("wide", "Decimal | None | list[contracts.Row]"),
        ("choice", 'Literal["a", 1, None, contracts.Color.RED, b"\\x00"]'),
        ("twice", "Annotated[int, Bounds(ge=1), Bounds(ge=2)]"),
    ],
)
def test_how_types_are_written(key: str, text: str) -> None:
    assert shown(key) == text


def test_bounds_are_one_and_checks_keep_their_names_and_parameters() -> None:
    assert " ".join(shown("refined").split()) == (
        "Annotated[ int, Bounds(ge=1, lt=9), Check(checks.even, by=2),"
        ' Check(checks.even, name="evenly"), Check(checks.even, **{"class": 2}), ]'
    )


def test_a_name_of_the_author_is_used_wherever_its_type_stands() -> None:
    aliases = (("maybe", ref("Amount")),)
    assert shown("maybe", aliases=aliases) == "contracts.Amount"
    assert shown("list of maybe", aliases=aliases) == "frozenset[contracts.Amount]"


def test_an_output_that_may_be_withheld() -> None:
    assert shown("rows", maybe=True) == "Maybe[list[contracts.Row]]"


def test_a_type_that_is_not_in_the_table_has_no_text() -> None:
    with pytest.raises(KeyError):
        shown("unknown")
