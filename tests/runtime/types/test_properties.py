"""What holds of every type and every value."""

import json
from typing import Any

from hypothesis import given

from dagcompile.runtime.types import Json, shape_of
from tests.runtime.types.samples import DYNAMIC, TYPED, TYPES, Typed, fingerprint


def is_portable(data: Json) -> bool:
    """Whether `data` holds only what every store of JSON keeps."""
    match data:
        case dict():
            return all(type(key) is str and is_portable(key) for key in data) and all(
                map(is_portable, data.values())
            )
        case list():
            return all(map(is_portable, data))
        case str():
            return "\0" not in data and not any("\ud800" <= char <= "\udfff" for char in data)
        case float():
            return data - data == 0
        case _:
            return type(data) in (bool, int, type(None))


@given(TYPED)
def test_a_value_comes_back_as_it_was(typed: tuple[Any, Any]) -> None:
    annotation, value = typed
    shape = shape_of(annotation)
    data = shape.encode(value)
    assert is_portable(data)
    text = json.dumps(data, allow_nan=False)
    assert json.loads(text) == data
    assert fingerprint(shape.decode(json.loads(text))) == fingerprint(value)


@given(DYNAMIC)
def test_any_value_comes_back_as_it_was(value: Any) -> None:
    data = shape_of(Any).encode(value)
    assert is_portable(data)
    assert fingerprint(shape_of(Any).decode(json.loads(json.dumps(data)))) == fingerprint(value)


@given(TYPED)
def test_a_value_of_the_type_is_accepted(typed: tuple[Any, Any]) -> None:
    shape = shape_of(typed[0])
    assert shape.accepts(typed[1])
    assert list(shape.violations(typed[1])) == []


@given(TYPES, TYPED)
def test_violations_are_empty_exactly_when_accepted(of: Typed, typed: tuple[Any, Any]) -> None:
    shape = shape_of(of[0])
    violations = list(shape.violations(typed[1]))
    assert shape.accepts(typed[1]) == (violations == [])
    assert all(len(violation.value) <= 80 for violation in violations)


@given(TYPED, TYPES)
def test_data_of_another_type_is_refused_by_name_or_read(typed: tuple[Any, Any], of: Typed) -> None:
    from dagcompile.runtime.types import Undecodable

    data = shape_of(typed[0]).encode(typed[1])
    try:
        shape_of(of[0]).decode(data)
    except Undecodable as error:
        assert error.reason


@given(TYPES)
def test_the_text_is_stable(of: Typed) -> None:
    again = shape_of(list[of[0]]).item  # type: ignore[name-defined, union-attr]
    assert again == shape_of(of[0])
    assert again.text == shape_of(of[0]).text
