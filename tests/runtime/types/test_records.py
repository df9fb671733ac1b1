"""Dataclasses, NamedTuples, TypedDicts and pydantic models."""

import functools
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pydantic
import pytest
from pydantic import BaseModel, RootModel

from dagcompile.runtime.types import (
    FieldShape,
    RecordShape,
    Undecodable,
    Unencodable,
    UnsupportedType,
    Violation,
    shape_of,
)
from tests.runtime.types import deferred
from tests.runtime.types.samples import (
    Colour,
    IntBox,
    Loose,
    Model,
    Node,
    Open,
    Order,
    Paid,
    Pair,
    Pixel,
    Row,
    entry,
    fingerprint,
)


def through(annotation: Any, value: Any) -> Any:
    """`value`, encoded, written, read and decoded."""
    shape = shape_of(annotation)
    return shape.decode(json.loads(json.dumps(shape.encode(value), allow_nan=False)))


def record(annotation: Any) -> RecordShape:
    shape = shape_of(annotation)
    assert isinstance(shape, RecordShape)
    return shape


class Tags(RootModel[list[str]]):
    pass


@pydantic.dataclasses.dataclass
class Checked:
    size: int = pydantic.Field(ge=0)


@dataclass
class Eager:
    size: int
    double: int = field(init=False)

    def __post_init__(self) -> None:
        self.double = self.size * 2
        self.words = {"size": self.size}

    @functools.cached_property
    def handle(self) -> object:
        return object()


@dataclass(slots=True)
class Slotted:
    size: int


class MoreSlots(Slotted):
    __slots__ = ("__hidden", "more")

    def __init__(self) -> None:
        self.size, self.more, self.__hidden = 1, {2}, b"3"

    @property
    def hidden(self) -> bytes:
        return self.__hidden


@dataclass
class Trouble(Exception):
    reason: str


@dataclass
class Unsupported:
    rows: "type[int]"


ACCEPTED: list[tuple[Any, list[Any], list[Any]]] = [
    (Node, [Node(1), Node(1, Node(2))], [Node("a"), Node(1, Node("b")), {"value": 1}, None]),  # type: ignore[arg-type]
    (Order, [Order([]), Paid([])], [Order([1]), Order(None)]),  # type: ignore[list-item, arg-type]
    (Pair, [Pair(1), Pixel(1), Loose(1, "a")], [(1, None), Pair("a"), Pair(1, 2)]),  # type: ignore[arg-type]
    (Pair, [], [Loose(), Loose(1), Loose(1, "a", 2)]),
    (
        Row,
        [{"key": "a"}, {"key": "a", "size": 1}],
        [{}, {"key": 1}, {"key": "a", "size": "b"}, {"key": "a", "other": 1}, [("key", "a")]],
    ),
    (
        Model,
        [Model(name="a"), Model(name="a", inner=Model(name="b"))],
        [Model.model_construct(name=""), Model.model_construct(name=1), Model.model_construct()],
    ),
    (Open, [Open(), Open(size=1, other=object())], [Open.model_construct(size=-1)]),  # type: ignore[call-arg]
    (Tags, [Tags(["a"])], [Tags.model_construct([1]), ["a"]]),  # type: ignore[list-item]
    (Checked, [Checked(1)], []),
    (IntBox, [IntBox(1, [2])], [IntBox("a", []), IntBox(1, ["b"])]),  # type: ignore[arg-type, list-item]
]


@pytest.mark.parametrize(("annotation", "fine", "wrong"), ACCEPTED)
def test_the_accept_set(annotation: Any, fine: list[Any], wrong: list[Any]) -> None:
    shape = shape_of(annotation)
    assert [value for value in fine if not shape.accepts(value)] == []
    assert [value for value in wrong if shape.accepts(value)] == []
    assert all(list(shape.violations(value)) for value in wrong)


def test_a_stored_field_is_checked_and_not_validated_anew() -> None:
    model = Model(name="a")
    model.name = 3  # type: ignore[assignment]
    [found] = shape_of(Model).violations(model)
    assert found == Violation(".name", "str", "int", "3")
    checked = Checked(1)
    checked.size = "x"  # type: ignore[assignment]
    assert not shape_of(Checked).accepts(checked)


