"""`dagcompile graph`: a picture of a pipeline."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dagcompile.cli.completing import pipeline_names
from dagcompile.cli.failing import exit_on_problems

if TYPE_CHECKING:
    from dagcompile.drawing import Detail


class Formats(StrEnum):
    """What a picture can be drawn as."""

    mermaid = "mermaid"
    dot = "dot"
    svg = "svg"


def graph(
    context: typer.Context,
    pipeline: Annotated[
        str,
        typer.Argument(
            metavar="PIPELINE",
            help="Name in the project, module:function, or the .ir.json file of a build.",
            autocompletion=pipeline_names,
        ),
    ],
    *,
    format: Annotated[
        Formats | None,
        typer.Option("--as", help="By default what the ending of --out says, or else mermaid."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to this file, not to the terminal.")
    ] = None,
    ports: Annotated[
        bool, typer.Option("--ports", help="Show which output goes into which input.")
    ] = False,
    types: Annotated[
        bool, typer.Option("--types", help="Show the types of params, edges and outputs.")
    ] = False,
    guards: Annotated[
        bool, typer.Option("--guards", help="Show where guards stand, and which edges are proven.")
    ] = False,
) -> None:
    """Draw a pipeline: its steps, and what flows between them.

    Dashed edges only order, dashed steps may be skipped, and a name with a question mark is an
    output that may be withheld. Mermaid and dot are text; svg is drawn by Graphviz.
    """
    from dagcompile.project.config import load_project
    from dagcompile.project.drawing import drawn, format_of, write_drawing

    asked: dict[Detail, bool] = {"ports": ports, "types": types, "guards": guards}
    with exit_on_problems():
        text = drawn(
            load_project(context.obj),
            pipeline,
            format=format.value if format else format_of(out),
            details={each for each, wanted in asked.items() if wanted},
        )
        if out is not None:
            write_drawing(out, text)
    if out is None:
        typer.echo(text.encode(), nl=False)  # UTF-8, whatever the locale
