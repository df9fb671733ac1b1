"""`dagcompile run`: try a pipeline by its generated script."""

from typing import Annotated

import typer

from dagcompile.cli.failing import exit_on_problems


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
) -> None:
    """Compile a pipeline and run the generated script with its own flags.

    Options of dagcompile stand before PIPELINE.
    """
    from dagcompile.project.config import load_project
    from dagcompile.project.running import run_pipeline

    with exit_on_problems():
        status = run_pipeline(load_project(context.obj), pipeline, target=target, flags=flags or ())
    raise typer.Exit(status)
