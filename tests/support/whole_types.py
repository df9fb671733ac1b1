"""The types of the pipeline `whole`: every kind, with something said in every field."""

from dagcompile.ir.records import (
    AnyType,
    CheckDef,
    ClassType,
    Collection,
    Column,
    DictType,
    EnumType,
    FactType,
    Field,
    FrameType,
    LiteralType,
    RecordType,
    Ref,
    Refined,
    Scalar,
    TupleType,
    Type,
    Union,
)
from dagcompile.ir.text import type_text


def ref(name: str, module: str = "app.ops") -> Ref:
    return Ref(module=module, name=name)


SCALARS = [Scalar(name=name) for name in ("None", "bool", "date", "float", "int", "str")]
BASE = ref("Base", "app.models")
ROW = RecordType(
    form="dataclass",
    ref=ref("Row", "app.models"),
    fields=(
        Field(name="key", type="str"),
        Field(name="size", type="int"),
        Field(name="note", type="str", required=False),
    ),
    bases=(BASE, ref("Root", "app.models")),
)
SETTINGS = RecordType(
    form="model",
    ref=ref("Settings", "app.models"),
    fields=(Field(name="limit", type="int"), Field(name="how", type="app.models.How")),
    checked=True,
)
COLUMN = Column(
    name="hour",
    dtype="int64",
    checks=(
        CheckDef(name="in_range", params=(("max_value", 23), ("min_value", 0))),
        CheckDef(name="ge", params=(("value", 0),)),
    ),
)
FLIGHTS = FrameType(
    library="pandas",
    ref=ref("Flight", "app.models"),
    columns=(
        COLUMN,
        Column(name="tail", dtype="object", told="rows", nullable=True, unique=True),
        Column(name="x_.*", dtype="float64", regex=True, required=False),
    ),
    checks=(CheckDef(name="rising", params=(("by", "hour"),)),),
    strict=True,
    ordered=True,
    unique=("hour", "tail"),
    index=(Column(name="day", dtype="int64"), Column(name="part", dtype="int64")),
)
PLANE = FrameType(library="polars", ref=ref("Plane", "app.models"), columns=(Column(name="tail"),))
ROWS: tuple[Type, ...] = (
    *SCALARS,
    AnyType(),
    LiteralType(values=("fast", "slow")),
    EnumType(ref=ref("How", "app.models"), members=("ALL", "SOME"), mixin="str"),
    Union(members=("app.models.Row", "int", "None")),
    Collection(type="list", item="app.models.Row"),
    Collection(type="set", item="int"),
    TupleType(items=("int", "str")),
    DictType(key="str", value="int"),
    DictType(key="int", value="float"),
    ROW,
    SETTINGS,
    ClassType(ref=ref("Client", "app.models"), bases=(BASE, ref("Root", "app.models"))),
    FLIGHTS,
    PLANE,
    FactType(
        ref=ref("Image", "app.models"),
        bases=(BASE, ref("Root", "app.models")),
        facts=(("height", 3), ("width", 4)),
        checked=True,
        file=".png",
    ),
    Refined(
        base="int",
        checks=(
            CheckDef(name="ge", params=(("value", 0),)),
            CheckDef(
                name="app.checks.even", ref=ref("even", "app.checks"), params=(("by", 2), ("of", 3))
            ),
        ),
    ),
    Refined(base="str", name="Token", secret=True),
)
TABLE = {type_text(each): each for each in ROWS}
SMALL = next(key for key in TABLE if key.startswith("Annotated[int"))
PLANES = type_text(PLANE)
FRAME = type_text(FLIGHTS)
IMAGE = next(key for key in TABLE if "Image" in key)
