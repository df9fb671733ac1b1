"""What stands for a value that a graph will compute, and how it is told to a Dask task."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from dagcompile.runtime.dask.graph.tasks import gathered, looking
from dagcompile.runtime.dask.shim import DataNode, Dict, List, Task, TaskRef, Tuple
from dagcompile.runtime.dask.values.sizes import is_light
from dagcompile.runtime.expectations import Expectation

if TYPE_CHECKING:
    from dagcompile.runtime.dask.graph.graph import Graph

T = TypeVar("T")


class Ref:
    """A value that the graph will compute. Asked for a port (`split.train`), gives its Ref.

    Args:
        spec: the value as an argument of a Dask task.
        nodes: those that it comes from, whose guards it waits for.
    """

    __slots__ = ("_graph", "_nodes", "_spec")

    def __init__(self, graph: "Graph", spec: Any, nodes: tuple[str, ...]) -> None:
        self._graph = graph
        self._spec = spec
        self._nodes = nodes

    def __getattr__(self, port: str) -> "Ref":
        if port.startswith("_"):
            raise AttributeError(port)
        (node,) = self._nodes
        return Ref(self._graph, TaskRef(self._graph.port(node, port)), self._nodes)


def gather(container: T) -> T:
    """A list, tuple or dict of step values, or the token that keeps a step from using it."""
    refs = list(refs_in(container))
    if not refs:
        return container
    # Computed within the task that takes it: no key of its own.
    spec = Task(None, gathered, spec_of(container))
    nodes = dict.fromkeys(node for each in refs for node in each._nodes)
    return cast(T, Ref(refs[0]._graph, spec, tuple(nodes)))


def by_reference(graph: "Graph", name: str, value: T) -> T:
    """`value` of a param: itself, or where it is large what stands for it in all that take it, so
    that the graph holds it once.
    """
    graph.params[name] = value
    if is_light(value):
        return value
    key = graph.keys.param(name)
    graph.tasks[key] = DataNode(key, value)
    return cast(T, Ref(graph, TaskRef(key), ()))


def refs_in(container: Any) -> Iterator[Ref]:
    """The references that stand in `container` themselves."""
    values = container.values() if isinstance(container, dict) else container
    return (each for each in values if type(each) is Ref)


def spec_of(value: Any) -> Any:
    """`value` as part of an argument of a Dask task. Only containers that hold a Ref are looked
    into.
    """
    match value:
        case Ref():
            return value._spec
        case dict() if any(refs_in(value)):
            return Dict({name: spec_of(each) for name, each in value.items()})
        case list() if any(refs_in(value)):
            return List(*(spec_of(each) for each in value))
        case tuple() if any(refs_in(value)):
            return Tuple(*(spec_of(each) for each in value))
        case list() | tuple():
            # Bare, and alone in a List or Tuple, it would be taken for what that is to hold.
            return DataNode(None, value)
        case _:
            return value


def expected(expectation: Expectation) -> Any:
    """An expectation as an argument of a Dask task, which makes it of the values that it is of."""
    if not expectation.inputs:
        return expectation
    values = Dict({name: spec_of(each) for name, each in expectation.inputs.items()})
    return Task(None, looking, replace(expectation, inputs={}), values)


def argument(value: Any) -> Any:
    """`value` as an argument of a Dask task: only a Ref is not what it is."""
    return value._spec if type(value) is Ref else value


def nodes_of(values: Any) -> Iterator[str]:
    """The nodes that `values` come from, each once."""
    found: dict[str, None] = {}
    for each in values:
        if type(each) is Ref:
            for node in each._nodes:
                if node not in found:
                    found[node] = None
                    yield node
