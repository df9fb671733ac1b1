"""What a graph itself takes to the cluster: params, literals, configs, functions by value.

    with weighed(graph, limit=None):        # warns: param rows takes 30.2 MB
        client.compute(...)

Dask's own words of it, one line for a whole graph, name neither node nor argument, and what does
not pickle it names not at all.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

import dask

from dagcompile.runtime.dask.cluster.environment import ClusterError
from dagcompile.runtime.dask.cluster.warned import warn
from dagcompile.runtime.dask.graph.graph import Graph
from dagcompile.runtime.dask.graph.tasks import Call, Guard
from dagcompile.runtime.dask.running.counted import Counted
from dagcompile.runtime.dask.shim import GraphNode, Task, TaskRef
from dagcompile.runtime.dask.values.culprits import by_name, captured, culprit, pickles
from dagcompile.runtime.dask.values.sizes import LIGHT, is_small, size_by_value, size_of, size_text
from dagcompile.runtime.expectations import Expectation

HEAVY: Final = 1_000_000
"""Bytes from which on a value is warned of."""
MOST_NAMED: Final = 5
"""Values that one message names."""


class Unsendable(ClusterError):
    """Something of a graph cannot be sent to a cluster, or is too large to be sent."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What something of a graph takes.

    Args:
        what: of which node, or which param.
        bytes: of it, pickled.
        hint: what to do about it.
    """

    what: str
    bytes: int
    hint: str

    def line(self) -> str:
        """What it is and takes, in a line."""
        return f"{self.what} takes {size_text(self.bytes)}"


_THRESHOLD = "distributed.admin.large-graph-warning-threshold"
_UNSAID = Counted(lambda: dask.config.set({_THRESHOLD: "1 PiB"}))
"""Inside of which Dask says nothing of large graphs."""

_AS_PARAM = "load it in a step, and give the run its path"
_AS_LITERAL = "make it a param that names a file, or load it in a step"
_AS_GLOBAL = "put the op in a module that workers import"


@contextmanager
def weighed(graph: Graph, *, limit: int | None) -> Iterator[None]:
    """Look at what `graph` holds, and warn of what is large in it. While inside, Dask does not say
    it again.

    Args:
        limit: bytes that it may hold in all; None for any number.

    Raises:
        Unsendable: it holds more, or what does not pickle.
    """
    weights = sorted(weights_of(graph), key=lambda each: -each.bytes)
    total = sum(each.bytes for each in weights)
    if limit is not None and total > limit:
        named = "".join(f"\n  {each.line()}: {each.hint}" for each in weights[:MOST_NAMED])
        raise Unsendable(
            f"the graph of {graph.pipeline} holds {size_text(total)}, more than the"
            f" {size_text(limit)} that --max-graph allows; nothing was sent{named}"
        )
    heavy = [each for each in weights if each.bytes >= HEAVY]
    for each in heavy:
        warn(f"{each.line()} of the graph, which its scheduler keeps; {each.hint}")
    with _UNSAID() if heavy else nullcontext():
        yield


def weights_of(graph: Graph) -> Iterator[Weight]:
    """What `graph` holds that is not light.

    Raises:
        Unsendable: something of it does not pickle.
    """
    functions: dict[int, None] = {}
    for name, value in graph.params.items():
        for each in _weighed(f"param {name}", value, _AS_PARAM):
            yield replace(each, what=f"param {name}{_takers(graph, name)}")
    params = set(map(id, graph.params.values()))
    for node, call in graph.nodes.items():
        for name, value in _arguments(graph, node, call):
            if id(value) not in params:
                yield from _weighed(f"{node}: the argument {name}", value, _AS_LITERAL)
        if id(call.fn) not in functions:
            functions[id(call.fn)] = None
            yield from _function(node, call.fn)
    rest = list(_distinct(_said(graph)))
    if not pickles([value for _, value in rest]):  # which is one look at all of them
        for what, value in rest:
            _size(what, value, size_by_value)


def _distinct(said: Iterator[tuple[str, object]]) -> Iterator[tuple[str, object]]:
    """One of those that are equal: a thousand guards of `list[int]` are looked at once."""
    known: set[object] = set()
    for what, value in said:
        try:
            if value in known:
                continue
            known.add(value)
        except TypeError:  # of a dict of types, or a check that holds a list
            pass
        yield what, value


def _said(graph: Graph) -> Iterator[tuple[str, object]]:
    """What is said of nodes and their guards in the graph: options, types, expectations."""
    for task in graph.tasks.values():
        function: Any = getattr(task, "func", None)
        if not isinstance(function, Call | Guard):
            continue
        for name, value in (function.options or {}).items():
            yield f"{function.node}: its option {name}", value
        if isinstance(function, Guard):
            yield f"{function.node}: the type of its guard", function.types
        for each in _expected(task):
            yield f"{function.node}: its expectation {each.name}", each


def _expected(task: Any) -> Iterator[Expectation]:
    inner = (each.args for each in task.args if isinstance(each, Task))
    for each in (*task.args, *chain.from_iterable(inner)):
        if isinstance(each, Expectation):
            yield each


def _takers(graph: Graph, name: str) -> str:
    """The nodes that take a large param, in words; the first of them, where there are many."""
    key = graph.keys.param(name)
    nodes = [each for each in graph.nodes if key in graph.tasks[graph.key(each)].dependencies]
    more = len(nodes) - MOST_NAMED
    named = nodes if more <= 0 else [*nodes[:MOST_NAMED], f"{more} more"]
    return f", for {', '.join(named)}," if named else ""


def _weighed(what: str, value: object, hint: str) -> Iterator[Weight]:
    size = _size(what, value, size_of)
    if size > LIGHT:
        yield Weight(what, size, hint)


def _size(what: str, value: object, count: Callable[[Any], int]) -> int:
    try:
        return count(value)
    except Exception as error:
        part = culprit(value)
        where = f" ({what}{part})" if part else ""
        raise Unsendable(
            f"{what} is of class {type(value).__name__}, which cannot be sent to a worker:"
            f" {type(error).__name__}: {error}{where}; give what it can be made of, and make it in"
            " a step"
        ) from error


def _arguments(graph: Graph, node: str, call: Call) -> Iterator[tuple[str, object]]:
    """The arguments of a node that stand in the graph, by name, but for what is small for sure."""
    task: Any = graph.tasks[graph.key(node)]
    own = len(task.args) - sum(call.waits or ())
    for at, value in enumerate(task.args[:own]):
        if not (is_small(value) or isinstance(value, GraphNode | TaskRef)):
            yield _name_of(call.fn, at), value
    for name, value in task.kwargs.items():
        if not (is_small(value) or isinstance(value, GraphNode | TaskRef)):
            yield name, value


def _name_of(function: Any, at: int) -> str:
    try:
        return list(inspect.signature(function).parameters)[at]
    except (TypeError, ValueError, IndexError):
        return str(at)


def _function(node: str, function: Any) -> Iterator[Weight]:
    """What an op takes along that travels by value, as one of `__main__` does."""
    if by_name(function):
        return
    what = f"{node}: its function {getattr(function, '__qualname__', type(function).__name__)}"
    size = _size(what, function, size_by_value)
    if size > LIGHT:
        found = _largest(function)
        yield Weight(f"{what}{found}", size, _AS_GLOBAL)


def _largest(function: Any) -> str:
    """The name of the largest of what a function takes along, if it alone is not light."""
    if not hasattr(function, "__code__"):
        return ""
    sizes = {name: size_of(value) for name, value in captured(function)}
    name = max(sizes, key=lambda each: sizes[each], default="")
    return f", by {name}," if name and sizes[name] > LIGHT else ""
