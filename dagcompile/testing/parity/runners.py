"""What runs the artifacts of a target for the parity suite, and helpers for those who write one.

    class MyRunner:
        name = "mine"
        def run(self, cases: Sequence[BuiltCase]) -> dict[str, Observed | Unrunnable]: ...

A target names its runner classes by import path (`Target.runners`), so that its engine is
imported only where it runs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Protocol, assert_never, cast

from dagcompile.ir import records as ir
from dagcompile.ir.values import from_value
from dagcompile.runtime.report import Report
from dagcompile.runtime.tokens import Missing, gather
from dagcompile.testing.parity.annotations import container
from dagcompile.testing.parity.observed import Event, NodeObservation, Observed, by_node


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltCase:
    """A case that has been compiled for one target.

    Args:
        name: of the case, unique among those that are run together.
        folder: holds the artifacts of the case's pipeline, which several cases may share.
        paths: of the artifacts within `folder`.
        pipeline: what the artifacts were made from.
        params: of the run, as live values; a runner puts them into its engine's own form.
        config: what the run changes in the configs of nodes, likewise, by node and field.
    """

    name: str
    folder: Path
    paths: tuple[str, ...]
    pipeline: ir.Pipeline
    params: Mapping[str, Any]
    config: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The pipeline's id."""
        return self.pipeline.meaning.name


@dataclass(frozen=True, slots=True)
class Unrunnable:
    """A case whose run could not even be started, and why."""

    reason: str


class Runner(Protocol):
    """Runs the artifacts of one target on one engine."""

    name: str
    """Of the runner, unique among all: `script`, `dask-threads`."""

    def run(self, cases: Sequence[BuiltCase]) -> Mapping[str, Observed | Unrunnable]:
        """What became of each case, by its name. Called once a suite: start engines here."""
        ...


def load_runner(path: str) -> Runner:
    """An instance of the runner class at `module:name`.

    Raises:
        ImportError, AttributeError: there is none.
    """
    module, _, name = path.partition(":")
    return cast(Runner, getattr(import_module(module), name)())


def function_of(case: BuiltCase) -> Callable[..., Any]:
    """The function of a case whose artifact is one Python module that defines no other.

    Raises:
        Exception: what the module raises when it is imported.
    """
    (path,) = case.paths
    name = f"_parity_{case.folder.name}"
    spec = spec_from_file_location(name, case.folder / path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    function: Callable[..., Any]
    (function,) = (
        each
        for each in vars(module).values()
        if callable(each) and getattr(each, "__module__", None) == name
    )
    return function


def observed_of(report: Report, events: Sequence[Event]) -> Observed:
    """A run that gave a report, which must say what its last event says."""
    finished = events[-1]
    told = {name: node.record() for name, node in report.nodes.items()}
    assert [each["event"] for each in (events[0], finished)] == ["run_started", "run_finished"]
    assert finished["nodes"] == told, f"{finished['nodes']} is not {told}"
    assert finished["outcome"] == report.outcome
    named = {(each["run"], each["pipeline"]) for each in events}
    assert named == {(report.run, report.pipeline)}, f"events of other runs: {named}"
    return Observed(
        outcome=report.outcome,
        results=report.results,
        nodes={
            name: NodeObservation(outcome=node.outcome, withheld=tuple(sorted(node.withheld)))
            for name, node in report.nodes.items()
        },
        events=by_node(events),
    )


def results_of(case: BuiltCase, port: Callable[[ir.FromPort], Any]) -> dict[str, Any]:
    """The outputs of a pipeline that are there, where an engine only keeps those of its nodes.

    Args:
        case: what was run.
        port: gives the value of a port, or a `Missing` where there is none.
    """
    meaning = case.pipeline.meaning
    defaults = {each.name: each.default for each in meaning.params}

    def value(source: ir.Source) -> Any:
        match source:
            case ir.Const():
                return from_value(source.value)
            case ir.FromParam():
                default = defaults[source.name]
                if source.name in case.params or default is None:
                    return case.params[source.name]
                return from_value(default.value)
            case ir.FromPort():
                return port(source)
            case ir.Gather():
                return gather(container(source, [value(each) for each in source.items]))
            case _:
                assert_never(source)

    if not meaning.outputs:
        return {"result": None}  # as a function that returns nothing
    outputs = {each.name: value(each.source) for each in meaning.outputs}
    return {name: each for name, each in outputs.items() if not isinstance(each, Missing)}
