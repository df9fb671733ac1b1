"""`dagcompile graph`: a picture of a pipeline."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from dagcompile.cli.completing import pipeline_names
from dagcompile.cli.failing import Format, FormatOption, exit_on_problems, finish

if TYPE_CHECKING:
    from dagcompile.drawing import Detail
    from dagcompile.project.drawing import Format as Kind


class Drawing(StrEnum):
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
    drawing: Annotated[
        Drawing | None,
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
        bool, typer.Option("--guards", help="Show where guards stand, and the word for each edge.")
    ] = False,
    format: FormatOption = Format.text,
) -> NoReturn:
    """Draw a pipeline: its steps, and what flows between them; a box around those of a stage.

    Dashed edges only order, dashed steps may be skipped, and a name with a question mark may be
    withheld. Mermaid and dot are text; svg is drawn by Graphviz.

    With --guards an edge that is guarded is thick, one that is assumed ends in a ring, and one that
    is refused or impossible in a cross or a bar.
    """
    from dagcompile.project.config import load_project
    from dagcompile.project.drawing import drawn, write_drawing

    asked: dict[Detail, bool] = {"ports": ports, "types": types, "guards": guards}
    details = {each for each, wanted in asked.items() if wanted}
    kind = drawing.value if drawing else _kind_of(out)
    with exit_on_problems(format):
        text, error = drawn(load_project(context.obj), pipeline, format=kind, details=details)
        if out is not None:
            write_drawing(out, text)
    finish(
        format,
        text=text.encode() if out is None else "",  # UTF-8, whatever the locale
        data={"as": kind, "text": text},
        errors=[error] if error else [],
    )


def _kind_of(out: Path | None) -> "Kind":
    from dagcompile.project.drawing import format_of

    kind = format_of(out)
    if kind is None:
        raise typer.BadParameter(
            f"nothing is drawn as {out}: its ending is to be .mmd, .dot or .svg; or say --as",
            param_hint="'--out'",
        )
    return kind
