"""The relation of registered types: sound, reflexive and transitive, on the IR alone."""

import subprocess
import sys
from collections import Counter
from types import GenericAlias
from typing import Annotated, Any, Union

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dagcompile import Check, Facts
from dagcompile.ir import records as ir
from dagcompile.ir.text import type_text
from dagcompile.passes import Relation, Relations, relate
from dagcompile.passes.shallow import ShallowTypes
from dagcompile.runtime.types import shape_of
from tests.passes.kinds import key_of, table_of
from tests.passes.strategies import accepts, brief


class Readings(np.ndarray):
    """A class of which only the class is known; its instances are arrays."""


def facts(**given: Any) -> Any:
    return Annotated[np.ndarray, Facts(**given)]


FACTS: list[Any] = [
    np.ndarray,
    NDArray[np.int8],
    NDArray[np.float64],
    np.ndarray[tuple[int, int], np.dtype[np.int8]],
    facts(ndim=1),
    facts(ndim=2),
    facts(shape=(2, 1)),
    facts(shape=(2, 1), ndim=2),
    facts(shape=(2, 1), ndim=1),
    facts(dtype="int8", ndim=1),
    facts(dtype="int8", shape=()),
]
"""The last but two holds nothing, which no relation of facts knows."""
STRANGERS: list[Any] = [Readings, int, None, Any, list[int], Annotated[np.ndarray, Check(brief)]]


def _views(array: Any) -> list[Any]:
    return [array, array.view(Readings)]


VALUES: list[Any] = [
    *(
        view
        for dtype in ("int8", "float64")
        for shape in ((), (1,), (2,), (1, 1), (2, 1))
        for view in _views(np.zeros(shape, dtype))
    ),
    None,
    1,
    [1],
    [np.zeros(1)],
    [],
    {"a": np.zeros((2, 1), "int8")},
]

Types = st.SearchStrategy[Any]


def _wider(inner: Types) -> Types:
    return st.one_of(
        inner.map(lambda item: GenericAlias(list, (item,))),
        inner.map(lambda item: GenericAlias(dict, (str, item))),
        inner.map(lambda item: Annotated[item, Check(brief)]),
        st.lists(inner, min_size=2, max_size=3).map(
            lambda parts: Any if Any in parts else Union.__getitem__(tuple(parts))
        ),
    )


FACT_TYPES: Types = st.recursive(
    st.one_of(st.sampled_from(FACTS), st.sampled_from(FACTS), st.sampled_from(STRANGERS)),
    _wider,
    max_leaves=4,
)
VALUE = st.recursive(
    st.sampled_from(VALUES),
    lambda inner: st.lists(inner, max_size=2) | st.fixed_dictionaries({"a": inner}),
    max_leaves=3,
)


def related(source: Any, target: Any) -> Relation:
    return relate(key_of(source), key_of(target), table_of([source, target]))


@given(FACT_TYPES, FACT_TYPES, VALUE)
@settings(max_examples=500)
def test_sound(source: Any, target: Any, drawn: Any) -> None:
    verdict = related(source, target).verdict
    ours, theirs = shape_of(source), shape_of(target)
    for value in (*VALUES, drawn):
        if verdict == "proven":
            assert accepts(theirs, value) or not accepts(ours, value)
        elif verdict == "impossible":
            assert not (accepts(theirs, value) and accepts(ours, value))


@given(FACT_TYPES)
def test_reflexive(annotation: Any) -> None:
    assert related(annotation, annotation).verdict == "proven"


@given(st.lists(FACT_TYPES, min_size=3, max_size=4))
@settings(max_examples=500)
def test_transitive(types: list[Any]) -> None:
    relations = Relations(table_of(types))
    keys = [key_of(each) for each in types]
    proven = {(a, b) for a in keys for b in keys if relations.relate(a, b).verdict == "proven"}
    assert all((a, d) in proven for a, b in proven for c, d in proven if b == c)


def test_every_verdict_comes_of_it() -> None:
    verdicts = Counter(related(a, b).verdict for a in FACTS for b in FACTS)
    assert verdicts["proven"] > len(FACTS)
    assert verdicts["guarded"] > 0.2 * len(FACTS) ** 2
    assert verdicts["impossible"] > 0.2 * len(FACTS) ** 2


