"""`dagcompile build`: pipelines to files.

    summary = build_pipelines(load_project(), names=["daily_delays"], targets=["airflow"])
    summary.built[0].written    # (Path("generated/airflow/daily_delays.py"), ...)

A pipeline's files are all written or none; one that fails does not stop the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Unpack

from dagcompile.codegen.write import write
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.diagnostics.render import here, shown_path
from dagcompile.project.clashes import clashes
from dagcompile.project.compiling import Asked, importing
from dagcompile.project.config import Project
from dagcompile.project.emitting import Emission, Grouped, emit, examine
from dagcompile.project.loading import compile_selected
from dagcompile.project.owning import origin, whose
from dagcompile.project.problems import refused
from dagcompile.project.selection import Selected, selected
from dagcompile.project.sharing import Kept, remove_unused, write_shared
from dagcompile.project.targets import Chosen, chosen_targets, left_out
from dagcompile.runtime.collector import without_collector
from dagcompile.target import Shared


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

    `shared` is what the artifacts of several pipelines use, and what was removed of it. `warnings`
    are those of the pipelines that compiled, each once, why an installed target was not built for,
    where none was named, and what was kept that nothing needs.
    """

    built: tuple[Built, ...]
    failed: tuple[Failed, ...]
    stages: tuple[Grouped, ...] = ()
    shared: tuple[Kept, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


def build_pipelines(
    project: Project,
    *,
    names: Sequence[str] = (),
    targets: Sequence[str] = (),
    out: Path | None = None,
    force: bool = False,
    **asked: Unpack[Asked],
) -> Summary:
    """Compile pipelines and write their artifacts.

    Args:
        project: gives what is not said here.
        names: pipelines by name or reference; all of the project if empty.
        targets: names of targets; those of the project if empty.
        out: folder of the artifacts.
        force: overwrite artifacts that were edited by hand or made from another pipeline.
        asked: how they are built, whatever project and targets say.

    Raises:
        CompileError: what was asked for is not there, two pipelines or artifacts would meet
            (DC615, DC616), or what they share cannot be written; no artifact was written then.
    """
    wanted = selected(project, names)
    chosen = chosen_targets(project, names=targets)
    summary = build(
        wanted,
        chosen,
        path=project.path,
        out=project.out if out is None else out,
        force=force,
        **asked,
    )
    warnings = (*left_out(project, names=targets), *summary.warnings)
    return replace(summary, warnings=warnings)


@without_collector()
def build(
    wanted: Sequence[Selected],
    chosen: Sequence[Chosen],
    *,
    path: Sequence[Path],
    out: Path,
    force: bool = False,
    **asked: Unpack[Asked],
) -> Summary:
    """As `build_pipelines`, with everything settled. `path` holds the authors' modules."""
    emissions: list[Emission] = []
    failed: dict[str, CompileError] = {}
    warnings: list[Diagnostic] = []
    with importing(path):
        for each in wanted:
            try:
                compiled = compile_selected(each, **asked)
                warnings.extend(compiled.warnings)
                examine(compiled, chosen)
                emissions.append(emit(each.name, compiled, chosen))
            except CompileError as error:
                failed[each.name] = error
    if problems := clashes(emissions):
        raise CompileError(problems)
    shared = [found for each in chosen if (found := each.target.shared(each.options))]
    kept = [one for each in shared if emissions for one in _shared(each, out=out, force=force)]
    built = []
    for emission in emissions:
        try:
            built.append(_written(emission, out=out, force=force))
        except CompileError as error:
            failed[emission.name] = error
    for found in shared:
        removed, told = _unneeded(found, out)
        kept += removed
        warnings += told
    order = [each.name for each in wanted if each.name in failed]
    return Summary(
        built=tuple(built),
        stages=tuple(each for emission in emissions for each in emission.stages),
        failed=tuple(Failed(name=each, error=failed[each]) for each in order),
        shared=tuple(kept),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _shared(shared: Shared, *, out: Path, force: bool) -> tuple[Kept, ...]:
    try:
        return write_shared(shared, out, force=force)
    except OSError as error:
        raise _unwritten(f"what the artifacts in {shared.folder} share", error) from None


def _unneeded(shared: Shared, out: Path) -> tuple[tuple[Kept, ...], tuple[Diagnostic, ...]]:
    try:
        return remove_unused(shared, out)
    except OSError as error:
        raise _unwritten(f"what the artifacts in {shared.folder} share", error) from None


def _written(emission: Emission, *, out: Path, force: bool) -> Built:
    try:
        written = write(
            [each.artifact for each in emission.made],
            out,
            force=force,
            is_ours=whose,
            origin=origin,
        )
    except OSError as error:
        raise _unwritten(f"the artifacts of {emission.name}", error) from None
    return Built(
        name=emission.name,
        written=tuple(out / each.path for each in written if each.outcome == "written"),
        unchanged=tuple(out / each.path for each in written if each.outcome == "unchanged"),
    )


def _unwritten(what: str, error: OSError) -> CompileError:
    return refused(
        "DC618",
        f"{what} cannot be written: {_said(error)}",
        fix="make the folder writable, or choose another with --out",
    )


def _said(error: OSError) -> str:
    """What the file system says, the file named from the working folder."""
    if error.filename is None or error.strerror is None:
        return str(error)
    return f"{shown_path(Path(error.filename), here())}: {error.strerror.lower()}"
