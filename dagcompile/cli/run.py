"""`dagcompile run`: try a pipeline by its generated script."""

from functools import partial
from typing import Annotated

import typer

from dagcompile.cli.completing import pipeline_names, target_names
from dagcompile.cli.failing import Format, FormatOption, exit_on_problems, tell
from dagcompile.cli.watching import Watch, watch


def run(
    context: typer.Context,
    pipeline: Annotated[
        str,
        typer.Argument(
            metavar="PIPELINE",
            help="Name in the project, or module:function.",
            autocompletion=pipeline_names,
        ),
    ],
    flags: Annotated[
        list[str] | None,
        typer.Argument(metavar="FLAGS", help="Everything else is the script's own; try --help."),
    ] = None,
    *,
    target: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Run the script of another target.", autocompletion=target_names
        ),
    ] = None,
    format: FormatOption = Format.text,
    again: Watch = False,
) -> None:
    """Compile a pipeline and run the script that it becomes.

    What follows PIPELINE are the script's own flags; options of dagcompile stand before it.
    Stdout is the script's: what is told of mistakes goes to stderr in every format.
    """
    if again:
        watch(context)
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