@pytest.mark.parametrize(
    ("source", "target", "verdict", "reason"),
    [
        (NDArray[np.int8], np.ndarray, "proven", ""),
        (facts(dtype="int8", ndim=1), facts(ndim=1), "proven", ""),
        (np.ndarray, facts(ndim=1), "guarded", "`ndim` need not be 1"),
        (facts(dtype="int8"), facts(dtype="int8", ndim=1), "guarded", "`ndim` need not be 1"),
        (facts(ndim=1), facts(ndim=2), "impossible", "`ndim` is 1, not 2"),
        (NDArray[np.int8], NDArray[np.int16], "impossible", "`dtype` is 'int8', not 'int16'"),
        (facts(ndim=1), facts(dtype="int8", ndim=2), "impossible", "`ndim` is 1, not 2"),
        (Any, facts(ndim=1), "guarded", "`Any` need not be `numpy.ndarray`"),
        (facts(ndim=1), Any, "proven", ""),
        (facts(ndim=1), facts(ndim=1) | None, "proven", ""),
        (list[Any], list[np.ndarray], "guarded", ""),
        (Readings, np.ndarray, "guarded", "what is asked of `numpy.ndarray` need not hold"),
        (facts(ndim=1), Annotated[np.ndarray, Check(brief)], "guarded", ""),
    ],
)
def test_pairs(source: Any, target: Any, verdict: str, reason: str) -> None:
    relation = related(source, target)
    assert relation.verdict == verdict
    assert relation.reason.endswith(reason)


def test_a_derived_class_that_is_registered_too_says_nothing_of_its_base() -> None:
    base = ir.Ref(module="lib", name="Base")
    derived = ir.Ref(module="lib", name="Derived")
    size = (("size", 1),)
    types: dict[str, ir.Type] = {
        type_text(each): each
        for each in (
            ir.FactType(ref=base, facts=size),
            ir.FactType(ref=derived, bases=(base,), facts=size),
            ir.FactType(ref=derived, bases=(base,), facts=(("size", 2),)),
            ir.ClassType(ref=base),
        )
    }
    keys = list(types)
    assert relate(keys[1], keys[0], types).verdict == "guarded"
    assert relate(keys[2], keys[0], types).verdict == "guarded"
    assert relate(keys[0], keys[1], types).verdict == "guarded"
    assert relate(keys[1], "lib.Base", types).verdict == "proven"


def test_facts_do_not_say_that_a_value_is_sound() -> None:
    ref = ir.Ref(module="lib", name="Base")
    types: dict[str, ir.Type] = {
        "facts": ir.FactType(ref=ref, facts=(("size", 1),)),
        "all": ir.FactType(ref=ref, facts=(("size", 1),), checked=True),
    }
    assert relate("all", "facts", types).verdict == "proven"
    assert relate("facts", "all", types).verdict == "guarded"


def test_what_a_guard_of_the_schema_leaves_is_not_known_to_be_sound() -> None:
    ref = ir.Ref(module="lib", name="Base")
    types: dict[str, ir.Type] = {
        "lib.Base": ir.FactType(ref=ref, checked=True),
        "lib.Plain": ir.FactType(ref=ir.Ref(module="lib", name="Plain")),
    }
    shallow = ShallowTypes(types)
    left = shallow.of("lib.Base")
    relations = Relations(shallow.table)
    assert relations.relate("lib.Base", left).verdict == "proven"
    assert relations.relate(left, "lib.Base").verdict == "guarded"
    assert shallow.of("lib.Plain") == "lib.Plain"


def test_one_and_true_are_two_facts() -> None:
    ref = ir.Ref(module="lib", name="Base")
    types = {
        type_text(each): each
        for each in (
            ir.FactType(ref=ref, facts=(("a", 1),)),
            ir.FactType(ref=ref, facts=(("a", True),)),
        )
    }
    first, second = types
    assert relate(first, second, types).verdict == "impossible"


def test_literals_are_no_arrays() -> None:
    relations = Relations(table_of([np.ndarray, facts(ndim=1)]))
    for key in ("numpy.ndarray", key_of(facts(ndim=1))):
        for value in (None, 1, "a", ir.Sequence(type="list", items=(1,))):
            assert relations.fits(value, key).verdict == "guarded"


def test_nothing_of_numpy_is_imported_for_it() -> None:
    probe = """
import sys
from dagcompile.ir import records as ir
from dagcompile.passes import relate
ref = ir.Ref(module="numpy", name="ndarray")
types = {"a": ir.FactType(ref=ref, facts=(("ndim", 1),)), "b": ir.FactType(ref=ref)}
print(relate("a", "b", types).verdict, "numpy" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout == "proven False\n"
