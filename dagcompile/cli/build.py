"""`dagcompile build`: write the artifacts of pipelines."""

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from dagcompile.cli.completing import pipeline_names, target_names
from dagcompile.cli.failing import exit_on_problems, status_of, tell
from dagcompile.cli.watching import Watch, watch

if TYPE_CHECKING:
    from dagcompile.project.building import Summary


class Guards(StrEnum):
    """Where guards stand."""

    steps = "steps"
    inline = "inline"
    off = "off"


Pipelines: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PIPELINE",
        help="Names in the project, or module:function; all of the project if left out.",
        show_default=False,
        autocompletion=pipeline_names,
    ),
]
Force: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--force",
        help="Overwrite artifacts that were edited by hand or made from another pipeline.",
    ),
]


def build(
    context: typer.Context,
    *,
    pipelines: Pipelines = None,
    target: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Build for this target only; may be repeated.",
            autocompletion=target_names,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to write; by default what the project says."),
    ] = None,
    guards: Annotated[
        Guards | None,
        typer.Option(help="Where guards stand; by default each target's own way."),
    ] = None,
    force: Force = False,
    again: Watch = False,
) -> None:
    """Compile pipelines and write their artifacts."""
    if again:
        watch(context)
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
    typer.echo(_told(summary), nl=False)
    raise typer.Exit(max((status_of(each.error) for each in summary.failed), default=0))


def _told(summary: "Summary") -> str:
    """A line for each file and for each pipeline that failed, and how many there are of each."""
    from dagcompile.cli.table import columns
    from dagcompile.diagnostics.render import shown_path

    here = Path.cwd()
    files = [
        *(("written", file) for each in summary.built for file in each.written),
        *(("unchanged", file) for each in summary.built for file in each.unchanged),
    ]
    rows = [(word, shown_path(file, here)) for word, file in files]
    rows += [("failed", each.name) for each in summary.failed]
    words = Counter(word for word, _ in rows)
    counts = ", ".join(f"{number} {word}" for word, number in words.items())
    return f"{columns(rows)}{counts}\n"
