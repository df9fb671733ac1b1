"""The command that this package brings. What it needs is imported when it is called."""

from typing import Annotated

import typer


def waves(
    context: typer.Context,
    pipeline: Annotated[
        str, typer.Argument(metavar="PIPELINE", help="Name in the project, or module:function.")
    ],
) -> None:
    """Show which steps of a pipeline can run at the same time."""
    from graphlib import TopologicalSorter

    from dagcompile.cli import exit_on_problems
    from dagcompile.ir.queries import upstream
    from dagcompile.project import compile_named, load_project

    with exit_on_problems():
        compiled = compile_named(load_project(context.obj), pipeline)
    nodes = compiled.pipeline.meaning.nodes
    waiting = TopologicalSorter({node.id: upstream(node) for node in nodes})
    waiting.prepare()
    while ready := sorted(waiting.get_ready()):
        typer.echo(", ".join(ready))
        waiting.done(*ready)
