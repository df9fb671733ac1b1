"""`dagcompile run`: try a pipeline by its generated script."""

from functools import partial
from typing import Annotated

import typer

from dagcompile.cli.failing import Format, FormatOption, exit_on_problems, tell


def run(
    context: typer.Context,
    pipeline: Annotated[
        str, typer.Argument(metavar="PIPELINE", help="Name in the project, or module:function.")
    ],
    flags: Annotated[
        list[str] | None,
        typer.Argument(metavar="FLAGS", help="Everything else is the script's own; try --help."),
    ] = None,
    target: Annotated[
        str | None, typer.Option(metavar="NAME", help="Run the script of another target.")
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Compile a pipeline and run the generated script with its own flags.

    Options of dagcompile stand before PIPELINE. Stdout is the script's: what is told of mistakes
    goes to stderr in every format.
    """
    from dagcompile.project.config import load_project
    from dagcompile.project.running import run_pipeline

    with exit_on_problems(format, document="stderr"):
        status = run_pipeline(
            load_project(context.obj),
            pipeline,
            target=target,
            flags=flags or (),
            warn=partial(tell, format),
        )
    raise typer.Exit(status)
