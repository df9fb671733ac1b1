"""What becomes of a node, by what it needs."""

import copy
import pickle
from itertools import product
from typing import Any, Literal, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.runtime.tokens import Missing, Outcome, gather, outcome_for
from tests.runtime.bodies import Touchy

Why: TypeAlias = Literal["withheld", "skipped", "failed", "not_run"]
WHYS: tuple[Why, ...] = ("withheld", "skipped", "failed", "not_run")
OUTCOMES: tuple[Outcome, ...] = ("ok", "skipped", "failed", "not_run")
STATES: tuple[Why | None, ...] = (None, *WHYS)


def value(why: Why | None) -> object:
    return 1 if why is None else Missing("n", why)


def expected(inputs: tuple[Why | None, ...], after: tuple[Outcome, ...]) -> Outcome:
    """The table of the architecture, row by row."""
    if {"failed", "not_run"} & {*inputs, *after}:
        return "not_run"
    if {"withheld", "skipped"} & {*inputs}:
        return "skipped"
    if "skipped" in after:
        return "skipped"
    return "ok"


@pytest.mark.parametrize("inputs", [(), *product(STATES), *product(STATES, STATES)])
@pytest.mark.parametrize("after", [(), *product(OUTCOMES), *product(OUTCOMES, OUTCOMES)])
def test_every_combination(inputs: tuple[Why | None, ...], after: tuple[Outcome, ...]) -> None:
    assert outcome_for([value(each) for each in inputs], after) == expected(inputs, after)


@given(st.permutations([*STATES, *STATES]), st.integers(0, 10))
def test_the_order_of_inputs_does_not_matter(states: list[Why | None], kept: int) -> None:
    values = [value(each) for each in states[:kept]]
    assert outcome_for(values) == outcome_for(values[::-1])


def test_user_values_are_only_looked_at_by_class() -> None:
    assert outcome_for([Touchy(1)]) == "ok"
    container = [Touchy(1), Touchy(2)]
    assert gather(container) is container


@pytest.mark.parametrize("container", [[1, 2], (1, 2), {"a": 1}, [], (), {}])
def test_gather_gives_a_container_itself(container: Any) -> None:
    assert gather(container) is container


@pytest.mark.parametrize("why", WHYS)
def test_gather_gives_the_token_in_a_container(why: Why) -> None:
    token = Missing("n", why)
    containers: list[Any] = [[1, token], (token, 1), {"a": 1, "b": token}]
    for container in containers:
        assert gather(container) is token


@pytest.mark.parametrize(("first", "second"), [*product(WHYS, WHYS)])
def test_gather_prefers_a_failure_and_else_the_first(first: Why, second: Why) -> None:
    tokens = [Missing("a", first), Missing("b", second)]
    bad = [each for each in tokens if each._why in ("failed", "not_run")]
    container: Any = list(tokens)
    assert gather(container) is (bad[0] if bad else tokens[0])


def test_gather_innermost_first_finds_what_is_nested() -> None:
    token = Missing("n", "skipped")
    found: Any = gather({"a": gather([1, gather((2, token))])})
    assert found is token


def test_gather_takes_no_other_container() -> None:
    with pytest.raises(TypeError, match="not set"):
        gather({1, 2})


def test_a_token_gives_itself_for_any_port() -> None:
    token = Missing("n", "failed")
    assert token.train is token
    assert token.train.count is token
    with pytest.raises(AttributeError, match="_private"):
        token._private  # noqa: B018


def test_a_token_is_copied_and_travels() -> None:
    token = Missing("n", "withheld")
    for each in (pickle.loads(pickle.dumps(token)), copy.copy(token), copy.deepcopy([token])[0]):
        assert each == token
        assert isinstance(each, Missing)
    assert hash(token) == hash(Missing("n", "withheld"))


def test_a_token_passes_for_no_protocol() -> None:
    token = Missing("n", "withheld")
    for name in ("__array__", "__dask_graph__", "_repr_html_", "__iter__", "__len__", "__bool__"):
        assert not hasattr(token, name)
