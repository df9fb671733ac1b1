"""How a build ended: of each pipeline, and of what several share."""

from dataclasses import dataclass
from pathlib import Path

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.project.emissions import Grouped
from dagcompile.project.sharing import Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A pipeline whose files are as they should be; which of them had to be written."""

    name: str
    written: tuple[Path, ...]
    unchanged: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A pipeline of which nothing was written, and why."""

    name: str
    error: CompileError


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How a build ended, in the order in which the pipelines were asked for.

    `shared` is what the artifacts of several pipelines use, and what nothing uses or makes any
    more, removed or kept; `unremoved` why that could not be. `warnings` are those of the pipelines
    that compiled, each once, why an installed target was not built for, where none was named, and
    what was kept that nothing needs.
    """

    built: tuple[Built, ...]
    failed: tuple[Failed, ...]
    stages: tuple[Grouped, ...] = ()
    shared: tuple[Kept, ...] = ()
    unremoved: tuple[CompileError, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
