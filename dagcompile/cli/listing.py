"""`dagcompile list`: the pipelines of the project."""

import typer

from dagcompile.cli.failing import exit_on_problems, status_of, tell


def list_pipelines(context: typer.Context) -> None:
    """List the project's pipelines and what each says of itself."""
    from dagcompile.cli.table import columns
    from dagcompile.project.config import load_project
    from dagcompile.project.listing import listed

    with exit_on_problems():
        found = listed(load_project(context.obj))
    rows = [(each.name, each.reference, each.summary) for each in found]
    typer.echo(columns(rows), nl=False)
    errors = [each.error for each in found if each.error is not None]
    tell(errors)
    raise typer.Exit(max(map(status_of, errors), default=0))
