"""Adds what is called for a node to a graph: by a key of the run, or by one that runs share.

What is pure takes from shared keys what it takes from steps. Where it takes anything that is of one
run, it is of that run too, and has a key as any other step.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast

from dagcompile.runtime.dask.graph import tasks
from dagcompile.runtime.dask.graph.content import Contents, digest_of_value
from dagcompile.runtime.dask.graph.keys import Key, shared_key, shared_param
from dagcompile.runtime.dask.graph.sharing import NOBODY, Shared, told_of, value_of, within
from dagcompile.runtime.dask.shim import (
    DataNode,
    Dict,
    GraphNode,
    List,
    Task,
    TaskRef,
    Tuple,
    task_with,
)
from dagcompile.runtime.expectations import Expectation

C = TypeVar("C", tasks.Call, tasks.Guard)

Taken: TypeAlias = tuple[Any, str]
"""How a shared task takes what another gives, and the digest of that."""


class OfOneRun(Exception):
    """Something that a step takes is of one run."""


class Adding:
    """Adds what is called for nodes to the graph of one run; where they are pure, also what runs
    share.

    Args:
        graph: the tasks, by key.
    """

    def __init__(self, graph: dict[Key, GraphNode]) -> None:
        self.pure: set[str] = set()
        self.before: dict[str, list[TaskRef]] = {}
        """What is told before a pure node, as it has no part in its value."""
        self._graph = graph
        self._shared: dict[Key, Taken] = {}
        self._contents = Contents()

    def call(
        self,
        key: Key,
        call: C,
        fn: Callable[..., Any],
        args: tasks.Args,
        kwargs: dict[str, Any],
    ) -> C:
        """Add what is called for a node; gives what is called in this run.

        Args:
            key: of it in this run.
            call: what is called.
            fn: the op.
            args: as those of a Dask task.
            kwargs: likewise.
        """
        taken = self._taken(call, fn, args, kwargs) if call.node in self.pure else None
        if taken is None:
            self._graph[key] = task_with(key, call, args, kwargs)
            return call
        there = shared_key(key, taken.digest)
        self._graph[there] = task_with(
            there, Shared(within(call, NOBODY)), taken.args, taken.kwargs
        )
        self._shared[key] = Task(None, value_of, TaskRef(there)), taken.digest
        told: C = told_of(call)
        self._graph[key] = Task(key, told, TaskRef(there), *self.before.get(call.node, ()))
        return told

    def part(self, key: Key, function: Callable[..., Any], of: Key, *said: Any) -> None:
        """Add what `function` makes of what another key gives."""
        self._graph[key] = Task(key, function, TaskRef(of), *said)
        if of in self._shared:
            value, digest = self._shared[of]
            self._shared[key] = Task(None, function, value, *said), f"{digest} {said}"

    def _taken(
        self,
        call: tasks.Call | tasks.Guard,
        fn: Callable[..., Any],
        args: tasks.Args,
        kwargs: Mapping[str, Any],
    ) -> "_Taken | None":
        """What the shared task takes; None where something of it is of one run."""
        taking = _Taking(self._given)
        try:
            own = tuple(taking.of(each) for each in args)
            named = {name: taking.of(each) for name, each in kwargs.items()}
        except OfOneRun:
            return None
        values = [len(args), list(kwargs), *taking.values]
        digest = self._contents.of(call.node, fn, [*_said(call), *taking.said], values)
        return None if digest is None else _Taken(digest, own, named)

    def _given(self, key: Key) -> Taken:
        """How a shared task takes what is `key` in this run.

        Raises:
            OfOneRun: it is of the run.
        """
        if key not in self._shared:
            param = self._graph[key]
            digest = digest_of_value(param.value) if isinstance(param, DataNode) else None
            if digest is None:
                raise OfOneRun
            there = shared_param(digest)
            self._graph[there] = param.substitute({}, key=there)
            self._shared[key] = TaskRef(there), digest
        return self._shared[key]


class _Taken(NamedTuple):
    digest: str
    args: tasks.Args
    kwargs: dict[str, Any]


def _said(call: tasks.Call | tasks.Guard) -> tuple[Any, ...]:
    """How it is called, but for its node, its op and the run."""
    own = call.waits if isinstance(call, tasks.Call) else call.types
    return type(call).__name__, call.options, own


class _Taking:
    """Arguments of a task, taken from shared keys: `values` and `said` are what they are."""

    def __init__(self, given: Callable[[Key], Taken]) -> None:
        self._given = given
        self.values: list[Any] = []
        self.said: list[Any] = []

    def of(self, argument: Any) -> Any:
        """The argument of the shared task.

        Raises:
            OfOneRun: it is of one run.
        """
        match argument:
            case TaskRef():
                value, digest = self._given(cast(Key, argument.key))
                self.values.append(("key", digest))
                return value
            case List() | Tuple() | Dict():
                self.values.append((type(argument).__name__, len(argument.args)))
                made = [self.of(each) for each in argument.args]
                if isinstance(argument, Dict):
                    return Dict(dict(zip(made[::2], made[1::2], strict=True)))
                return type(argument)(*made)
            case Task(func=function, args=(first, *others)):
                # Made within the task: a gather, a guard of an input, an expectation.
                self.values.append((function.__name__, len(others)))
                if function is tasks.pending:
                    self.said += others
                    return Task(None, function, self.of(first), *others)
                return Task(None, function, *map(self.of, argument.args))
            case Expectation():
                self.said.append(argument)
                return argument
            case DataNode():
                self.values.append(("value", argument.value))
                return argument
            case _:
                self.values.append(("value", argument))
                return argument
