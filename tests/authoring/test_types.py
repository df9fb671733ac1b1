"""Shapes enter the type table of the IR under their own text, with all their parts."""

from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypedDict, TypeVar

import pytest
from wired.contracts import Row, Rows, whole

from dagcompile import Bounds, Check
from dagcompile.authoring.types import NotImportable, Table, describe
from dagcompile.ir import records as ir
from dagcompile.ir.text import type_text
from dagcompile.runtime.types import shape_of

T = TypeVar("T")
HERE = __name__


class Colour(Enum):
    """A plain enumeration."""

    RED = 1
    BLUE = 2
    AZURE = 2  # noqa: PIE796  (an alias)


class Name(StrEnum):
    """Members that are text."""

    A = "a"


class Number(IntEnum):
    """Members that are numbers."""

    ONE = 1


class Point(NamedTuple):
    """A NamedTuple."""

    x: int
    y: float = 0.0


class Options(TypedDict, total=False):
    """A TypedDict."""

    name: str


class Named(Options, total=False):
    """Another, which extends it."""

    size: int


@dataclass
class Base(Generic[T]):
    """A base that is generic."""

    value: T


@dataclass
class Tree(Base[int]):
    """Holds itself."""

    children: "list[Tree]"


class Plain:
    """A class of which nothing is known."""

    def method(self) -> bool:
        return True


class Derived(Plain, ValueError):
    """Its ancestors are named."""


def ref(name: str, module: str = HERE) -> ir.Ref:
    return ir.Ref(module=module, name=name)


def table(annotation: object) -> Table:
    entries: Table = {}
    describe(shape_of(annotation), entries)
    return entries


def described(annotation: object) -> ir.Type:
    entries: Table = {}
    return entries[describe(shape_of(annotation), entries)]


@pytest.mark.parametrize(
    ("annotation", "type_"),
    [
        (Any, ir.AnyType()),
        (None, ir.Scalar(name="None")),
        (bool, ir.Scalar(name="bool")),
        (
            Literal["b", "a", 1, Colour.RED],
            ir.LiteralType(values=("a", "b", 1, ir.Member(enum=ref("Colour"), name="RED"))),
        ),
        (Colour, ir.EnumType(ref=ref("Colour"), members=("RED", "BLUE", "AZURE"))),
        (Name, ir.EnumType(ref=ref("Name"), members=("A",), mixin="str")),
        (Number, ir.EnumType(ref=ref("Number"), members=("ONE",), mixin="int")),
        (str | None | int, ir.Union(members=("int", "str", "None"))),
        (list[int], ir.Collection(type="list", item="int")),
        (frozenset[str], ir.Collection(type="frozenset", item="str")),
        (tuple[int, ...], ir.Collection(type="tuple", item="int")),
        (tuple[int, str], ir.TupleType(items=("int", "str"))),
        (tuple[()], ir.TupleType()),
        (dict[str, list[int]], ir.DictType(key="str", value="list[int]")),
        (
            Point,
            ir.RecordType(
                form="namedtuple",
                ref=ref("Point"),
                fields=(ir.Field(name="x", type="int"), ir.Field(name="y", type="float")),
                bases=(ref("tuple", "builtins"),),
            ),
        ),
        (
            Named,
            ir.RecordType(
                form="typeddict",
                ref=ref("Named"),
                fields=(
                    ir.Field(name="name", type="str", required=False),
                    ir.Field(name="size", type="int", required=False),
                ),
            ),
        ),
        (
            Tree,
            ir.RecordType(
                form="dataclass",
                ref=ref("Tree"),
                fields=(
                    ir.Field(name="value", type="int"),
                    ir.Field(name="children", type=f"list[{HERE}.Tree]"),
                ),
                bases=(ref("Base"),),
            ),
        ),
        (
            Derived,
            ir.ClassType(
                ref=ref("Derived"),
                bases=(
                    ref("Plain"),
                    ref("ValueError", "builtins"),
                    ref("Exception", "builtins"),
                    ref("BaseException", "builtins"),
                ),
            ),
        ),
        (
            Annotated[int, Bounds(ge=1, lt=5), Check(whole, name="full", by=2)],
            ir.Refined(
                base="int",
                checks=(
                    ir.CheckDef(name="ge", params=(("value", 1),)),
                    ir.CheckDef(name="lt", params=(("value", 5),)),
                    ir.CheckDef(
                        name="full",
                        ref=ref("whole", "wired.contracts"),
                        params=(("by", 2),),
                    ),
                ),
            ),
        ),
    ],
)
def test_types(annotation: object, type_: ir.Type) -> None:
    assert described(annotation) == type_


def test_all_parts_are_in_the_table() -> None:
    assert sorted(table(dict[str, Rows | None])) == [
        "Annotated[list[wired.contracts.Row], wired.contracts.not_empty]",
        "Annotated[list[wired.contracts.Row], wired.contracts.not_empty] | None",
        "None",
        "dict[str, Annotated[list[wired.contracts.Row], wired.contracts.not_empty] | None]",
        "int",
        "list[wired.contracts.Row]",
        "str",
        "wired.contracts.Row",
    ]


@pytest.mark.parametrize("annotation", [Tree, Named, Rows, Literal[1, "a"], Colour | None, Derived])
def test_keys_are_the_canonical_texts(annotation: object) -> None:
    for key, type_ in table(annotation).items():
        assert type_text(type_) == key


def test_a_class_inside_a_function_is_not_importable() -> None:
    @dataclass
    class Local:
        row: Row

    with pytest.raises(NotImportable) as raised:
        describe(shape_of(list[Local]), {})
    assert raised.value.name.endswith("Local")
    assert "defined inside" in raised.value.obstacle.reason


@pytest.mark.parametrize("check", [lambda value: True, Plain().method])
def test_a_check_without_a_name_is_not_importable(check: Any) -> None:
    with pytest.raises(NotImportable):
        describe(shape_of(Annotated[int, Check(check)]), {})
