"""The modules that have to be there to read the tasks of a graph."""

import colorsys
import json
import threading
from datetime import date
from typing import Annotated, Any

import pandas as pd
from sales import ops

from dagcompile.runtime.dask.cluster.modules import modules_of
from dagcompile.runtime.dask.graph.scope import Scope
from dagcompile.runtime.v1 import Check
from dagcompile.runtime.v1.dask import Graph
from tests.runtime import bodies

OURS = "dagcompile.runtime.dask.graph.tasks"


def modules(build: Any) -> list[str]:
    graph = Graph(Scope("p", "r", None, None))
    graph.close(build(graph))
    return modules_of(graph)


def test_those_of_ops() -> None:
    def pipeline(graph: Graph) -> Any:
        return graph.step("one", bodies.same)(graph.step("two", lambda: 1)())

    assert modules(pipeline) == [OURS, "tests.runtime.bodies"]


def test_those_of_types_of_guards_and_of_their_checks() -> None:
    def pipeline(graph: Graph) -> Any:
        one = graph.step("one", lambda: 1)()
        two = graph.guard("one", one, Annotated[list[pd.DataFrame], Check(bodies.crash)])
        return graph.step("two", lambda x: x, returns={"a": bodies.Sides})(two)

    assert modules(pipeline) == [OURS, "pandas", "tests.runtime.bodies"]


def test_those_of_values_however_deep() -> None:
    def pipeline(graph: Graph) -> Any:
        one = graph.step("one", lambda: 1)()
        deep = {"a": [one, (bodies.Touchy(1),)]}
        return graph.step("two", lambda x, y: x)(one, y=deep)

    assert modules(pipeline) == [OURS, "tests.runtime.bodies"]


def test_those_that_a_function_by_value_uses() -> None:
    def pipeline(graph: Graph) -> Any:
        return graph.step("one", lambda: (bodies.Sides, colorsys, json))()

    assert modules(pipeline) == [OURS, "tests.runtime.bodies"]


def test_what_does_not_pickle_keeps_no_other_from_being_found() -> None:
    def pipeline(graph: Graph) -> Any:
        return graph.step("one", bodies.same)((threading.Lock(), 1))

    assert modules(pipeline) == [OURS, "tests.runtime.bodies"]


def test_those_of_ops_that_are_decorated() -> None:
    def pipeline(graph: Graph) -> Any:
        return graph.step("one", ops.rates)(date(2013, 1, 1))

    assert modules(pipeline) == [OURS, "sales.ops"]
