"""Params that are given in Python: the same are taken as on the command line."""

import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any

import pytest
from dask.delayed import Delayed

from dagcompile.runtime.params import ParamError, parted
from dagcompile.runtime.v1 import Bounds, Check, Run, execute
from dagcompile.runtime.v1.dask import Graph, collection
from dagcompile.runtime.v1.dask import execute as execute_dask
from tests.runtime import bodies

Count = Annotated[int, Bounds(ge=1)]


def daily(run: Any, *, top: Count, day: str = "a", name: str = "b") -> Any:
    return run.step("n", bodies.same)([top, day, name])


def by_script(function: Callable[..., Any], **params: Any) -> Any:
    return execute(function, sinks=(), **params).result


def by_dask(function: Callable[..., Any], **params: Any) -> Any:
    function, params = collected(function, params)
    return execute_dask(function, sinks=(), local="threads", **params).result


def by_collection(function: Callable[..., Any], **params: Any) -> Any:
    function, params = collected(function, params)
    return function(**params).compute(scheduler="threads")


def collected(
    function: Callable[..., Any], params: Mapping[str, Any]
) -> tuple[Callable[..., Any], dict[str, Any]]:
    function, params = parted(function, params)
    return collection(function), dict(params)


ENGINES = [by_script, by_dask, by_collection]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_wrong_param_is_told(engine: Any) -> None:
    with pytest.raises(ParamError) as raised:
        engine(daily, top="3", day=4, tpo=5)
    assert str(raised.value).splitlines() == [
        "the params of daily do not fit",
        "  top: expected int, got '3'",
        "  day: expected str, got 4",
        "  tpo: there is no such param; the params are: top, day, name",
    ]
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)
    for given, wrong in (({"top": 0}, "top: expected ge=1, got 0"), ({}, "top: it is missing")):
        with pytest.raises(ValueError, match=wrong):
            engine(daily, **given)


@pytest.mark.parametrize("engine", ENGINES)
def test_those_that_fit_are_taken(engine: Any) -> None:
    assert engine(daily, top=3) == [3, "a", "b"]
    assert engine(partial(daily, top=1, name="own"), top=2) == [2, "a", "own"]
    with pytest.raises(ParamError, match="the params of daily do not fit"):
        engine(partial(daily, top=0))


def test_a_check_that_crashes_is_a_wrong_param() -> None:
    def checked(run: Run, *, top: Annotated[int, Check(bodies.crash)]) -> None: ...

    with pytest.raises(ParamError, match=r"top: check `.*` crashed: a check that crashes"):
        execute(checked, top=1)


@dataclass
class Items:
    items: list[int] = field(default_factory=list)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_default_is_each_runs_own(engine: Any) -> None:
    def leaking(run: Any, *, items: list[int] = [], kept: Items = Items()) -> Any:  # noqa: B006
        run.step("append", bodies.append)(kept.items)
        return run.step("n", bodies.append)(items)

    assert [engine(leaking), engine(leaking)] == [[1], [1]]
    assert leaking.__kwdefaults__ == {"items": [], "kept": Items()}


def key_of(**params: Any) -> Any:
    made = collection(several).with_options(run_id="r")(**params)
    assert isinstance(made, Delayed)
    return made.key


def several(graph: Graph, *, names: frozenset[str] = frozenset("abc"), number: Any = 1) -> Any:
    return graph.step("n", bodies.same)([names, number])


def test_other_params_are_other_keys() -> None:
    given: list[dict[str, Any]] = [{}, {"number": 2}, {"number": "1"}, {"number": 1.0},
                                   {"number": True}, {"names": frozenset("ab")}]  # fmt: skip
    assert len({key_of(**params) for params in given}) == len(given)
    assert key_of() == key_of(number=1) == key_of(names=frozenset("cba"))


def test_the_same_params_are_the_same_keys_in_every_process() -> None:
    probe = "from tests.runtime.test_params import key_of; print(key_of())"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", probe],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == key_of()
