"""The hostile pipelines, built for every target the way the command builds them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from dagcompile.diagnostics import CompileError
from dagcompile.ir.records import Pipeline, Placement
from dagcompile.project.compiled import Compiled
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.target import find_target
from hostile.corpus import IDENTIFIERS, TEXTS
from hostile.ops import valid
from hostile.wiring import Made, identifiers, names, values

TARGETS = ("python", "dask", "airflow")
LONGEST_TAG = 100


@dataclass(frozen=True)
class Built:
    """One file, and what it was made from."""

    made: Made
    target: str
    guards: Placement | None
    pipeline: Pipeline
    path: str
    text: str

    @property
    def name(self) -> str:
        """Unique among all."""
        return f"{self.made.name}_{self.target}_{self.guards or 'default'}"


@dataclass(frozen=True)
class Refused:
    """A pipeline that no target was asked to build, and the codes that say why."""

    made: Made
    codes: frozenset[str]


def pipelines() -> Iterator[Made]:
    """All of them."""
    yield from map(values, range(len(TEXTS)))
    yield from map(names, range(len(TEXTS)))
    yield from map(identifiers, range(len(IDENTIFIERS)))


def build(made: Made) -> Iterator[Built | Refused]:
    """The files of one pipeline; guards stand once where each target puts them, once as steps."""
    for guards in (None, "steps"):
        try:
            compiled = compile_loaded(made.pipeline, guards=guards)
        except CompileError as error:
            yield Refused(made, frozenset(each.code for each in error.diagnostics))
            return
        for target in TARGETS if guards is None else ("airflow",):
            yield one(made, compiled, target, tag=valid(made.text)[:LONGEST_TAG])


def one(made: Made, compiled: Compiled, target: str, *, tag: str = "") -> Built:
    """The file of one target.

    Raises:
        CompileError: the target refuses the pipeline.
    """
    found = find_target(target)
    settings: dict[str, Any] = {"tags": [tag, "b"]} if target == "airflow" and tag else {}
    chosen = Chosen(target=found, options=found.options(**settings))
    (artifact,) = emitted(compiled, chosen)
    guards = compiled.pipeline.build.guards
    return Built(made, target, guards, compiled.pipeline, artifact.path, artifact.text)


def write(built: list[Built], folder: Path) -> Path:
    """The files, each under a name of its own, in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in built:
        (folder / f"{each.name}.py").write_bytes(each.text.encode())
    return folder


def function_of(built: Built) -> Callable[..., Any]:
    """The function of a script or Dask module, which defines no other."""
    module = ModuleType(built.name)
    exec(compile(built.text, built.path, "exec", dont_inherit=True), vars(module))
    functions: list[Callable[..., Any]] = [
        each
        for each in vars(module).values()
        if callable(each) and getattr(each, "__module__", None) == module.__name__
    ]
    (function,) = functions
    return function
