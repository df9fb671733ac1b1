"""A project: its settings, and what is done with all of its pipelines.

    project = load_project()
    compile_named(project, "daily_delays").pipeline     # IR
    build_pipelines(project, targets=["airflow"])       # files
    run_pipeline(project, "daily_delays", flags=["--day", "2013-01-01"])

What is here is for commands, ours and those that targets bring.
"""

from dagcompile.project.building import Summary, build_pipelines
from dagcompile.project.compiling import Compiled
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
