"""One Dask graph, built by the same straight-line code as a script.

    load = graph.step("load", ops.load_day)(day)      # key ("load_day-r3f2a9c1d0b70", "load")
    load = graph.guard("load", load, list[Row])       # key ("guard:load_day-r3f2a9c1d0b70", "load")
    rank = graph.step("rank", ops.rank)(load)         # waits for both, reads the first

Nothing is computed here: every call adds keys and gives a `Ref`.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, Unpack, cast

from dask.delayed import Delayed

from dagcompile.runtime.coroutines import Step
from dagcompile.runtime.dask.graph import tasks
from dagcompile.runtime.dask.graph.adding import Adding
from dagcompile.runtime.dask.graph.keys import Key, Keys
from dagcompile.runtime.dask.graph.needs import Asked, PlacedOptions, SharedOptions, layered
from dagcompile.runtime.dask.graph.refs import Ref, argument, expected, nodes_of, spec_of
from dagcompile.runtime.dask.graph.results import Result, collect
from dagcompile.runtime.dask.graph.scope import Scope
from dagcompile.runtime.dask.shim import Dict, GraphNode, List, Task, TaskRef
from dagcompile.runtime.depth import Depth
from dagcompile.runtime.expectations import Expectation
from dagcompile.runtime.node import Types
from dagcompile.runtime.report import Outputs
from dagcompile.runtime.verdict import Severity

if TYPE_CHECKING:
    from dagcompile.runtime.store import Store

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class Graph:
    """The keys of one run of a pipeline.

    Args:
        scope: the run, as its tasks know it.
        params: as JSON builtins where they have such a form.
        configs: those that this run changes, by node.
        store: where outputs are kept; None where the pipeline keeps none.
        shared: what is said of all nodes.
    """

    def __init__(
        self,
        scope: Scope,
        *,
        params: Mapping[str, Any] | None = None,
        configs: Mapping[str, Any] | None = None,
        store: "Store | None" = None,
        shared: SharedOptions | None = None,
    ) -> None:
        self.scope = scope
        self.pipeline = scope.pipeline
        self.run = scope.run
        self.configs = configs or {}
        self.store = store
        said = [scope.run, scope.topic, scope.debug, params or {}]
        if configs:
            from dagcompile.runtime.config import encoded

            said.append(encoded(configs))
        self.keys = Keys(scope.pipeline, *said)
        self.tasks: dict[Key, GraphNode] = {}
        self.params: dict[str, Any] = {}
        """By name; of large ones the tasks that take them hold a reference."""
        self.nodes: dict[str, tasks.Call] = {}
        """By id, in order."""
        self.leaves: list[Key] = []
        """Keys that no other waits for, once the graph is closed: with all of them, everything has
        ended.
        """
        self._shared = shared or {}
        self._asked = Asked(self._shared)
        self.needs = self._asked.needs
        """What nodes ask of the workers that they run on; of those that ask for something."""
        self._adding = Adding(self.tasks)
        self._ops: dict[str, str] = {}
        self._guarded: set[str] = set()
        self._awaited: set[str] = set()
        self._valued: set[str] = set()

    def step(self, node: str, fn: Callable[P, R], **options: Unpack[PlacedOptions]) -> Step[P, R]:
        """`fn` as the body of `node`; the options mean what they mean in `Run.step`, and those of
        `Needs` what they mean there.
        """
        options = {**self._shared, **options}
        if options.pop("pure", None) and not (_MORE & options.keys() or self.scope.debug):
            self._adding.pure.add(node)
        asks = " on ".join(self._asked.step(node, options).of_worker()) or None
        after, unless_failed = options.pop("after", ()), options.pop("unless_failed", ())
        expects = options.pop("expects", ())
        said = cast(dict[str, Any], options)
        if "keeps" in said:
            said["store"] = self.store
        call = tasks.Call(self.scope, node, fn, said or None, asks=asks)

        def add(*args: P.args, **kwargs: P.kwargs) -> R:
            inputs = (*args, *kwargs.values()) if kwargs else args
            named = {name: argument(each) for name, each in kwargs.items()}
            strict = [*self._guards(inputs), *map(self._ended, after)]
            leniently = [self._ended(each) for each in unless_failed]
            looks = [expected(each) for each in expects]
            own = tuple(argument(each) for each in args)
            if node in self._adding.pure:
                before = map(self._ended, nodes_of(inputs))
                self._adding.before[node] = [*before, *strict, *leniently]
            return cast(
                R, self._add(call, own, named, strict=strict, leniently=leniently, looks=looks)
            )

        return add

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
        options: dict[str, Any] = {}
        if severity != "error":
            options["severity"] = severity
        if depth != "full":
            options["depth"] = depth
        key = self.key(node, "guard:")
        guard = tasks.Guard(self.scope, node, types, options or None)
        looks, step = [expected(each) for each in expects], TaskRef(self.key(node))
        self._adding.before[node] = [step]
        self._adding.call(key, guard, self.nodes[node].fn, (step, *looks), {})
        self._guarded.add(node)
        self._valued.add(node)
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
        spec = Task(None, tasks.pending, spec_of(value), type_, subject, severity, depth)
        return cast(T, Ref(self, spec, tuple(nodes_of([value]))))

    def first_of(
        self,
        node: str,
        *values: T,
        after: Sequence[str] = (),
        unless_failed: Sequence[str] = (),
    ) -> T:
        """The first of `values` that is there. Skipped if none is; not run if one failed."""
        strict = [self._ended(each) for each in after]
        leniently = [*self._guards(values), *map(self._ended, unless_failed)]
        own = tuple(argument(each) for each in values)
        call = tasks.FirstOf(self.scope, node, tasks.first_of)
        return cast(T, self._add(call, own, {}, strict=strict, leniently=leniently, looks=[]))

    def expectation(
        self,
        node: str,
        expectation: Expectation,
        *,
        after: Sequence[str] = (),
        unless_failed: Sequence[str] = (),
    ) -> None:
        """What is expected of the outputs of several nodes, as a node that gives nothing."""
        strict = [
            *self._guards(tuple(expectation.inputs.values())), *map(self._ended, after)
        ]  # fmt: skip
        leniently = [self._ended(each) for each in unless_failed]
        call = tasks.Look(self.scope, node, expectation.fn)
        self._add(call, (expected(expectation),), {}, strict=strict, leniently=leniently, looks=[])

    def outputs(self, values: dict[str, Any]) -> Outputs:
        """The values of a pipeline that returns several."""
        return Outputs(values)

    def close(self, returned: Any) -> str:
        """Add the key that holds what the pipeline returns, once every node has ended; gives it.

        Where somebody listens to the run, that is a dict of the outputs that are there. Else it is
        the result itself, and it is `RunFailed` that is raised where a node failed.
        """
        several = isinstance(returned, Outputs)
        named: Mapping[str, Any] = returned if several else {"result": returned}
        guards = {name: List(*self._guards([value])) for name, value in named.items()}
        for node, call in self.nodes.items():
            call.gives = "value" if node in self._valued else "ending"
        ends = [node for node in self.nodes if node not in self._awaited]
        self.leaves = [self._end(node) for node in ends]
        values = Dict({name: spec_of(value) for name, value in named.items()})
        key = self.keys.outputs()
        function = (
            collect
            if self.scope.topic is not None
            else Result(self.scope, None if several else "result")
        )
        self.tasks[key] = Task(
            key, function, values, Dict(guards), List(*map(TaskRef, self.leaves))
        )
        return key

    def delayed(self, key: str) -> Delayed:
        """The value of `key` as a Dask collection."""
        if not self.needs:
            return Delayed(key, self.tasks)
        graph, layer = layered(self.tasks, self._asked.of, key)
        return Delayed(key, graph, layer=layer)

    def here(self) -> AbstractContextManager[None]:
        """To be entered while the graph is computed on threads of this process."""
        return nullcontext()

    def port(self, node: str, name: str) -> Key:
        """The key of one of the outputs of `node`, which is added if it is not there yet."""
        key = self.keys.port(self._ops[node], node, name)
        if key not in self.tasks:
            self._adding.part(key, tasks.port, self.key(node), name)
            self._valued.add(node)
        return key

    def _add(
        self,
        call: tasks.Call,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        strict: list[Any],
        leniently: list[Any],
        looks: list[Any],
    ) -> Ref:
        node = call.node
        if node in self.nodes:
            raise ValueError(f"two nodes of {self.pipeline} have the id {node!r}")
        if strict or leniently or looks:
            call.waits = len(strict), len(leniently), len(looks)
            args = (*args, *strict, *leniently, *looks)
        self._asked.other(node)
        call = self._called(call)
        self._ops[node] = call.__name__
        key = self.key(node)
        self.nodes[node] = self._adding.call(key, call, call.fn, args, kwargs)
        return Ref(self, TaskRef(key), (node,))

    def _called(self, call: tasks.Call) -> tasks.Call:
        return call

    def key(self, node: str, kind: str = "") -> Key:
        """The key of what `node` returns, or of what stands beside it (`guard:`)."""
        return self.keys.of(self._ops[node], node, kind=kind)

    def _guards(self, inputs: Sequence[Any]) -> list[TaskRef]:
        """The guards of the nodes that `inputs` come from, whose values are wanted."""
        nodes = list(nodes_of(inputs))
        self._awaited.update(nodes)
        self._valued.update(nodes)
        return [TaskRef(self.key(node, "guard:")) for node in nodes if node in self._guarded]

    def _ended(self, node: str) -> TaskRef:
        """What tells how `node` ended: no value travels for the sake of order."""
        self._awaited.add(node)
        if node in self._guarded or isinstance(self.nodes[node], tasks.Look):
            return TaskRef(self._end(node))
        key = self.key(node, "ended:")
        if key not in self.tasks:
            self._adding.part(key, tasks.ending, self.key(node))
            self._valued.add(node)
        return TaskRef(key)

    def _end(self, node: str) -> Key:
        return self.key(node, "guard:" if node in self._guarded else "")


_MORE = frozenset({"context", "keeps"})
"""Options of what does more than to give a value, and so is of its run."""
