"""Collections, tuples and dicts."""

import tracemalloc
from collections import OrderedDict
from decimal import Decimal
from typing import Any, Literal

import pytest

from dagcompile.runtime.types import Undecodable, Unencodable, Violation, shape_of
from tests.runtime.types.samples import Node, Pair


class BadRepr:
    def __repr__(self) -> str:
        raise RuntimeError("no")


ACCEPTED: list[tuple[Any, list[Any], list[Any]]] = [
    (list[int], [[], [1]], [(), (1,), [True], [1, "a"], {1}]),
    (list[Any], [[print]], [()]),
    (tuple[int, ...], [(), (1, 2), Pair(1, None)[:1]], [[1], (1, "a")]),
    (tuple[int, str], [(1, "a")], [(1,), (1, 2), (1, "a", 2), [1, "a"]]),
    (tuple[()], [()], [(1,), []]),
    (set[int], [{1}], [frozenset({1}), {"a"}, [1]]),
    (frozenset[int], [frozenset({1})], [{1}]),
    (dict[str, int], [{}, {"a": 1}, OrderedDict(a=1)], [{1: 1}, {"a": "b"}, [("a", 1)]]),
    (list[list[int]], [[[1], []]], [[[1], ["a"]]]),
]


@pytest.mark.parametrize(("annotation", "fine", "wrong"), ACCEPTED, ids=str)
def test_the_accept_set(annotation: Any, fine: list[Any], wrong: list[Any]) -> None:
    shape = shape_of(annotation)
    assert [value for value in fine if not shape.accepts(value)] == []
    assert [value for value in wrong if shape.accepts(value)] == []
    assert all(list(shape.violations(value)) for value in wrong)


def test_paths_lead_to_every_part() -> None:
    shape = shape_of(dict[str, list[tuple[int, Node]]])
    value = {"a": [(1, Node(1))], 'b"': [("x", Node("y"))], 3: []}  # type: ignore[arg-type]
    assert list(shape.violations(value)) == [
        Violation('["b\\""][0][0]', "int", "str", "'x'"),
        Violation('["b\\""][0][1].value', "int", "str", "'y'"),
        Violation("[3]", "key str", "int", "3"),
    ]


def test_a_set_tells_its_strangers_in_order() -> None:
    found = [violation.path for violation in shape_of(set[int]).violations({"b", 1, "a", "c"})]
    assert found == ["{'a'}", "{'b'}", "{'c'}"]


def test_a_tuple_of_another_length() -> None:
    [found] = shape_of(tuple[int, int]).violations((1,))
    assert found == Violation("", "tuple[int, int]", "tuple of length 1", "(1,)")


def test_values_are_shortened_and_a_failing_repr_is_survived() -> None:
    [found] = shape_of(list[int]).violations("x" * 1000)
    assert len(found.value) <= 80
    [found] = shape_of(int).violations(BadRepr())
    assert "failing repr" in found.value
    [found] = shape_of(list[int]).violations([BadRepr()])
    assert found.path == "[0]"
    [found] = shape_of(str).violations(10**5000)
    assert found.got == "int"


@pytest.mark.parametrize("of", [bytes, bytearray])
def test_a_large_value_is_not_written_out_to_be_shortened(of: type) -> None:
    tracemalloc.start()
    [found] = shape_of(list[int]).violations([of(1_000_000)])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.value == repr(of(1_000_000))[:79] + "…"
    assert most < 2_000_000


ENCODED: list[tuple[Any, Any, Any]] = [
    (list[Decimal], [Decimal("1.0")], ["1.0"]),
    (tuple[int, str], (1, "a"), [1, "a"]),
    (set[int], {10, 9, 1}, [1, 10, 9]),
    (dict[str, int], {"b": 1, "a": 2}, [["b", 1], ["a", 2]]),
    (dict[str, int], {"a\0": 1, "b": 2}, [[{"escaped": "a\\x00"}, 1], ["b", 2]]),
    (dict[int, str], {1: "a"}, [[1, "a"]]),
    (dict[Literal["a"], int], {"a": 1}, [["a", 1]]),
    (dict[tuple[int, int], None], {(1, 2): None}, [[[1, 2], None]]),
]


@pytest.mark.parametrize(("annotation", "value", "data"), ENCODED, ids=str)
def test_the_json_form(annotation: Any, value: Any, data: Any) -> None:
    shape = shape_of(annotation)
    assert shape.encode(value) == data
    back = shape.decode(data)
    assert (back, type(back)) == (value, type(value))


UNREADABLE: list[tuple[Any, Any, str]] = [
    (list[int], {}, ""),
    (list[int], [1, "a"], "[1]"),
    (tuple[int, str], [1], ""),
    (set[Any], [[]], ""),
    (dict[str, int], {"a": "b"}, '["a"]'),
    (dict[str, int], [["a"]], "[0]"),
    (dict[int, str], {"1": "a"}, ""),
    (dict[Any, int], [[[], 1]], "[0]"),
]


@pytest.mark.parametrize(("annotation", "data", "path"), UNREADABLE, ids=str)
def test_unreadable_data_is_refused_at_its_place(annotation: Any, data: Any, path: str) -> None:
    with pytest.raises(Undecodable) as caught:
        shape_of(annotation).decode(data)
    assert caught.value.path == path


def test_what_cannot_be_encoded_is_named_by_its_place() -> None:
    with pytest.raises(Unencodable) as caught:
        shape_of(dict[str, list[Any]]).encode({"a": [1, [object()]]})
    assert caught.value.path == '["a"][1][0]'
    assert str(caught.value).startswith('at ["a"][1][0]: ')
