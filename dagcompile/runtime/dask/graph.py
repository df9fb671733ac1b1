"""One Dask graph, built by the same straight-line code as a script.

    load = graph.step("load", ops.load)(day)          # key load-3f2a9c1d
    load = graph.guard("load", load, list[Row])       # key guard:load-3f2a9c1d
    rank = graph.step("rank", ops.rank)(load)         # waits for both, reads the first

Nothing is computed here: every call adds keys and gives a `Ref`. Keys carry a token of the run's
id, params and configs, so that two runs on one scheduler never share a value.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any, ParamSpec, TypeAlias, TypeVar, Unpack, cast

from dask._task_spec import DataNode, Dict, List, Task, TaskRef, Tuple
from dask.tokenize import tokenize

from dagcompile.runtime.coroutines import Step
from dagcompile.runtime.dask import tasks
from dagcompile.runtime.depth import Depth
from dagcompile.runtime.expectations import Expectation
from dagcompile.runtime.node import Body, Options, Types
from dagcompile.runtime.report import Outputs
from dagcompile.runtime.tokens import but_skipped
from dagcompile.runtime.tokens import gather as gather_values
from dagcompile.runtime.verdict import Severity

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

Key: TypeAlias = str | tuple[str, str]


class Ref:
    """A value that the graph will compute. Asked for a port (`split.train`), gives its Ref."""

    __slots__ = ("_graph", "_name", "_nodes", "_spec")

    def __init__(self, graph: "Graph", name: str, spec: Any, nodes: frozenset[str]) -> None:
        self._graph = graph
        self._name = name
        self._spec = spec
        self._nodes = nodes

    def __getattr__(self, port: str) -> "Ref":
        if port.startswith("_"):
            raise AttributeError(port)
        key = (self._graph.key(self._name), port)
        if key not in self._graph.tasks:
            self._graph.add(key, tasks.port, self._spec, port)
        return Ref(self._graph, self._name, TaskRef(key), self._nodes)


def gather(container: T) -> T:
    """A list, tuple or dict of step values, or the token that keeps a step from using it."""
    refs = list(_refs(container))
    if not refs:
        return container
    spec = Task(None, gather_values, _spec(container))
    nodes = frozenset[str]().union(*(each._nodes for each in refs))
    return cast(T, Ref(refs[0]._graph, "gather", spec, nodes))


def _refs(container: Any) -> Iterator[Ref]:
    values = container.values() if isinstance(container, dict) else container
    return (each for each in values if isinstance(each, Ref))


def _spec(value: Any) -> Any:
    """`value` as an argument of a Dask task. Only containers that hold a Ref are looked into."""
    match value:
        case Ref():
            return value._spec
        case dict() if any(_refs(value)):
            return Dict({name: _spec(each) for name, each in value.items()})
        case list() if any(_refs(value)):
            return List(*(_spec(each) for each in value))
        case tuple() if any(_refs(value)):
            return Tuple(*(_spec(each) for each in value))
        case list() | tuple():
            # Bare, and alone in a List or Tuple, it would be taken for what that is to hold.
            return DataNode(None, value)
        case _:
            return value


def _expects(expectations: Sequence[Expectation]) -> Any:
    return List(*(_expected(each) for each in expectations))


def _expected(expectation: Expectation) -> Any:
    """An expectation as an argument of a Dask task, which makes it of the values that it is of."""
    values = Dict({name: _spec(each) for name, each in expectation.inputs.items()})
    return Task(None, tasks.looking, replace(expectation, inputs={}), values)


class Graph:
    """The keys of one run of a pipeline."""

    def __init__(
        self,
        *,
        pipeline: str,
        run: str,
        params: Mapping[str, Any] | None = None,
        configs: Mapping[str, Any] | None = None,
    ) -> None:
        self.pipeline = pipeline
        self.run = run
        self.configs = configs or {}
        said = f"{pipeline}\n{run}\n{tokenize(dict(params or {}))}"
        if configs:
            from dagcompile.runtime.config import encoded

            said += f"\n{tokenize(encoded(configs))}"
        self.token = "r" + hashlib.sha256(said.encode()).hexdigest()[:11] + "0"
        self.tasks: dict[Key, Task] = {}
        self.nodes: dict[str, bool] = {}
        """Ids of the nodes, in order, and whether a key of its own guards each."""
        self._used: set[str] = set()

    def key(self, name: str) -> str:
        """The key of this run for the node `name`. Its part before the token is the dashboard's
        group.
        """
        return f"{name.replace(':', '::')}-{self.token}"

    def key_beside(self, kind: str, name: str) -> str:
        """The key of what stands beside the node `name`, which no node has, whatever its id."""
        return f"{kind}:{self.key(name)}"

    def step(self, node: str, fn: Callable[P, R], **options: Unpack[Options]) -> Step[P, R]:
        """`fn` as the body of `node`; the options mean what they mean in `Run.step`."""
        expects = _expects(options.pop("expects", ()))
        body = Body(fn=fn, **options)

        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            inputs = (*args, *kwargs.values())
            arguments = (
                body,
                List(*(_spec(each) for each in args)),
                Dict({name: _spec(each) for name, each in kwargs.items()}),
                *self._waits(inputs, body.after, body.unless_failed),
                expects,
            )
            return cast(R, self._add(node, tasks.call, *arguments))

        return call

    def config(self, node: str, default: T) -> T:
        """The config of `node`: `default`, unless this run was given another."""
        return cast(T, self.configs.get(node, default))

    def guard(
        self,
        node: str,
        value: T,
        types: Types,
        *,
        severity: Severity = "error",
        depth: Depth = "full",
        expects: Sequence[Expectation] = (),
    ) -> T:
        """Check what `node` returned, and what is expected of it, by a key of its own."""
        step = TaskRef(self.key(node))
        key = self.key_beside("guard", node)
        ports = DataNode(None, tuple(types) if isinstance(types, dict) else ())
        arguments = (step, types, severity, depth, ports, _expects(expects))
        self.add(key, tasks.guard, self._spec_of(node), *arguments)
        self.nodes[node] = True
        return value

    def guard_input(
        self,
        subject: str,
        value: T,
        type_: Any,
        *,
        severity: Severity = "error",
        depth: Depth = "full",
    ) -> T:
        """`value`, to be checked when the node that `subject` names (`node.port`) is to run."""
        spec = Task(None, tasks.pending, _spec(value), type_, subject, severity, depth)
        nodes = value._nodes if isinstance(value, Ref) else frozenset[str]()
        return cast(T, Ref(self, subject, spec, nodes))

    def first_of(
        self,
        node: str,
        *values: T,
        after: Sequence[str] = (),
        unless_failed: Sequence[str] = (),
    ) -> T:
        """The first of `values` that is there. Skipped if none is; not run if one failed."""
        specs = List(*(_spec(each) for each in values))
        waits = self._waits(values, after, unless_failed)
        return cast(T, self._add(node, tasks.first_of, specs, *waits))

    def expectation(
        self,
        node: str,
        expectation: Expectation,
        *,
        after: Sequence[str] = (),
        unless_failed: Sequence[str] = (),
    ) -> None:
        """What is expected of the outputs of several nodes, as a node that gives nothing."""
        waits = self._waits(tuple(expectation.inputs.values()), after, unless_failed)
        self._add(node, tasks.expectation, _expected(expectation), *waits)

    def outputs(self, values: dict[str, Any]) -> Outputs:
        """The values of a pipeline that returns several."""
        return Outputs(values)

    def close(self, returned: Any) -> str:
        """Add the key that holds what the pipeline returns, once every node has ended; gives it."""
        named: Mapping[str, Any] = (
            returned if isinstance(returned, Outputs) else {"result": returned}
        )
        guards = {name: self._guards([value]) for name, value in named.items()}
        leaves = List(*(self._done(node) for node in self.nodes if node not in self._used))
        key = self.key_beside("outputs", self.pipeline)
        values = Dict({name: _spec(value) for name, value in named.items()})
        self.add(key, tasks.collect, self._spec_of(""), values, Dict(guards), leaves)
        return key

    def here(self) -> AbstractContextManager[None]:
        """To be entered while the graph is computed on threads of this process."""
        return nullcontext()

    def add(self, key: Key, function: Callable[..., Any], *arguments: Any) -> None:
        """Add one key.

        Raises:
            ValueError: it is there already.
        """
        if key in self.tasks:
            raise ValueError(f"two tasks of {self.pipeline} have the key {key!r}")
        self.tasks[key] = Task(key, function, *arguments)

    def _add(self, node: str, function: Callable[..., Any], *arguments: Any) -> Ref:
        key = self.key(node)
        self.add(key, function, self._spec_of(node), *arguments)
        self.nodes[node] = False
        return Ref(self, node, TaskRef(key), frozenset([node]))

    def _spec_of(self, node: str) -> tasks.Spec:
        return tasks.Spec(node=node, run=self.run, pipeline=self.pipeline)

    def _waits(
        self, inputs: Sequence[Any], after: Sequence[str], unless_failed: Sequence[str]
    ) -> tuple[Any, Any]:
        strictly = [self._done(each) for each in after]
        others = [Task(None, but_skipped, self._done(each)) for each in unless_failed]
        return self._guards(inputs), List(*strictly, *others)

    def _guards(self, inputs: Sequence[Any]) -> Any:
        nodes = {
            node: None for each in inputs if isinstance(each, Ref) for node in sorted(each._nodes)
        }
        self._used.update(nodes)
        return List(
            *(TaskRef(self.key_beside("guard", node)) for node in nodes if self.nodes[node])
        )

    def _done(self, node: str) -> TaskRef:
        """A small key that tells how `node` ended: no value travels for the sake of order."""
        key = self.key_beside("done", node)
        guard = TaskRef(self.key_beside("guard", node)) if self.nodes[node] else None
        if key not in self.tasks:
            self.add(key, tasks.outcome_of, TaskRef(self.key(node)), guard)
        self._used.add(node)
        return TaskRef(key)
