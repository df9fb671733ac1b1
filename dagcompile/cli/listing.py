"""`dagcompile list`: the pipelines of the project."""

from typing import NoReturn

import typer

from dagcompile.cli.failing import Format, FormatOption, exit_on_problems, finish


def list_pipelines(context: typer.Context, *, format: FormatOption = Format.text) -> NoReturn:
    """List the project's pipelines and what each says of itself."""
    from dagcompile.cli.table import columns
    from dagcompile.project.config import load_project
    from dagcompile.project.listing import listed
    from dagcompile.project.unlisted import none_listed

    with exit_on_problems(format):
        project = load_project(context.obj)
        found = listed(project)
    rows = [(each.name, each.reference, each.summary) for each in found]
    keys = ("name", "reference", "summary")
    finish(
        format,
        text=columns(rows),
        data=[dict(zip(keys, row, strict=True)) for row in rows],
        errors=[each.error for each in found if each.error is not None],
        warnings=() if found else [none_listed(project, severity="warning")],
    )
