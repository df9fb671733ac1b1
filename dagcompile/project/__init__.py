"""A project: its settings, and what is done with all of its pipelines.

    project = load_project()
    compile_named(project, "daily_delays").pipeline     # IR
    build_pipelines(project, targets=["airflow"])       # files
    run_pipeline(project, "daily_delays", flags=["--day", "2013-01-01"])

What is here is for commands, ours and those that targets bring.

What is named here is loaded when it is first used.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagcompile.project.building import Summary, build_pipelines
    from dagcompile.project.compiled import Compiled
    from dagcompile.project.config import Project, load_project
    from dagcompile.project.running import run_pipeline
    from dagcompile.project.single import compile_named

__all__ = [
    "Compiled",
    "Project",
    "Summary",
    "build_pipelines",
    "compile_named",
    "load_project",
    "run_pipeline",
]

_HOMES = {
    "Compiled": "dagcompile.project.compiled",
    "Project": "dagcompile.project.config",
    "Summary": "dagcompile.project.building",
    "build_pipelines": "dagcompile.project.building",
    "compile_named": "dagcompile.project.single",
    "load_project": "dagcompile.project.config",
    "run_pipeline": "dagcompile.project.running",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
