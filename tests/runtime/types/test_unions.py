"""Unions, literals, enumerations and plain classes."""

import enum
from typing import Annotated, Any, Literal, TypedDict

import pytest

from dagcompile import Bounds, Secret
from dagcompile.runtime.types import Undecodable, Unencodable, Violation, shape_of
from tests.runtime.types.samples import Access, Colour, Level, Node, Order, Paid, Word, fingerprint

PLAIN: list[tuple[Any, Any, Any]] = [
    (int | None, 1, 1),
    (int | None, None, None),
    (list[int] | None, [1], [1]),
    (Literal["a"] | None, "a", "a"),
    (int | str | None, None, None),
    (int | str, 1, {"type": "int", "value": 1}),
    (int | str, "1", {"type": "str", "value": "1"}),
    (bool | int, True, {"type": "bool", "value": True}),
    (int | float, 1, {"type": "int", "value": 1}),
    (int | float, 1.0, {"type": "float", "value": 1.0}),
    (list[float] | list[int], [1], {"type": "list[int]", "value": [1]}),
    (str | Word, Word.ONE, {"type": "tests.runtime.types.samples.Word", "value": "ONE"}),
    (
        dict[str, str] | dict[str, Word],
        {"a": "b"},
        {"type": "dict[str, str]", "value": [["a", "b"]]},
    ),
    (Colour, Colour.BLUE, "BLUE"),
    (Access, Access.READ, "READ"),
    (Access, Access.READ | Access.WRITE, 3),
    (Access, Access(0), 0),
    (Literal["a", 1, True], 1, 1),
    (Literal["a", 1, True], True, True),
    (Literal["RED", Colour.RED], Colour.RED, "tests.runtime.types.samples.Colour.RED"),
    (Literal["a", b"a"], b"a", "YQ=="),
]


@pytest.mark.parametrize(("annotation", "value", "data"), PLAIN, ids=str)
def test_the_json_form(annotation: Any, value: Any, data: Any) -> None:
    shape = shape_of(annotation)
    encoded = shape.encode(value)
    assert (encoded, type(encoded)) == (data, type(data))
    assert fingerprint(shape.decode(encoded)) == fingerprint(value)


def test_a_record_takes_the_branch_of_its_own_class() -> None:
    data = shape_of(Order | Paid).encode(Paid([]))
    assert isinstance(data, dict)
    assert data["type"] == "tests.runtime.types.samples.Paid"


def test_a_union_fails_as_a_whole() -> None:
    [found] = shape_of(list[int | str | None]).violations([1, 1.5, None])
    assert found == Violation("[1]", "int | str | None", "float", "1.5")


class Loose(TypedDict):
    a: int
    b: int


class Strict(TypedDict):
    a: str
    b: str
    c: str


def told(annotation: Any, value: object) -> list[tuple[str, str, str]]:
    found = shape_of(annotation).violations(value)
    return [(each.path, each.expected, each.value) for each in found]


def test_the_member_of_the_class_of_a_value_says_why_it_is_wrong() -> None:
    assert told(list[int] | None, [1, "a"]) == [("[1]", "int", "'a'")]
    assert told(str | dict[str, list[int]], {"a": [1.5]}) == [('["a"][0]', "int", "1.5")]
    assert told(Node | None, Node("a")) == [(".value", "int", "'a'")]  # type: ignore[arg-type]
    assert told(tuple[int, int] | None, (1,)) == [("", "tuple[int, int]", "(1,)")]
    assert told(Annotated[int, Bounds(ge=1)] | None, 0) == [("", "ge=1", "0")]
    assert told(Annotated[list[int] | None, Bounds(min_length=1)], ["a"]) == [("[0]", "int", "'a'")]
    # of the class of none
    assert told(list[int] | None, (1,)) == [("", "list[int] | None", "(1,)")]


def test_of_several_members_of_its_class_the_nearest_says_why() -> None:
    value = {"a": 1, "b": "x"}
    found = list(shape_of(Strict | Loose | None).violations(value))
    assert [(each.path, each.expected, each.value) for each in found] == [('["b"]', "int", "'x'")]
    [text] = {each.message for each in found}
    assert text == "judged as tests.runtime.types.test_unions.Loose, which it is nearest to"
    # the first of equals
    assert told(list[str] | list[int], ["a", 1]) == [("[0]", "int", "'a'")]
    assert told(Annotated[int, Bounds(ge=1)] | Annotated[int, Bounds(ge=0)], -1) == [
        ("", "ge=0", "-1")
    ]


def test_what_another_member_keeps_secret_is_not_told() -> None:
    tokens = Secret[list[str]] | list[int]
    assert told(tokens, ["canary", 1]) == [("", "Secret[list[str]]", "a secret")]
    keyed = dict[str, Secret[str]] | list[str]
    assert told(keyed, ["canary", 1]) == [("", shape_of(keyed).text, "a secret")]
    # its own secrets a member hides itself
    assert told(dict[str, Secret[str]] | None, {"a": 1}) == [('["a"]', "Secret[str]", "a secret")]


ACCEPTED: list[tuple[Any, list[Any], list[Any]]] = [
    (int | None, [1, None], [True, "1"]),
    (Literal["a", 1], ["a", 1], ["b", True, 1.0, Level.LOW]),
    (Literal[Colour.RED], [Colour.RED], [Colour.BLUE, 1]),
    (Colour, [Colour.RED], ["RED", 1]),
    (Level, [Level.LOW], [1]),
    (complex, [1j], [1.0]),
    (Any, [None, object()], []),
    (type, [int], [1]),
]


@pytest.mark.parametrize(("annotation", "fine", "wrong"), ACCEPTED)
def test_the_accept_set(annotation: Any, fine: list[Any], wrong: list[Any]) -> None:
    shape = shape_of(annotation)
    assert [value for value in fine if not shape.accepts(value)] == []
    assert [value for value in wrong if shape.accepts(value)] == []
    assert shape_of(list[annotation]).accepts(fine)
    assert all(list(shape.violations(value)) for value in wrong)


def test_a_literal_says_which_value_it_got() -> None:
    [found] = shape_of(Literal["a", "b"]).violations("c")
    assert found == Violation("", "Literal['a', 'b']", "'c'", "'c'")


UNREADABLE: list[tuple[Any, Any]] = [
    (int | str, 1),
    (int | str, {"type": "bytes", "value": 1}),
    (int | str, {"type": ["int"], "value": 1}),
    (int | str, {"type": "int", "value": "a"}),
    (int | None, "a"),
    (Literal["a", 1], True),
    (Colour, "GREEN"),
    (Colour, 1),
    (Access, "NONE"),
    (Access, 1.5),
    (complex, 1),
]


@pytest.mark.parametrize(("annotation", "data"), UNREADABLE, ids=str)
def test_unreadable_data_is_refused(annotation: Any, data: Any) -> None:
    with pytest.raises(Undecodable):
        shape_of(annotation).decode(data)


def test_what_does_not_travel_says_so() -> None:
    class Local(enum.Enum):
        A = 1

    assert "inside a function" in str(shape_of(Local).obstacle())
    assert "inside a function" in str(shape_of(Literal[Local.A, 1]).obstacle())
    assert "dataclass" in str(shape_of(int | complex).obstacle())
    assert shape_of(Any).obstacle() is None
    with pytest.raises(Unencodable, match="no lossless json form"):
        shape_of(complex).encode(1j)
    with pytest.raises(Unencodable, match=r"expected `int \| str`"):
        shape_of(int | str).encode(Node(1))
    with pytest.raises(Unencodable, match="expected `Literal"):
        shape_of(Literal["a"]).encode("b")
