"""`dagcompile init`: a new project."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from dagcompile.cli.failing import Format, FormatOption, exit_on_problems, finish


def init(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="NAME",
            help="Name of the project, or a path that ends in it. The folder must be new or empty.",
            show_default=False,
        ),
    ],
    *,
    format: FormatOption = Format.text,
) -> NoReturn:
    """Start a project that builds and runs as it comes.

    It has a package with one pipeline, tests, settings and a recipe for CI.
    """
    from dagcompile.cli.table import columns
    from dagcompile.project.scaffold import create_project

    with exit_on_problems(format):
        files = create_project(folder)
    rows = columns([("written", str(each)) for each in files])
    finish(
        format,
        text=f"{rows}{len(files)} written; {folder}/README.md says what to do next\n",
        data={"written": [str(each) for each in files]},
    )
