"""`dagcompile init`: a new project."""

from pathlib import Path
from typing import Annotated

import typer

from dagcompile.cli.failing import exit_on_problems


def init(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="NAME",
            help="Name of the project, or a path that ends in it. The folder must be new or empty.",
            show_default=False,
        ),
    ],
) -> None:
    """Start a project that builds and runs as it comes.

    It has a package with one pipeline, tests, settings and a recipe for CI.
    """
    from dagcompile.cli.table import columns
    from dagcompile.project.scaffold import create_project

    with exit_on_problems():
        files = create_project(folder)
    typer.echo(columns([("written", str(each)) for each in files]), nl=False)
    typer.echo(f"{len(files)} written; {folder}/README.md says what to do next")
