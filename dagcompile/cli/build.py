"""`dagcompile build`: write the artifacts of pipelines."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dagcompile.cli.failing import exit_on_problems, status_of, tell


class Guards(StrEnum):
    """Where guards stand."""

    steps = "steps"
    inline = "inline"
    off = "off"


def build(
    context: typer.Context,
    pipelines: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PIPELINE]...",
            help="Names in the project, or module:function; all of the project if left out.",
            show_default=False,
        ),
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Build for this target only; may be repeated."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to write; by default what the project says."),
    ] = None,
    guards: Annotated[
        Guards | None,
        typer.Option(help="Where guards stand; by default each target's own way."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite artifacts that were edited by hand.")
    ] = False,
) -> None:
    """Compile pipelines and write their artifacts."""
    from dagcompile.project.building import build_pipelines
    from dagcompile.project.config import load_project

    with exit_on_problems():
        summary = build_pipelines(
            load_project(context.obj),
            names=pipelines or (),
            targets=target or (),
            out=out,
            guards=guards.value if guards else None,
            force=force,
        )
    tell(each.error for each in summary.failed)
    typer.echo(summary.text(), nl=False)
    raise typer.Exit(max((status_of(each.error) for each in summary.failed), default=0))
