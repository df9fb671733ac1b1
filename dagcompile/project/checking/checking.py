"""A check from its plan to its findings. Nothing is written."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Unpack

from dagcompile.diagnostics import CompileError
from dagcompile.project.building import Failed, Plan, make, plan_of
from dagcompile.project.building.judging import judged
from dagcompile.project.building.locking import settled
from dagcompile.project.building.succession import Succession
from dagcompile.project.building.sweeping import dropped
from dagcompile.project.cache.bytecode import leaving_no_bytecode
from dagcompile.project.cache.known import made_or_known
from dagcompile.project.checking.orphans import Orphans, orphans_of
from dagcompile.project.checking.records import Checked
from dagcompile.project.checking.shared import shared_judged, shared_orphans
from dagcompile.project.checking.tracking import unadded, untracked
from dagcompile.project.clashes import clashes
from dagcompile.project.config import Project
from dagcompile.project.emissions import Emission
from dagcompile.project.faults import FAULTS, Finding, Right
from dagcompile.project.targets import left_out
from dagcompile.project.ways import Asked
from dagcompile.runtime.collector import without_collector

_ORDER = {code: number for number, code in enumerate(FAULTS)}


def check_pipelines(
    project: Project,
    *,
    names: Sequence[str] = (),
    targets: Sequence[str] = (),
    out: Path | None = None,
    jobs: int | None = None,
    cached: bool = False,
    **asked: Unpack[Asked],
) -> Checked:
    """Compare what a build would write with what is there. Nothing is written.

    Args:
        project: gives what is not said here.
        names: pipelines by name or reference; all of the project if empty. Only then is looked for
            files of no pipeline.
        targets: names of targets; those of the project if empty.
        out: folder of the artifacts.
        jobs: processes to compile in, as for `make`.
        cached: make only what is not known from earlier builds, and keep what is found out.
        asked: how they are built, whatever project and targets say.

    Raises:
        CompileError: what was asked for is not there, or two pipelines or artifacts would meet
            (DC615, DC616).
    """
    plan = plan_of(project, names=names, targets=targets, **asked)
    folder = project.folder if cached else None
    checked = _check(plan, folder_of(project, out), jobs=jobs, folder=folder)
    return replace(checked, warnings=(*left_out(project, names=targets), *checked.warnings))


def folder_of(project: Project, out: Path | None) -> Path:
    """The folder of the artifacts, from the root: `out`, or the project's own if that is None."""
    return Path(os.path.abspath(project.out if out is None else out))  # noqa: PTH100  links stay


@without_collector()
def _check(plan: Plan, out: Path, *, jobs: int | None, folder: Path | None) -> Checked:
    with leaving_no_bytecode():
        recorded = replace(plan, recorded=True)  # also if nothing of that is kept
        results = made_or_known(recorded, folder=folder, out=out, make=partial(make, jobs=jobs))
    emissions = [each.outcome for each in results if isinstance(each.outcome, Emission)]
    if problems := clashes(emissions):
        raise CompileError(problems)
    warnings = [one for each in results for one in each.warnings]
    with settled(out) as alone:
        looked = list(_looked(emissions, plan, out))
        right = [each for each in looked if isinstance(each, Right)]
        lacking: list[Finding] = []
        sources: list[Finding] = []
        try:
            lacking += untracked(right, out)
            sources += unadded(results, plan.project)
        except CompileError as error:  # the files are as they should be all the same
            warnings += [replace(each, severity="warning") for each in error.diagnostics]
        orphans = Orphans()
        if plan.whole and len(emissions) == len(plan.wanted):
            orphans = orphans_of(plan, emissions, out=out, alone=alone)
    findings = [each for each in looked if isinstance(each, Finding)]
    findings += [*lacking, *sources, *orphans.findings]
    return Checked(
        findings=tuple(sorted(findings, key=lambda each: _ORDER[each.fault.code])),
        right=len(right) - len(lacking),
        failed=tuple(
            Failed(name=each.name, error=each.outcome)
            for each in results
            if isinstance(each.outcome, CompileError)
        ),
        warnings=tuple(dict.fromkeys([*warnings, *orphans.warnings])),
    )


def _looked(emissions: Sequence[Emission], plan: Plan, out: Path) -> Iterator[Finding | Right]:
    """Every file of pipelines and of what they share, and older versions of the latter."""
    succession = Succession(plan=plan, out=out, emissions=emissions)
    for emission in emissions:
        for made in emission.made:
            yield judged(made.artifact, emission.name, succession)
    shared = [found for each in plan.chosen if (found := each.target.shared(each.options))]
    for each in shared:
        if emissions:
            yield from shared_judged(each, out)
    for each in (*shared, *(dropped(plan) if plan.whole else ())):
        yield from shared_orphans(each, out)
