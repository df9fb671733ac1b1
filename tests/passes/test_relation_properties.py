"""The relation is sound for types and values that nobody wrote down."""

from types import GenericAlias
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dagcompile.ir.values import NotLiteral, to_value
from dagcompile.passes import Relations
from dagcompile.runtime.types import shape_of
from tests.passes.kinds import LEAVES, VALUES, key_of, table_of

HASHABLE = [each for each in VALUES if getattr(type(each), "__hash__", None)]


def _union(parts: list[Any]) -> Any:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole | part if isinstance(whole, type) or isinstance(part, type) else part
    return whole


def _wider(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        inner.map(lambda item: GenericAlias(list, (item,))),
        inner.map(lambda item: GenericAlias(tuple, (item, ...))),
        st.lists(inner, max_size=3).map(lambda items: GenericAlias(tuple, tuple(items))),
        st.tuples(st.sampled_from([str, int]), inner).map(lambda pair: GenericAlias(dict, pair)),
        st.lists(inner, min_size=2, max_size=3).map(_union),
    )


ANNOTATIONS = st.recursive(st.sampled_from(LEAVES), _wider, max_leaves=5)
VALUE = st.recursive(
    st.sampled_from(VALUES),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.sampled_from(["a", "x", 1]), inner, max_size=2),
    ),
    max_leaves=4,
)


@st.composite
def values_of(draw: st.DrawFn, shape: Any) -> Any:
    """A value that has a good chance to be of a type."""
    match shape.__class__.__name__:
        case "CollectionShape":
            items = draw(st.lists(values_of(shape.item), max_size=2))
            return items if shape.type == "list" else tuple(items)
        case "TupleShape":
            return tuple(draw(values_of(item)) for item in shape.items)
        case "DictShape":
            key, value = draw(values_of(shape.key)), draw(values_of(shape.value))
            return {key: value} if type(key) in (str, int) and draw(st.booleans()) else {}
        case "UnionShape":
            return draw(values_of(draw(st.sampled_from(shape.members))))
        case _:
            fitting = [each for each in VALUES if _accepts(shape, each)]
            return draw(st.sampled_from(fitting)) if fitting else draw(VALUE)


def _accepts(shape: Any, value: Any) -> bool:
    try:
        return bool(shape.accepts(value))
    except RuntimeError:  # a check that crashes lets nothing through
        return False


@given(st.data())
@settings(max_examples=400)
def test_sound(data: st.DataObject) -> None:
    source, target = data.draw(ANNOTATIONS), data.draw(ANNOTATIONS)
    table = table_of([source, target])
    ours, theirs = shape_of(source), shape_of(target)
    verdict = Relations(table).relate(ours.text, theirs.text).verdict
    for value in (data.draw(values_of(ours)), data.draw(values_of(theirs)), data.draw(VALUE)):
        if verdict == "proven":
            assert _accepts(theirs, value) or not _accepts(ours, value)
        elif verdict == "impossible":
            assert not (_accepts(theirs, value) and _accepts(ours, value))


@given(ANNOTATIONS)
def test_reflexive(annotation: Any) -> None:
    key = key_of(annotation)
    assert Relations(table_of([annotation])).relate(key, key).verdict == "proven"


@given(ANNOTATIONS, ANNOTATIONS, ANNOTATIONS)
@settings(max_examples=300)
def test_transitive(first: Any, second: Any, third: Any) -> None:
    relations = Relations(table_of([first, second, third]))
    keys = [key_of(each) for each in (first, second, third)]
    for a, b, c in ((0, 1, 2), (1, 0, 2), (2, 1, 0), (0, 2, 1)):
        steps = relations.relate(keys[a], keys[b]), relations.relate(keys[b], keys[c])
        if all(step.verdict == "proven" for step in steps):
            assert relations.relate(keys[a], keys[c]).verdict == "proven"


@given(ANNOTATIONS, ANNOTATIONS)
def test_a_union_takes_its_members(first: Any, second: Any) -> None:
    both = _union([first, second])
    relations = Relations(table_of([first, second, both]))
    if both is not second:
        assert relations.relate(key_of(first), key_of(both)).verdict == "proven"
    assert relations.relate(key_of(second), key_of(both)).verdict == "proven"


@given(ANNOTATIONS, st.data())
def test_a_literal_is_judged_as_its_guard_would(annotation: Any, data: st.DataObject) -> None:
    shape = shape_of(annotation)
    value = data.draw(values_of(shape) | VALUE)
    try:
        literal = to_value(value)
    except NotLiteral:
        return
    verdict = Relations(table_of([annotation])).fits(literal, shape.text).verdict
    assert verdict != ("impossible" if _accepts(shape, value) else "proven")
