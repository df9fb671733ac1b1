"""Values that are literals, and an equality that is not fooled by NaN, -0.0 or bool."""

import uuid
from datetime import timedelta, timezone
from pathlib import Path

from hypothesis import strategies as st

from tests.codegen import samples
from tests.codegen.strategies import TEXTS

OFFSETS = st.timedeltas(timedelta(hours=-23), timedelta(hours=23))
ZONES = (
    st.none()
    | st.timezones()
    | OFFSETS.map(timezone)
    | st.builds(timezone, OFFSETS, st.text(max_size=5))
)
SCALARS: st.SearchStrategy[object] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    TEXTS,
    st.binary(),
    st.decimals(),
    st.dates(),
    st.datetimes(timezones=ZONES, allow_imaginary=True),
    st.times(timezones=ZONES),
    st.timedeltas(),
    st.uuids(),
    st.lists(st.sampled_from(["a", "b c", "..", "/", "it's"]), max_size=3).map(
        lambda parts: Path(*parts)
    ),
    st.sampled_from(
        [*samples.Color, *samples.Odd, samples.Level.LOW, len, uuid.UUID, samples.is_even]
    ),
)
_KEYS: st.SearchStrategy[object] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.dates()
)


def _containers(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    lists = st.lists(inner, max_size=3)
    return st.one_of(
        lists,
        lists.map(tuple),
        st.sets(_KEYS, max_size=3),
        st.frozensets(_KEYS, max_size=3),
        st.dictionaries(_KEYS, inner, max_size=3),
        st.builds(samples.Plain, st.integers(), inner),
        st.builds(samples.Point, st.integers(), inner),
        st.builds(samples.Cutoff, max_delay=st.integers(), rest=inner),
    )


VALUES: st.SearchStrategy[object] = st.recursive(SCALARS, _containers, max_leaves=6)


def same(one: object, other: object) -> bool:
    """Whether two values are the same in every respect that a literal keeps."""
    if isinstance(one, set | frozenset) and isinstance(other, set | frozenset):
        return type(one) is type(other) and {*map(repr, one)} == {*map(repr, other)}
    if isinstance(one, dict) and isinstance(other, dict):
        return same([*one.items()], [*other.items()])
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        pairs = zip(one, other, strict=False)
        alike = type(one) is type(other) and len(one) == len(other)
        return alike and all(same(*pair) for pair in pairs)
    if isinstance(one, samples.Plain | samples.Cutoff):
        return type(one) is type(other) and same([*vars(one).items()], [*vars(other).items()])
    return type(one) is type(other) and repr(one) == repr(other)
