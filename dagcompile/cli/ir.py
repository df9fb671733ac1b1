"""`dagcompile ir`: the IR of a pipeline."""

from typing import Annotated

import typer

from dagcompile.cli.completing import pipeline_names
from dagcompile.cli.failing import Format, FormatOption, exit_on_problems, finish


def ir(
    context: typer.Context,
    pipeline: Annotated[
        str | None,
        typer.Argument(
            metavar="PIPELINE",
            help="Name in the project, or module:function.",
            autocompletion=pipeline_names,
        ),
    ] = None,
    *,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of that JSON instead.")
    ] = False,
    format: FormatOption = Format.text,
) -> None:
    """Print the canonical JSON of a compiled pipeline."""
    if schema:
        _print_schema()
        return
    if pipeline is None:
        raise typer.BadParameter("name a pipeline, or ask for --schema")
    import json

    from dagcompile.ir.codec import dumps
    from dagcompile.project import compile_named, load_project

    with exit_on_problems(format):
        compiled = compile_named(load_project(context.obj), pipeline)
    text = dumps(compiled.pipeline)
    finish(
        format,
        text=text.encode(),  # UTF-8, whatever the locale
        data=json.loads(text) if format is Format.json else None,
        warnings=compiled.warnings,
    )


def _print_schema() -> None:
    import json

    from dagcompile.ir.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=1))
