"""`@collection`: the function of a generated module, called for one run as a Dask collection.

daily_delays(day=date(2013, 1, 1)).compute()           # in anybody's own Dask code
daily_delays.with_options(run_id="r1")(day=date(2013, 1, 1)).key
execute(daily_delays, scheduler="tcp://127.0.0.1:8786", day=date(2013, 1, 1))
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, Unpack, overload

from dask.delayed import Delayed

from dagcompile.runtime.asked import run_named
from dagcompile.runtime.collector import without_collector
from dagcompile.runtime.dask.graph.graph import Graph
from dagcompile.runtime.dask.graph.needs import SharedOptions
from dagcompile.runtime.dask.graph.refs import by_reference
from dagcompile.runtime.dask.graph.scope import Scope
from dagcompile.runtime.dask.running.speaking import Speech
from dagcompile.runtime.debug import Debug, check_debug, debug_asked
from dagcompile.runtime.needing import store_for
from dagcompile.runtime.params import complete, parted, written

P = ParamSpec("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What a run is given beside the params of its pipeline.

    Args:
        run_id: its name, made up if None; the same id, params and config give the same keys.
        config: what this run changes in the configs of nodes: `{"clean": {"max_delay": 300}}`.
        debug: "mutations": tell what is changed in place; if None, the environment says.
        store: folder or URL where outputs are kept; if None, the environment says.
    """

    run_id: str | None = None
    config: Mapping[str, Any] | None = None
    debug: Debug | None = None
    store: str | None = None


class Pipeline(Generic[P]):
    """The function of a generated module.

    Called with params, it gives one run as a `dask.delayed.Delayed`, which tells no events. Its
    value is what the pipeline returns: None in place of a single output that was withheld, a dict
    of those that are there where there are several. It raises `RunFailed` where a node failed, once
    every other that could run has.
    """

    def __init__(
        self,
        function: Callable[Concatenate[Graph, P], Any],
        name: str,
        options: RunOptions = RunOptions(),
        shared: SharedOptions | None = None,
    ) -> None:
        update_wrapper(self, function)
        del self.__wrapped__  # type: ignore[attr-defined]  # whose signature has a graph
        _, *params = inspect.signature(function).parameters.values()
        self.__signature__ = inspect.Signature(params, return_annotation=Delayed)
        self.function = function
        self.name = name
        self.options = options
        self.shared: SharedOptions = shared or {}
        self._bare = self
        """The same without options: what the module defines."""

    def __call__(self, *args: P.args, **params: P.kwargs) -> Delayed:
        """One run.

        Raises:
            ParamError: a param is not of its type, missing, or not one of the pipeline's.
            ConfigError: a config cannot be changed so.
            UnknownDebug: the environment asks to debug what there is not.
            NoStore: the pipeline keeps outputs, and there is no store.
        """
        if args:
            raise TypeError(f"the params of {self.name} are given by name: {self.__signature__}")
        graph, key = self.graph(params, topic=_nowhere)
        return graph.delayed(key)

    def __repr__(self) -> str:
        return f"<pipeline {self.name} of {self.function.__module__}>"

    def __reduce__(self) -> str | tuple[Any, ...]:
        # By its name, as functions are: what the module calls so is this, and not the function.
        if self._bare is self:
            return self.function.__qualname__
        return _with, (self._bare, self.options)

    def with_options(
        self,
        *,
        run_id: str | None = None,
        config: Mapping[str, Any] | None = None,
        debug: Debug | None = None,
        store: str | None = None,
    ) -> "Pipeline[P]":
        """The same for runs with these options; what is None is as it was.

        Raises:
            UnknownDebug: there is no such thing to debug.
            ValueError: the run has no name.
        """
        if debug is not None:
            check_debug(debug)
        if run_id is not None:
            run_named(run_id)
        before = self.options
        options = RunOptions(
            run_id=before.run_id if run_id is None else run_id,
            config=before.config if config is None else config,
            debug=before.debug if debug is None else debug,
            store=before.store if store is None else store,
        )
        return _with(self, options)

    def graph(
        self,
        params: Mapping[str, Any],
        *,
        topic: Callable[[str], str | None],
        speech: Speech | None = None,
    ) -> tuple[Graph, str]:
        """The graph of one run, and its key that holds what the pipeline returns.

        Args:
            topic: where the events of a run go, by its id; the token of its keys is added.
            speech: what becomes of what ops print and log.

        Raises:
            ParamError, ConfigError, UnknownDebug, NoStore: as when it is called.
        """
        function: Callable[..., Any] = self.function
        config = self.options.config
        values = complete(function, params, name=self.name)
        configs: Mapping[str, Any] = {}
        if config:  # what reads them is imported for those who ask
            from dagcompile.runtime.config import configs_for

            configs = configs_for(function, config, name=self.name)
        run, debug = run_named(self.options.run_id), debug_asked(self.options.debug)
        scope = Scope(self.name, run, topic(f"{self.name}-{run}"), debug, speech)
        given: dict[str, Any] = {
            "params": written(function, values),
            "configs": configs,
            "store": store_for(function, self.options.store, name=self.name),
            "shared": self.shared,
        }
        if debug is None:
            graph = Graph(scope, **given)
        else:
            from dagcompile.runtime.dask.graph.watched import WatchedGraph
            from dagcompile.runtime.debug.uses import uses_of

            graph = WatchedGraph(scope, uses=uses_of(function), **given)
        if scope.topic is not None:  # whatever else two runs of one name are, each hears its own
            scope.topic = f"{scope.topic}-{graph.keys.token}"
        values = {name: by_reference(graph, name, each) for name, each in values.items()}
        with without_collector():
            return graph, graph.close(function(graph, **values))


def _with(pipeline: Pipeline[P], options: RunOptions) -> Pipeline[P]:
    made = Pipeline(pipeline.function, pipeline.name, options, pipeline.shared)
    made._bare = pipeline._bare
    return made


def _nowhere(run: str) -> None:  # noqa: ARG001
    return None


@overload
def collection(function: Callable[Concatenate[Graph, P], Any], /) -> Pipeline[P]: ...
@overload
def collection(
    *, name: str | None = None, **shared: Unpack[SharedOptions]
) -> Callable[[Callable[Concatenate[Graph, P], Any]], Pipeline[P]]: ...
def collection(
    function: Any = None, /, *, name: str | None = None, **shared: Unpack[SharedOptions]
) -> Any:
    """The function of a generated module as a `Pipeline`.

    Args:
        name: the pipeline's id, where it is not the function's name.
        shared: what holds for all nodes that do not say their own.
    """

    def made(function: Any) -> Pipeline[...]:
        return Pipeline(function, name or function.__name__, shared=shared)

    return made if function is None else made(function)


def pipeline_of(
    given: Callable[..., Any], params: Mapping[str, Any]
) -> tuple[Pipeline[...], Mapping[str, Any]]:
    """A pipeline, or a partial of one, which may hold params of any name; and all of its params.

    Raises:
        TypeError: it is something else.
    """
    pipeline, params = parted(given, params)
    if not isinstance(pipeline, Pipeline):
        raise TypeError(
            f"{pipeline!r} is no pipeline of a generated Dask module; "
            "if it is the function of one, decorate it with @collection"
        )
    return pipeline, params
