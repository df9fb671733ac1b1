"""Facts of registered types: what is written says what the IR does."""

from typing import Annotated, Any, get_args

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.codegen.imports import Imports
from dagcompile.codegen.layout import layout
from dagcompile.codegen.types import TypeWriter
from dagcompile.ir import records as ir
from dagcompile.ir.values import to_value
from dagcompile.runtime.v1 import Facts

REF = ir.Ref(module="numpy", name="ndarray")
FACTS = st.dictionaries(
    st.sampled_from(["dtype", "ndim", "class", "a b", "self", "é"]) | st.text(max_size=5),
    st.one_of(st.booleans(), st.integers(), st.text(), st.lists(st.integers()).map(tuple)),
    max_size=3,
)


def written(facts: dict[str, Any]) -> str:
    pairs = tuple((name, to_value(value)) for name, value in sorted(facts.items()))
    expr = TypeWriter({"it": ir.FactType(ref=REF, facts=pairs)}).write("it")
    return layout(expr, Imports([expr]))


def test_a_class_without_facts_is_the_class() -> None:
    assert written({}) == "numpy.ndarray"


def test_facts_stand_beside_the_class() -> None:
    text = written({"ndim": 2, "dtype": "float64", "shape": (2, 3)})
    assert text.replace("\n    ", "").replace(",\n", "") == (
        'Annotated[numpy.ndarray, Facts(dtype="float64", ndim=2, shape=(2, 3))]'
    )


@given(FACTS)
def test_what_is_written_means_the_same_facts(facts: dict[str, Any]) -> None:
    names = {"Annotated": Annotated, "Facts": Facts, "numpy": np}
    made = eval(written(facts), names)
    if facts:
        assert get_args(made) == (np.ndarray, Facts(**facts))
    else:
        assert made is np.ndarray
