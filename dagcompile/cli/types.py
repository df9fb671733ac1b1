"""`dagcompile types`: what is known of every edge."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from dagcompile.cli.build import GuardDepth, Guards, depth_given
from dagcompile.cli.completing import pipeline_names
from dagcompile.cli.failing import Format, FormatOption, exit_on_problems, finish

if TYPE_CHECKING:
    from dagcompile.passes.looks import Word


class Shown(StrEnum):
    """The words of edges."""

    proven = "proven"
    guarded = "guarded"
    assumed = "assumed"
    refused = "refused"
    impossible = "impossible"


def types(
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
    only: Annotated[
        list[Shown] | None,
        typer.Option(help="Show the edges of this word only; may be repeated."),
    ] = None,
    guards: Annotated[
        Guards | None,
        typer.Option(help="As for a build; by default what the project says."),
    ] = None,
    guard_depth: GuardDepth = None,
    format: FormatOption = Format.text,
) -> NoReturn:
    """Tell of every edge whether its value fits, and who looks.

    An edge is proven by the types at its ends, guarded by a check where the value is taken, assumed
    where the types say yes and nobody looks. It is an error where it is refused, for a value may
    fit, but nothing that was declared says so, or impossible.
    """
    from dagcompile.cli.edges import edge_table
    from dagcompile.project.config import load_project
    from dagcompile.project.typed import as_data, typed

    words: set[Word] = {each.value for each in only or ()}
    with exit_on_problems(format):
        report = typed(
            load_project(context.obj),
            pipeline,
            guards=guards.value if guards else None,
            depth=depth_given(guard_depth),
        )
    if format is not Format.json:
        typer.echo(edge_table(report, words=words).encode(), nl=False)  # UTF-8, whatever the locale
    finish(
        format,
        data=as_data(report, words=words),
        errors=[report.error] if report.error else [],
        warnings=report.warnings,
    )
