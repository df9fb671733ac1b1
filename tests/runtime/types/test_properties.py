"""What holds of every type and every value."""

import json
from contextlib import suppress
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dagcompile.runtime.types import CollectionShape, Json, Undecodable, shape_of
from tests.runtime.types.samples import DYNAMIC, LIST, TYPED, TYPES, Typed, fingerprint, union


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


_WORDS = st.sampled_from(
    ["type", "value", "class", "with", "items", "escaped", "iso", "name", "set", "key"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(_WORDS, inner),
    max_leaves=8,
)


@given(JSON | TYPED.map(lambda typed: shape_of(typed[0]).encode(typed[1])), TYPES)
def test_data_is_read_or_refused_by_name(data: Json, of: Typed) -> None:
    with suppress(Undecodable):  # and nothing else
        shape_of(of[0]).decode(data)


@given(TYPES)
def test_an_annotation_made_anew_has_the_same_shape(of: Typed) -> None:
    again = shape_of(LIST[of[0]])
    assert isinstance(again, CollectionShape)
    assert again.item == shape_of(of[0])
    assert hash(again.item) == hash(shape_of(of[0]))
    assert again.text == f"list[{shape_of(of[0]).text}]"


@given(st.lists(TYPES, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_a_union_is_the_same_in_any_order(parts: list[Typed], random: Random) -> None:
    shuffled = random.sample(parts, len(parts))
    assert shape_of(union(parts)[0]) == shape_of(union(shuffled)[0])
    assert shape_of(union(parts)[0]).text == shape_of(union(shuffled)[0]).text
