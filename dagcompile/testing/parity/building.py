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
from dagcompile.ir.records import Pipeline, Placement
from dagcompile.project.compiling import Compiled, compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
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
    _built: dict[tuple[int, Placement | None], "_Built"] = field(default_factory=dict)

    def build(self, asked: Asked) -> "tuple[BuiltCase, bool]":
        """The case to be run, and whether the target declares that it cannot do it.

        Raises:
            CompileError: the pipeline is wrong, or refused for another reason than a gap.
            Exception: the target declares that it cannot do it, and fails when it is tried.
        """
        key = id(asked.case.pipeline), asked.guards
        if key not in self._built:
            self._built[key] = self._compile(asked)
        built = self._built[key]
        case = BuiltCase(
            name=asked.name,
            folder=built.folder,
            paths=built.paths,
            pipeline=built.pipeline,
            params=params_of(asked.case, built.pipeline, self.folders),
        )
        return case, built.gap

    def _compile(self, asked: Asked) -> "_Built":
        compiled = renamed(compile_loaded(asked.case.pipeline, guards=asked.guards), asked.guards)
        options = self.target.options()
        try:
            artifacts: Iterable[Artifact] = emitted(compiled, Chosen(target=self.target, options=options))
            gap = False
        except CompileError as error:
            if {each.code for each in error.diagnostics} != {GAP}:
                raise
            artifacts = self.target.emit(compiled.pipeline, options)
            gap = True
        folder = self.folders()
        for each in artifacts:
            path = folder / each.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(each.text.encode())
        paths = tuple(each.path for each in artifacts)
        return _Built(pipeline=compiled.pipeline, folder=folder, paths=paths, gap=gap)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Built:
    pipeline: Pipeline
    folder: Path
    paths: tuple[str, ...]
    gap: bool


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
        return evaluate(pipeline, params_of(case, pipeline, folders))


@contextmanager
def environment(cases: Iterable[Case], folders: Folders) -> Iterator[None]:
    """While open, every environment variable that `cases` want names an empty folder of its own."""
    names = {name for case in cases for name in case.environment}
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
