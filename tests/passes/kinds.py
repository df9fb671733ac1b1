"""Types of every family with values for them, and the relation over all of them."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, IntFlag, StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, NotRequired, TypedDict
from uuid import UUID

from pydantic import BaseModel

from dagcompile.authoring.types import describe
from dagcompile.ir.records import Type, TypeKey
from dagcompile.runtime.types import Bounds, Check, shape_of
from dagcompile.runtime.types.records import RecordShape
from tests.passes import frame_kinds


class Colour(Enum):
    RED = 1
    BLUE = 2


class Word(StrEnum):
    ONE = "a"
    TWO = "b"


class Level(IntEnum):
    LOW = 1


class Access(IntFlag):
    READ = 1
    WRITE = 2


class Day(date, Enum):
    LEAP = 2024, 2, 29


class Couple(tuple[int, int], Enum):  # noqa: SLOT001
    ONES = (1, 1)


class Bare(Enum):
    """Has no members, so that others may derive from it."""


class Filled(Bare):
    X = 1


@dataclass
class Row:
    amount: int
    note: str | None = None


@dataclass
class LateRow(Row):
    late: bool = False


@dataclass
class FloatRow(Row):
    amount: float  # type: ignore[assignment]


@dataclass
class Twin:
    amount: int
    note: str | None = None


@dataclass
class RowTwin(Row, Twin):
    """Why two classes that are unrelated may have a value in common."""


@dataclass(slots=True)
class Node:
    value: int
    next: "Node | None" = None


@dataclass
class Tree:
    value: float
    children: list["Tree"] = field(default_factory=list)


class Pair(NamedTuple):
    left: int
    right: str


class Pixel(Pair):
    """Derives from a NamedTuple."""


class Loose(TypedDict):
    a: float
    b: NotRequired[str]


class Tight(TypedDict):
    a: int


class Wide(TypedDict):
    a: int
    b: str


class Optional(TypedDict, total=False):
    a: str


class Odd(TypedDict("Odd", {"\ud800": int, "it's": str})):
    """Keys that are no identifiers, one of them no Unicode."""


class Model(BaseModel):
    size: int


class BigModel(Model):
    name: str


class Service:
    pass


class Database(Service):
    pass


class Metres(int):
    pass


class Ratio(float):
    pass


class Name(str):
    __slots__ = ()


class Holiday(date):
    pass


class Instant(datetime):
    pass


class HolidayInstant(Holiday, datetime):
    """Why a subclass of date cannot be proven a date."""


class Rows(list[Any]):
    pass


class Metered(Service, int):
    """Why a plain class and an int may have a value in common."""


class MeasuredDatabase(Database, Rows):
    pass


def even(value: int) -> bool:
    return value % 2 == 0


def noted(value: Row) -> bool:
    return value.note is not None


def above(value: int, *, limit: int) -> bool:
    return value > limit


Positive = Annotated[int, Bounds(gt=0)]
Even = Annotated[int, Check(even)]
EvenPositive = Annotated[int, Check(even), Bounds(gt=0)]
Above = Annotated[int, Check(above, limit=1)]
AboveTrue = Annotated[int, Check(above, limit=True)]

LEAVES: list[Any] = [
    Any, None, bool, int, float, str, bytes, date, datetime, time, timedelta, Decimal, UUID, Path,
    Literal["a"], Literal["a", "b"], Literal[1], Literal[1, True], Literal[True, False],
    Literal[Colour.RED], Literal[Colour.RED, Colour.BLUE], Literal[Word.ONE], Literal["a", 1, b"x"],
    Colour, Word, Level, Access, Day, Couple, Bare, Filled,
    Row, LateRow, FloatRow, Twin, Node, Tree, Pair, Pixel, Loose, Tight, Wide, Optional, Odd,
    Model, BigModel,
    Service, Database, Metres, Ratio, Name, Holiday, Instant, Rows, OrderedDict, Metered,
    Positive, Even, EvenPositive, Above, AboveTrue,
    *frame_kinds.PLAIN, frame_kinds.Loaded,
]  # fmt: skip

TYPES: list[Any] = [
    *LEAVES,
    list,
    list[int],
    list[float],
    list[str],
    list[bool],
    list[Row],
    list[LateRow],
    list[list[int]],
    list[int | str],
    list[Positive],
    set[int],
    set[float],
    frozenset[int],
    frozenset[str],
    tuple[int, ...],
    tuple[float, ...],
    tuple[str, ...],
    tuple[int, str],
    tuple[int, int],
    tuple[float, float],
    tuple[()],
    tuple[Any, ...],
    tuple[int],
    tuple[bool | int, str],
    dict,
    dict[str, int],
    dict[str, float],
    dict[str, str],
    dict[int, str],
    dict[str, Any],
    dict[Literal["a"], int],
    dict[Word, int],
    dict[str, int | str],
    dict[str, Row],
    dict[Colour, int],
    int | None,
    int | str,
    int | float,
    float | None,
    str | None,
    int | str | None,
    bool | int,
    Row | None,
    Row | Twin,
    list[int] | None,
    list[int] | list[str],
    Word | Colour,
    Positive | None,
    Annotated[int | None, Bounds(gt=0)],
    Annotated[int | str, Check(even)],
    Annotated[bool, Check(even)],
    Literal["a"] | int,
    Literal[True] | None,
    Loose | Tight,
    Annotated[list[int], Bounds(min_length=1)],
    Annotated[Row, Check(noted)],
    Annotated[list[Even], Bounds(min_length=1)],
    *frame_kinds.TYPES,
]


def ill(cls: Any, *args: Any, **fields: Any) -> Any:
    """An instance whose fields are not what its class says, which a type checker would refuse."""
    return cls(*args, **fields)


VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    1,
    2,
    3,
    -1,
    0.5,
    1.0,
    float("nan"),
    float("inf"),
    -0.0,
    2**53 + 1,
    "\ud800",
    "",
    "a",
    "b",
    "x",
    b"x",
    date(2024, 1, 1),
    datetime(2024, 1, 1, tzinfo=UTC),
    time(1),
    timedelta(1),
    Decimal("1.5"),
    UUID(int=1),
    Path("x"),
    Colour.RED,
    Colour.BLUE,
    Word.ONE,
    Word.TWO,
    Level.LOW,
    Access.READ,
    Access.READ | Access.WRITE,
    Day.LEAP,
    Couple.ONES,
    Filled.X,
    Row(1),
    Row(2, "n"),
    ill(Row, "x"),
    ill(Row, 0.5),
    LateRow(1),
    ill(LateRow, 0.5),
    ill(LateRow, 1, late=None),
    FloatRow(1),
    FloatRow(0.5),
    ill(FloatRow, "x"),
    Twin(1),
    RowTwin(1),
    Node(1),
    Node(1, Node(2)),
    ill(Node, 1, 2),
    ill(Node, "x"),
    Tree(1),
    Tree(1.5, [Tree(2)]),
    Tree(1, [ill(Tree, "x")]),
    ill(Tree, 1, [1]),
    Pair(1, "a"),
    ill(Pair, "a", "b"),
    Pixel(1, "a"),
    ill(Pixel, 1, 2),
    ill(Pair, 1, 1),
    {},
    {"a": 1},
    {"a": 0.5},
    {"a": "x"},
    {"a": 1, "b": "x"},
    {"\ud800": 1, "it's": "x"},
    {"\ud800": "x", "it's": "x"},
    {"a": 0.5, "b": "x"},
    {"b": "x"},
    {"a": 1, "c": 1},
    {"x": 1},
    {1: "x"},
    {1: 1},
    {Word.ONE: 1},
    {Colour.RED: 1},
    {"x": Row(1)},
    OrderedDict(a=1),
    OrderedDict(),
    {"a": True},
    {Word.ONE: 0.5},
    Model(size=1),
    BigModel(size=1, name="x"),
    Model.model_construct(size="x"),
    BigModel.model_construct(size=1),
    BigModel.model_construct(size="x", name="x"),
    Service(),
    Database(),
    Metres(1),
    Metres(2),
    Ratio(0.5),
    Name("a"),
    Holiday(2024, 1, 1),
    Instant(2024, 1, 1),
    HolidayInstant(2024, 1, 1),
    Rows(),
    Rows([1]),
    Rows(["a"]),
    Metered(2),
    MeasuredDatabase([1]),
    object(),
    int,
    even,
    4,
    10**30,
    [],
    [1],
    [1, 2],
    [0.5],
    ["a"],
    [True],
    [None],
    [[1]],
    [Row(1)],
    [LateRow(1)],
    [ill(Row, "x")],
    [1, "a"],
    [2],
    [-1],
    [[]],
    [Metres(1)],
    set(),
    {1},
    {0.5},
    {"a"},
    frozenset(),
    frozenset({1}),
    frozenset({"a"}),
    (),
    (1,),
    (1, "a"),
    (1, 2),
    (0.5, 1.5),
    ("a",),
    (True, "a"),
    ("a", "b"),
    (1, 2, 3),
    (None,),
    *frame_kinds.VALUES,
]


def key_of(annotation: Any) -> TypeKey:
    return shape_of(annotation).text


def is_record(annotation: Any) -> bool:
    return isinstance(shape_of(annotation), RecordShape)


def table_of(annotations: list[Any]) -> dict[TypeKey, Type]:
    table: dict[TypeKey, Type] = {}
    for each in annotations:
        describe(shape_of(each), table)
    return table


def accepted(annotation: Any) -> frozenset[int]:
    """Indices of the values that belong to a type; a check that crashes lets nothing through."""
    shape = shape_of(annotation)
    found: set[int] = set()
    for at, value in enumerate(VALUES):
        try:
            if shape.accepts(value):
                found.add(at)
        except RuntimeError:
            continue
    return frozenset(found)
