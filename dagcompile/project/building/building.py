"""A build from its plan to its summary."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Unpack

from dagcompile.codegen.swap import make_folder
from dagcompile.codegen.write import place_in
from dagcompile.diagnostics import CompileError
from dagcompile.project.building.locking import alone_in
from dagcompile.project.building.making import make
from dagcompile.project.building.orphans import look
from dagcompile.project.building.plan import Plan, plan_of
from dagcompile.project.building.succession import Succession
from dagcompile.project.building.summary import Built, Failed, Summary
from dagcompile.project.building.sweeping import Swept, clear, joined, sweep, sweep_shared
from dagcompile.project.building.writing import Into, shared_written, written
from dagcompile.project.cache.known import made_or_known
from dagcompile.project.clashes import clashes
from dagcompile.project.config import Project
from dagcompile.project.emissions import Emission
from dagcompile.project.faults import Command
from dagcompile.project.selection import Selected
from dagcompile.project.sharing import Kept
from dagcompile.project.targets import Chosen, left_out
from dagcompile.project.ways import Asked
from dagcompile.runtime.collector import without_collector

_WRITERS = 16
"""Pipelines whose files are written at a time, at most."""


def build_pipelines(
    project: Project,
    *,
    names: Sequence[str] = (),
    targets: Sequence[str] = (),
    out: Path | None = None,
    force: bool = False,
    keep: bool = False,
    jobs: int | None = None,
    cached: bool = False,
    command: Command | None = None,
    **asked: Unpack[Asked],
) -> Summary:
    """Compile pipelines and write their artifacts. Files of a project that nothing makes any more
    are removed if all of it is built, and nothing fails.

    Args:
        project: gives what is not said here.
        names: pipelines by name or reference; all of the project if empty.
        targets: names of targets; those of the project if empty.
        out: folder of the artifacts.
        force: overwrite artifacts that were edited by hand, damaged, or made from another
            pipeline, and remove those that nothing makes any more and that were edited.
        keep: remove nothing.
        jobs: processes that pipelines are made in; by default as many as pay.
        cached: make only what is not known from earlier builds, and keep what is found out.
        command: what was asked, to be told with what mends a file.
        asked: how they are built, whatever project and targets say.

    Raises:
        CompileError: what was asked for is not there, two pipelines or artifacts would meet
            (DC615, DC616), or what they share cannot be written; no artifact was written then.
    """
    plan = plan_of(project, names=names, targets=targets, **asked)
    into = Into(
        out=project.out if out is None else out,
        force=force,
        keep=keep,
        command=command or Command(),
    )
    summary = _build(plan, into=into, jobs=jobs, folder=project.folder if cached else None)
    warnings = (*left_out(project, names=targets), *summary.warnings)
    return replace(summary, warnings=warnings)


def build(
    wanted: Sequence[Selected],
    chosen: Sequence[Chosen],
    *,
    path: Sequence[Path],
    out: Path,
    force: bool = False,
    jobs: int | None = None,
    **asked: Unpack[Asked],
) -> Summary:
    """As `build_pipelines`, with everything settled. `path` holds the authors' modules."""
    plan = Plan(wanted=tuple(wanted), chosen=tuple(chosen), path=tuple(path), asked=asked)
    return _build(plan, into=Into(out=out, force=force), jobs=jobs)


@without_collector()
def _build(plan: Plan, *, into: Into, jobs: int | None, folder: Path | None = None) -> Summary:
    results = made_or_known(plan, folder=folder, out=into.out, make=partial(make, jobs=jobs))
    emissions = [each.outcome for each in results if isinstance(each.outcome, Emission)]
    if problems := clashes(emissions):
        raise CompileError(problems)
    failed = {each.name: each.outcome for each in results if isinstance(each.outcome, CompileError)}
    filed = _filed(plan, emissions, into=into) if emissions else _Filed()
    failed |= filed.failed
    return Summary(
        built=tuple(filed.built),
        stages=tuple(each for emission in emissions for each in emission.stages),
        failed=tuple(
            Failed(name=each.name, error=failed[each.name])
            for each in plan.wanted
            if each.name in failed
        ),
        shared=(*filed.shared, *filed.swept.files),
        unremoved=filed.swept.errors,
        warnings=tuple(
            dict.fromkeys([*(one for each in results for one in each.warnings), *filed.swept.told])
        ),
    )


@dataclass(slots=True, kw_only=True)
class _Filed:
    """What became of files."""

    built: list[Built] = field(default_factory=list)
    failed: dict[str, CompileError] = field(default_factory=dict)
    shared: list[Kept] = field(default_factory=list)
    swept: Swept = field(default_factory=Swept)


def _filed(plan: Plan, emissions: Sequence[Emission], *, into: Into) -> _Filed:
    """Write what was made, then remove what nothing needs: both while no other build does."""
    needed = [into.out / one.artifact.path for each in emissions for one in each.made]
    succession = Succession(plan=plan, out=into.out, emissions=emissions)
    filed = _Filed()
    with alone_in(into.out) as alone:
        tree = look(plan, needed=needed, out=into.out)
        if alone:
            clear(tree)
        shared = [found for each in plan.chosen if (found := each.target.shared(each.options))]
        filed.shared += [one for each in shared for one in shared_written(each, into=into)]
        for each, outcome in zip(emissions, _written(emissions, into, succession), strict=True):
            if isinstance(outcome, Built):
                filed.built.append(outcome)
            else:
                filed.failed[each.name] = outcome
        swept = [sweep_shared(each, into=into) for each in shared]
        if plan.whole and len(filed.built) == len(plan.wanted):
            swept.append(sweep(tree, plan, emissions, into=into))
        filed.swept = joined(*swept)
    return filed


def _written(
    emissions: Sequence[Emission], into: Into, succession: Succession
) -> Iterator[Built | CompileError]:
    """Write what was made of each pipeline. Several are written at a time: most of it is waiting
    for a disk, which takes many files in a tenth of the time that it takes one after the other.
    """

    def outcome(emission: Emission) -> Built | CompileError:
        try:
            return written(emission, into=into, succession=succession)
        except CompileError as error:
            error.names = (emission.name, emission.id)
            return error

    with ExitStack() as emptied, ThreadPoolExecutor(_WRITERS) as pool:
        _make_folders(emissions, into.out, emptied)
        yield from pool.map(outcome, emissions)


def _make_folders(emissions: Sequence[Emission], out: Path, emptied: ExitStack) -> None:
    """Make the folders of artifacts, so that none who fails takes away what others write to."""
    paths = (made.artifact.path for each in emissions for made in each.made)
    for path in {PurePosixPath(each).parent: each for each in paths}.values():
        place = place_in(out, path)
        if place is not None:
            with suppress(OSError):  # who writes there is told
                make_folder(place.parent, emptied)
