"""Shapes enter the type table of the IR under their own text, with all their parts."""

import sys
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, ClassVar, Generic, Literal, NamedTuple, TypedDict, TypeVar

import pandas as pd
import pandera.pandas as pa_pandas
import polars as pl
import pyarrow as pa
import pytest
from pandera.typing import DataFrame, Series
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


class Delays(pa_pandas.DataFrameModel):
    """A contract of frames."""

    delay: int = pa_pandas.Field(ge=-60, nullable=True)
    tail: Series[str] | None = pa_pandas.Field(unique=True)

    class Config:
        """What is asked of the frame as a whole."""

        strict = True
        unique: ClassVar = ["delay", "tail"]


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


def test_a_frame_enters_with_all_that_its_contract_asks() -> None:
    table: dict[str, ir.Type] = {}
    key = describe(shape_of(DataFrame[Delays]), table)
    assert key == f"pandera.typing.DataFrame[{HERE}.Delays]"
    low = ir.CheckDef(name="greater_than_or_equal_to", params=(("min_value", -60),))
    assert table == {
        key: ir.FrameType(
            library="pandas",
            ref=ir.Ref(module=HERE, name="Delays"),
            columns=(
                ir.Column(name="delay", dtype="int64", nullable=True, checks=(low,)),
                ir.Column(name="tail", dtype="str", told="rows", unique=True, required=False),
            ),
            strict=True,
            unique=("delay", "tail"),
        )
    }
    assert type_text(table[key]) == key


def test_classes_of_libraries_go_by_their_public_names() -> None:
    table: dict[str, ir.Type] = {}
    keys = [describe(shape_of(each), table) for each in (pd.DataFrame, pl.LazyFrame, pa.Table)]
    assert keys == ["pandas.DataFrame", "polars.LazyFrame", "pyarrow.Table"]
    assert [type_text(table[key]) for key in keys] == keys
    # Of what they derive from, nobody else knows.
    assert table["pandas.DataFrame"] == ir.ClassType(
        ref=ir.Ref(module="pandas", name="DataFrame"), bases=()
    )


@pytest.fixture
def stocked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module that takes a schema of pyarrow from another, which stands later in the alphabet."""
    schema = 'pa.schema([pa.field("stock_keeping_unit", pa.string())])'
    (tmp_path / "z_stock_contracts.py").write_text(f"import pyarrow as pa\nSTOCK = {schema}\n")
    (tmp_path / "a_stock_ops.py").write_text("from z_stock_contracts import STOCK\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("a_stock_ops", "z_stock_contracts"):  # out of sight of other tests again
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
        monkeypatch.delitem(sys.modules, name)
    return import_module("a_stock_ops")


def test_a_schema_of_pyarrow_is_found_where_it_is_defined(stocked: ModuleType) -> None:
    table: dict[str, ir.Type] = {}
    key = describe(shape_of(Annotated[pa.Table, stocked.STOCK]), table)
    frame = table[key]
    assert isinstance(frame, ir.FrameType)
    assert frame.ref == ir.Ref(module="z_stock_contracts", name="STOCK")


@pytest.mark.parametrize("name", ["__main__", "__mp_main__"])
def test_a_schema_has_no_name_in_what_python_runs(
    name: str, stocked: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = ModuleType(name)
    monkeypatch.setattr(running, "STOCK", stocked.STOCK, raising=False)
    monkeypatch.setitem(sys.modules, name, running)
    table: dict[str, ir.Type] = {}
    frame = table[describe(shape_of(Annotated[pa.Table, stocked.STOCK]), table)]
    assert isinstance(frame, ir.FrameType)
    assert frame.ref == ir.Ref(module="z_stock_contracts", name="STOCK")


def test_an_equal_schema_has_the_name_of_the_one_that_has_one(stocked: ModuleType) -> None:
    nameless = pa.schema(list(stocked.STOCK))
    table: dict[str, ir.Type] = {}
    key = describe(shape_of(Annotated[pa.Table, nameless]), table)
    frame = table[key]
    assert isinstance(frame, ir.FrameType)
    assert frame.ref == ir.Ref(module="z_stock_contracts", name="STOCK")
