"""`dagcompile build`: pipelines to files.

    summary = build_pipelines(load_project(), names=["daily_delays"], targets=["airflow"])
    summary.built[0].written    # (Path("generated/airflow/daily_delays.py"), ...)

A pipeline's files are all written or none; one that fails does not stop the others. What is asked
is a plan (`plan`), from which all is made in memory (`making`), then written (`writing`) where what
stands there may be overwritten (`judging`); what nothing needs any more is removed (`sweeping`),
and how it ended is told (`summary`).

What is named here is loaded when it is first used.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagcompile.project.building.building import build, build_pipelines
    from dagcompile.project.building.making import make
    from dagcompile.project.building.plan import Plan, plan_of
    from dagcompile.project.building.result import Result
    from dagcompile.project.building.summary import Built, Failed, Summary

__all__ = [
    "Built",
    "Failed",
    "Plan",
    "Result",
    "Summary",
    "build",
    "build_pipelines",
    "make",
    "plan_of",
]

_HOMES = {
    "Built": "dagcompile.project.building.summary",
    "Failed": "dagcompile.project.building.summary",
    "Plan": "dagcompile.project.building.plan",
    "Result": "dagcompile.project.building.result",
    "Summary": "dagcompile.project.building.summary",
    "build": "dagcompile.project.building.building",
    "build_pipelines": "dagcompile.project.building.building",
    "make": "dagcompile.project.building.making",
    "plan_of": "dagcompile.project.building.plan",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
