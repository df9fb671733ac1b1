"""Types are named shortly, and never two by one name."""

from irs import described

from dagcompile.drawing.typenames import TypeNames
from dagcompile.ir.records import (
    CheckDef,
    ClassType,
    Collection,
    DictType,
    Docs,
    EnumType,
    RecordType,
    Ref,
    Refined,
    Scalar,
    TupleType,
    Type,
    Union,
)

ORIGIN = Ref(module="app.pipelines", name="daily")
ROW = RecordType(form="dataclass", ref=Ref(module="app.ops", name="Row"))
TYPES: dict[str, Type] = {
    "app.ops.Row": ROW,
    "app.ops.Kind": EnumType(ref=Ref(module="app.ops", name="Kind"), members=("a",)),
    "list[app.ops.Row]": Collection(type="list", item="app.ops.Row"),
    "tuple[app.ops.Row]": TupleType(items=("app.ops.Row",)),
    "dict[app.ops.Kind, list[app.ops.Row]]": DictType(
        key="app.ops.Kind", value="list[app.ops.Row]"
    ),
    "app.ops.Row | None": Union(members=("app.ops.Row", "None")),
    "None": Scalar(name="None"),
    "int": Scalar(name="int"),
    "Annotated[int, ge=1]": Refined(
        base="int", checks=(CheckDef(name="ge", params=(("value", 1),)),)
    ),
    **described("Literal['a.b.C']"),
}


def test_classes_lose_their_modules_at_any_depth() -> None:
    name = TypeNames(TYPES, Docs(origin=ORIGIN))
    assert [name(key) for key in TYPES] == [
        "Row",
        "Kind",
        "list[Row]",
        "tuple[Row]",
        "dict[Kind, list[Row]]",
        "Row | None",
        "None",
        "int",
        "Annotated[int, ge=1]",
        "Literal['a.b.C']",
        *(key for key in list(TYPES)[10:]),
    ]


def test_classes_of_one_name_keep_theirs() -> None:
    other = ClassType(ref=Ref(module="app.more", name="Row"))
    name = TypeNames({**TYPES, "app.more.Row": other}, Docs(origin=ORIGIN))
    assert name("list[app.ops.Row]") == "list[app.ops.Row]"
    assert name("app.more.Row") == "app.more.Row"
    assert name("app.ops.Kind") == "Kind"


def test_the_authors_own_name_of_a_type_is_taken() -> None:
    aliases = (("Annotated[int, ge=1]", Ref(module="app.ops", name="Top")),)
    assert TypeNames(TYPES, Docs(origin=ORIGIN, aliases=aliases))("Annotated[int, ge=1]") == "Top"


def test_a_type_that_no_table_has_is_named_in_full() -> None:
    assert TypeNames({}, Docs(origin=ORIGIN))("app.ops.Row") == "app.ops.Row"
