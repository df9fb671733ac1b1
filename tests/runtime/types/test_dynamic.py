"""Values of which nothing is declared."""

import re
from collections import OrderedDict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagcompile.runtime.types import SKIP, Undecodable, Unencodable, shape_of
from tests.runtime.types.samples import Box, Colour, Level, Node, Pair, fingerprint

HERE = "tests.runtime.types.samples"
ANY = shape_of(Any)

ENCODED: list[tuple[Any, Any]] = [
    (None, None),
    (1.5, 1.5),
    ([1, [True, "a"]], [1, [True, "a"]]),
    (2**60, {"type": "int", "value": "1152921504606846976"}),
    (float("nan"), {"type": "float", "value": "nan"}),
    ("\0", {"type": "str", "value": {"escaped": "\\x00"}}),
    ({"a": 1}, {"type": "dict", "value": [["a", 1]]}),
    ({1: "a"}, {"type": "dict", "value": [[1, "a"]]}),
    ({"a": 1, 2: 3}, {"type": "dict", "value": [["a", 1], [2, 3]]}),
    ((1, "a"), {"type": "tuple", "value": [1, "a"]}),
    ({2, 1}, {"type": "set", "value": [1, 2]}),
    (date(2024, 1, 1), {"type": "date", "value": "2024-01-01"}),
    (Decimal("1.0"), {"type": "Decimal", "value": "1.0"}),
    (Path("a"), {"type": "Path", "value": "a"}),
    (Colour.RED, {"type": f"{HERE}:Colour", "value": "RED"}),
    (Level.LOW, {"type": f"{HERE}:Level", "value": "LOW"}),
    (Pair(1, None), {"type": f"{HERE}:Pair", "value": [1, None]}),
    (
        Node(1, None, {"a": (2,)}),
        {
            "type": f"{HERE}:Node",
            "value": {
                "value": 1,
                "next": None,
                "labels": [["a", {"type": "tuple", "value": [2]}]],
            },
        },
    ),
]


@pytest.mark.parametrize(("value", "data"), ENCODED, ids=str)
def test_the_json_form(value: Any, data: Any) -> None:
    assert ANY.encode(value) == data
    assert fingerprint(ANY.decode(data)) == fingerprint(value)


class MyList(list[int]):
    pass


REFUSED: list[tuple[Any, str, str]] = [
    ([1, {"a": object()}], '[1]["a"]', "`object` has no lossless json form"),
    ([OrderedDict()], "[0]", "OrderedDict"),
    ([MyList()], "[0]", "MyList"),
    (SKIP, "", "Skip"),
    (Box(1, []), "", "parameters"),
    ({1, 1j}, "", "complex"),
    (Node("a"), ".value", "expected `int`"),  # type: ignore[arg-type]
    ([lambda: None], "[0]", "function"),
]


def _id(item: object) -> str:
    return re.sub(" at 0x[0-9a-f]+", "", str(item))[:30]


@pytest.mark.parametrize(("value", "path", "reason"), REFUSED, ids=_id)
def test_what_has_no_form_is_refused_at_its_place(value: Any, path: str, reason: str) -> None:
    with pytest.raises(Unencodable) as caught:
        ANY.encode(value)
    assert path in caught.value.path
    assert reason in caught.value.reason


def test_a_list_that_holds_itself() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(Unencodable, match="holds itself"):
        ANY.encode(endless)


UNREADABLE: list[tuple[Any, str]] = [
    ({}, "what type"),
    ({"type": "int"}, "what type"),
    ({"type": 3, "value": 1}, "name of a type"),
    ({"type": "nothing", "value": 1}, "import path"),
    ({"type": "builtins:object", "value": {}}, "object"),
    ({"type": "subprocess:Popen", "value": ["true"]}, "Popen"),
    ({"type": "int", "value": "a"}, "int"),
    ({"type": f"{HERE}:Node", "value": {}}, "missing"),
    ({"type": f"{HERE}:Box", "value": {}}, "parameters"),
    ({"type": "set", "value": [[1]]}, "hashed"),
]


@pytest.mark.parametrize(("data", "reason"), UNREADABLE, ids=str)
def test_unreadable_data_is_refused(data: Any, reason: str) -> None:
    with pytest.raises(Undecodable) as caught:
        ANY.decode([data])
    assert caught.value.path.startswith("[0]")
    assert reason in str(caught.value)


def test_data_nested_too_deeply() -> None:
    data: Any = 1
    for _ in range(100_000):
        data = [data]
    with pytest.raises(Undecodable, match="deeply"):
        ANY.decode(data)
