"""Cases compiled for a target, or refused by it as it said that it would.

A case that asks for what a target declares it cannot do must fail to compile with DC501 alone.
It is then emitted all the same and run with the others: a gap that works is no gap.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from os import environ
from pathlib import Path
from typing import Any, TypeAlias

from dagcompile.codegen.artifact import Artifact
from dagcompile.diagnostics import CompileError
from dagcompile.ir.records import OpNode, Pipeline, Placement
from dagcompile.ir.values import to_value
from dagcompile.project.compiled import Compiled
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.runtime.store import STORE_VARIABLE
from dagcompile.target import Target
from dagcompile.testing.parity.cases import Case
from dagcompile.testing.parity.observed import Observed
from dagcompile.testing.parity.runners import BuiltCase
from dagcompile.testing.parity.semantics import evaluate

Folders: TypeAlias = Callable[[], Path]
"""Gives another empty folder each time."""

GAP = "DC501"
"""Code of the refusal of what a target declares that it cannot do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A case and where its guards are to stand; None is the target's own default."""

    case: Case
    guards: Placement | None = None

    @property
    def name(self) -> str:
        """Of the case in this suite: `chain`, `chain@steps`."""
        return f"{self.case.name}@{self.guards}" if self.guards else self.case.name


@dataclass(slots=True)
class Builder:
    """Compiles each pipeline once for each placement of guards."""

    target: Target
    folders: Folders
    _emitted: dict[tuple[int, Placement | None], "_Emission"] = field(default_factory=dict)

    def build(self, asked: Asked) -> "Built":
        """The case, ready to be run.

        Raises:
            CompileError: the pipeline is wrong, or refused for another reason than a gap.
        """
        key = id(asked.case.pipeline), asked.guards
        if key not in self._emitted:
            self._emitted[key] = self._emit(asked)
        emission = self._emitted[key]
        if emission.paths is None:
            return Built(gap=True)
        case = BuiltCase(
            name=asked.name,
            folder=emission.folder,
            paths=emission.paths,
            pipeline=emission.pipeline,
            params=params_of(asked.case, emission.pipeline, self.folders),
            config=asked.case.config,
        )
        return Built(gap=emission.gap, case=case)

    def _emit(self, asked: Asked) -> "_Emission":
        compiled = renamed(compile_loaded(asked.case.pipeline, guards=asked.guards), asked.guards)
        artifacts, gap = self._artifacts(compiled)
        folder = self.folders()
        for each in artifacts or ():
            path = folder / each.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(each.text.encode())
        paths = None if artifacts is None else tuple(each.path for each in artifacts)
        return _Emission(pipeline=compiled.pipeline, folder=folder, paths=paths, gap=gap)

    def _artifacts(self, compiled: Compiled) -> tuple[tuple[Artifact, ...] | None, bool]:
        """The artifacts, None where there are none, and whether the target declares a gap."""
        chosen = Chosen(target=self.target, options=self.target.options())
        try:
            return emitted(compiled, chosen), False
        except CompileError as error:
            if {each.code for each in error.diagnostics} != {GAP}:
                raise
        try:
            return self.target.artifacts(compiled.pipeline, chosen.options), True
        except Exception:  # noqa: BLE001  whatever it is, the gap is one
            return None, True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Emission:
    """The artifacts of a pipeline. `paths` is None where a gap keeps it from having any."""

    pipeline: Pipeline
    folder: Path
    paths: tuple[str, ...] | None
    gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A case that is ready, unless a gap is in the way. `gap`: the target declares one."""

    gap: bool
    case: BuiltCase | None = None


def renamed(compiled: Compiled, guards: Placement | None) -> Compiled:
    """The pipeline under a name that tells the placement, so that engines can hold all of them."""
    if guards is None:
        return compiled
    meaning = compiled.pipeline.meaning
    meaning = replace(meaning, name=f"{meaning.name}_{guards}")
    return replace(compiled, pipeline=replace(compiled.pipeline, meaning=meaning))


def params_of(case: Case, pipeline: Pipeline, folders: Folders) -> Mapping[str, Any]:
    """The params of one run of `case`, with an empty folder where its pipeline wants one."""
    if any(each.name == "scratch" for each in pipeline.meaning.params):
        return {**case.params, "scratch": str(folders())}
    return case.params


def expected(case: Case, pipeline: Pipeline, folders: Folders) -> Observed:
    """What the semantics says of one run of `case`, whose compiled form is `pipeline`."""
    with environment([case], folders):
        return evaluate(configured(pipeline, case), params_of(case, pipeline, folders))


def configured(pipeline: Pipeline, case: Case) -> Pipeline:
    """The pipeline as it would be if its author had given the configs that `case` changes."""
    nodes = []
    for node in pipeline.meaning.nodes:
        changed = case.config.get(node.id)
        if changed and isinstance(node, OpNode) and node.config is not None:
            fields = dict(node.config.fields) | {
                name: to_value(value) for name, value in changed.items()
            }
            node = replace(node, config=replace(node.config, fields=tuple(fields.items())))
        nodes.append(node)
    return replace(pipeline, meaning=replace(pipeline.meaning, nodes=tuple(nodes)))


@contextmanager
def environment(cases: Iterable[Case], folders: Folders) -> Iterator[None]:
    """While open, every environment variable that `cases` want names an empty folder of its own,
    and so does the one that names a store.
    """
    names = {STORE_VARIABLE, *(name for case in cases for name in case.environment)}
    before = {name: environ.get(name) for name in names}
    environ.update({name: str(folders()) for name in sorted(names)})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del environ[name]
            else:
                environ[name] = value