def test_a_field_that_is_not_stored_is_named() -> None:
    bare = object.__new__(Node)
    found = [(item.path, item.got) for item in shape_of(Node).violations(bare)]
    assert found == [(".value", "missing"), (".labels", "missing")]  # next has a default
    assert [item.path for item in shape_of(Row).violations({"a\n": 1})] == ['["key"]', '["a\\n"]']
    [missing] = shape_of(Slotted).violations(object.__new__(Slotted))
    assert (missing.path, missing.expected, missing.got) == (".size", "int", "missing")
    with pytest.raises(Unencodable) as caught:
        shape_of(Slotted).encode(object.__new__(Slotted))
    assert caught.value.path == ".size"


def test_fields_in_order() -> None:
    assert [item.name for item in record(Paid).fields] == ["lines", "note", "by"]
    assert record(Row).fields == (
        FieldShape("key", shape_of(str)),
        FieldShape("size", shape_of(float), required=False),
    )
    assert record(Open).fields[0].shape.text == "Annotated[int, ge=0]"
    assert [item.shape.text for item in record(IntBox).fields] == ["int", "list[int]"]


def test_names_in_quotes() -> None:
    tree = record(deferred.Tree)
    texts = [item.shape.text for item in tree.fields]
    assert texts == ["str", f"list[{tree.text}]", "Annotated[int, ge=0]"]
    assert [item.maybe for item in record(deferred.Split).fields] == [False, True]
    required = {item.name: item.required for item in record(deferred.Looser).fields}
    assert required == {"name": True, "depth": False, "width": False}
    assert record(deferred.Later).fields[0].shape.text == f"{deferred.__name__}.After | None"


def test_a_name_for_type_checkers_only_is_refused_when_its_field_is_needed() -> None:
    shape = record(deferred.Broken)
    with pytest.raises(UnsupportedType, match=r"field `price` of .*\.Broken`.*TYPE_CHECKING"):
        _ = shape.fields
    assert "TYPE_CHECKING" in str(shape.obstacle())


def test_an_unsupported_field_is_named() -> None:
    with pytest.raises(UnsupportedType, match=r"field `rows` of .*Unsupported`.*write type"):
        shape_of(list[Unsupported]).accepts([Unsupported(int)])


def test_a_record_of_its_own_function_is_guarded_but_does_not_travel() -> None:
    @dataclass
    class Local:
        other: "Local | None" = None

    assert shape_of(Local).accepts(Local(Local()))
    assert not shape_of(Local).accepts(Local(Local(3)))  # type: ignore[arg-type]
    assert "inside a function" in str(shape_of(list[Local]).obstacle())


def test_what_stands_in_the_way_of_encoding() -> None:
    assert shape_of(Node).obstacle() is None
    assert shape_of(dict[str, Model | None]).obstacle() is None
    assert "built on `Exception`" in str(shape_of(Trouble).obstacle())
    main = type("Row", (), {"__module__": "__main__", "__annotations__": {"a": int}})
    assert "`__main__`" in str(shape_of(dataclass(main)).obstacle())

    @dataclass
    class Holder:
        odd: complex

    Holder.__qualname__ = "Holder"
    globals()["Holder"] = Holder
    try:
        reason = shape_of(tuple[int, Holder]).obstacle()
    finally:
        del globals()["Holder"]
    assert reason is not None
    assert reason.startswith(f"field `odd` of `{__name__}.Holder`: `complex` has no")


def test_a_dataclass_comes_back_without_its_init() -> None:
    value = entry(Decimal("1.50"), date(2024, 1, 1), 3)  # its __post_init__ raises
    assert fingerprint(through(type(value), value)) == fingerprint(value)


def test_attributes_beyond_the_fields_travel_and_cached_ones_do_not() -> None:
    value = Eager(2)
    _ = value.handle
    back = through(Eager, value)
    assert (back, back.double, back.words) == (value, 4, {"size": 2})
    assert "handle" not in vars(back)
    slotted = through(MoreSlots, MoreSlots())
    assert (slotted.size, slotted.more, slotted.hidden) == (1, {2}, b"3")


