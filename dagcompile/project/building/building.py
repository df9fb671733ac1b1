"""A build from its plan to its summary."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Unpack

from dagcompile.diagnostics import CompileError
from dagcompile.project.building.making import make
from dagcompile.project.building.plan import Plan, plan_of
from dagcompile.project.building.summary import Failed, Summary
from dagcompile.project.building.sweeping import shared_swept
from dagcompile.project.building.writing import shared_written, written
from dagcompile.project.cache.known import made_or_known
from dagcompile.project.clashes import clashes
from dagcompile.project.compiling import Asked
from dagcompile.project.config import Project
from dagcompile.project.emitting import Emission
from dagcompile.project.selection import Selected
from dagcompile.project.targets import Chosen, left_out
from dagcompile.runtime.collector import without_collector


def build_pipelines(
    project: Project,
    *,
    names: Sequence[str] = (),
    targets: Sequence[str] = (),
    out: Path | None = None,
    force: bool = False,
    jobs: int | None = None,
    cached: bool = False,
    **asked: Unpack[Asked],
) -> Summary:
    """Compile pipelines and write their artifacts.

    Args:
        project: gives what is not said here.
        names: pipelines by name or reference; all of the project if empty.
        targets: names of targets; those of the project if empty.
        out: folder of the artifacts.
        force: overwrite artifacts that were edited by hand or made from another pipeline.
        jobs: processes that pipelines are made in; by default as many as pay.
        cached: make only what is not known from earlier builds, and keep what is found out.
        asked: how they are built, whatever project and targets say.

    Raises:
        CompileError: what was asked for is not there, two pipelines or artifacts would meet
            (DC615, DC616), or what they share cannot be written; no artifact was written then.
    """
    plan = plan_of(project, names=names, targets=targets, **asked)
    folder = project.folder if cached else None
    summary = _build(
        plan, out=project.out if out is None else out, force=force, jobs=jobs, folder=folder
    )
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
    return _build(plan, out=out, force=force, jobs=jobs)


@without_collector()
def _build(
    plan: Plan, *, out: Path, force: bool, jobs: int | None, folder: Path | None = None
) -> Summary:
    results = made_or_known(plan, folder=folder, out=out, make=partial(make, jobs=jobs))
    emissions = [each.outcome for each in results if isinstance(each.outcome, Emission)]
    if problems := clashes(emissions):
        raise CompileError(problems)
    warnings = [one for each in results for one in each.warnings]
    failed = {each.name: each.outcome for each in results if isinstance(each.outcome, CompileError)}
    shared = [found for each in plan.chosen if (found := each.target.shared(each.options))]
    kept = [
        one for each in shared if emissions for one in shared_written(each, out=out, force=force)
    ]
    built = []
    for emission in emissions:
        try:
            built.append(written(emission, out=out, force=force))
        except CompileError as error:
            failed[emission.name] = error
    for found in shared:
        removed, told = shared_swept(found, out)
        kept += removed
        warnings += told
    return Summary(
        built=tuple(built),
        stages=tuple(each for emission in emissions for each in emission.stages),
        failed=tuple(
            Failed(name=each.name, error=failed[each.name])
            for each in plan.wanted
            if each.name in failed
        ),
        shared=tuple(kept),
        warnings=tuple(dict.fromkeys(warnings)),
    )
