"""From a plan to what each pipeline becomes, all of it in memory.

for result in make(plan):
    result.outcome      # an Emission, or why there is none

A process of Python that has loaded dagcompile and the targets costs 0.3 to 0.4 seconds, a pipeline
of a few steps 0.01. So only many pipelines are made in several processes.
"""

import os

from dagcompile.diagnostics import CompileError
from dagcompile.project.building.plan import Plan
from dagcompile.project.building.result import Result
from dagcompile.project.selection import Selected

PER_PROCESS = 64
"""Pipelines that are worth a process of their own."""


def make(plan: Plan, *, jobs: int | None = None) -> tuple[Result, ...]:
    """What each pipeline of `plan` becomes, in its order; one that fails does not stop the others.

    Nothing is written. The author's modules are imported: here, or in processes that end with this
    one. Where they are imported, and in which order, changes nothing of the results as long as no
    module changes what one of another pipeline holds; but a module which ends its process is told
    of (DC640) where that is another one than this.

    Args:
        plan: what is asked.
        jobs: so many processes, at most one for each pipeline; by default as many as pay.
    """
    results = _made(plan, jobs=jobs)
    for each, result in zip(plan.wanted, results, strict=True):
        if isinstance(result.outcome, CompileError):
            result.outcome.names = names_of(each)
    return results


def names_of(wanted: Selected) -> tuple[str, ...]:
    """What a pipeline is called in what is told of it, and its module."""
    return (wanted.name, wanted.reference, wanted.reference.partition(":")[0])


def _made(plan: Plan, *, jobs: int | None) -> tuple[Result, ...]:
    """As `make`. What imports and traces is loaded only here: all may be known already."""
    number = min(jobs or _paying(plan), len(plan.wanted))
    if number > 1:
        from dagcompile.project.building.processes import made_apart

        return made_apart(plan, number)
    from dagcompile.project.building.becoming import loading, made

    with loading(plan):
        return tuple(made(each, plan) for each in plan.wanted)


def _paying(plan: Plan) -> int:
    """With how many processes the pipelines are made soonest."""
    return min(_processors(), len(plan.wanted) // PER_PROCESS)


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