def test_a_subclass_keeps_its_class() -> None:
    encoded = shape_of(Order).encode(Paid([], None, Colour.BLUE))
    assert encoded == {
        "class": "tests.runtime.types.samples:Paid",
        "lines": [],
        "note": None,
        "by": "BLUE",
    }
    assert through(Order, Paid([], None, Colour.BLUE)) == Paid([], None, Colour.BLUE)
    assert type(through(Pair, Pixel(1, "a"))) is Pixel


def test_a_model_keeps_what_was_set_extra_and_private() -> None:
    value = Open(other={1: 2.0})  # type: ignore[call-arg]
    value._secret.add(9)
    back = through(Open, value)
    assert back == value
    assert back.__pydantic_fields_set__ == {"other"}
    assert back._secret == {1, 2, 9}
    assert through(Model, Model(name="a")).model_fields_set == {"name"}
    unchecked = Model.model_construct(name="a", scores={1: float("nan")})
    assert fingerprint(through(Model, unchecked)) == fingerprint(unchecked)
    assert through(Tags, Tags(["a"])) == Tags(["a"])


def test_json_forms_are_plain() -> None:
    assert shape_of(Node).encode(Node(1)) == {"value": 1, "next": None, "labels": []} | {
        "labels": []
    }
    assert shape_of(Pair).encode(Pair(1, "a")) == [1, "a"]
    assert shape_of(Row).encode({"size": 1.0, "key": "a"}) == {"key": "a", "size": 1.0}
    assert shape_of(Model).encode(Model(name="a", scores={2: 1.5}, inner=None)) == {
        "name": "a",
        "scores": [[2, 1.5]],
        "inner": None,
    }


UNREADABLE: list[tuple[Any, Any, str]] = [
    (Node, [], "is not the json form"),
    (Node, {"value": "a", "next": None, "labels": {}}, ".value"),
    (Node, {"value": 1, "labels": {}}, ".next: missing"),
    (Node, {"value": 1, "next": None, "labels": {}, "more": 1}, "no such field"),
    (Node, {"class": "nowhere.at.all:Node"}, "cannot be imported"),
    (Node, {"class": "json:Nothing"}, "is not a class"),
    (Node, {"class": "json"}, "import path"),
    (Node, {"class": ".:a"}, "cannot be imported"),
    (Node, {"class": "tests.runtime.types.samples:Pair", "items": [1, "a"]}, "is not a"),
    (Node, {"value": 1, "next": None, "labels": {}, "with": 3}, "is not the json form"),
    (Node, {"value": 1, "next": None, "labels": {}, "with": {"odd": 1}}, "beside its fields"),
    (Pair, [1], "is not the json form"),
    (Pair, {"left": 1, "right": None}, "is not the json form"),
    (Row, {"key": "a", "other": 1}, "no such field"),
    (Model, {"name": "a", "scores": [], "inner": None, "with": {"set": 3}}, "is not the json"),
]


@pytest.mark.parametrize(
    ("annotation", "data", "reason"), UNREADABLE, ids=lambda item: str(item)[:60]
)
def test_unreadable_data_is_refused(annotation: Any, data: Any, reason: str) -> None:
    with pytest.raises(Undecodable) as caught:
        shape_of(annotation).decode(data)
    assert reason in str(caught.value)


def test_a_value_that_holds_itself_is_refused() -> None:
    node = Node(1)
    node.next = node
    with pytest.raises(Unencodable, match="holds itself"):
        shape_of(Node).encode(node)


def test_a_record_of_another_class_is_refused() -> None:
    with pytest.raises(Unencodable, match="expected"):
        shape_of(Node).encode({"value": 1})
    with pytest.raises(Unencodable, match="no such key"):
        shape_of(Row).encode({"key": "a", "other": 1})


def test_base_model_itself_is_a_class() -> None:
    assert shape_of(BaseModel).accepts(Model(name="a"))


def test_a_named_tuple_of_another_length_is_told_of_by_its_length() -> None:
    [found] = shape_of(Pair).violations(Loose(1, "a", 2), "pair")
    assert (found.path, found.got) == ("pair", "tuple of length 3")
    with pytest.raises(Unencodable, match=r"a `.*Pair` that holds 3 items, not 2"):
        shape_of(Pair).encode(Loose(1, "a", 2))
