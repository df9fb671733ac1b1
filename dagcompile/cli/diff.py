"""`dagcompile diff`: what changes between two states of a project."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeAlias

import typer

from dagcompile.cli.build import NoCache
from dagcompile.cli.completing import pipeline_names
from dagcompile.cli.failing import DIFFERENT, FINE, Format, exit_on_problems, finish

if TYPE_CHECKING:
    from dagcompile.review import Review


class DiffFormat(StrEnum):
    """How a difference is told."""

    text = "text"
    json = "json"
    markdown = "markdown"


class FailOn(StrEnum):
    """From which weight on a change fails the command."""

    breaking = "breaking"
    risky = "risky"
    safe = "safe"
    cosmetic = "cosmetic"


def _not_empty(text: str | None) -> str | None:
    if text is not None and not text.strip():
        raise typer.BadParameter(
            "nothing is named; leave it out to compare HEAD with the sources, and where a variable"
            " names it, see that it is set"
        )
    return text


States: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="[REV|REV..REV|FILE..FILE]",
        help="What is compared: HEAD, or the one that is named, with what the sources give"
        " now; or two revisions, or two .ir.json files, without running any code.",
        show_default=False,
        callback=_not_empty,
    ),
]
Pipelines: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--pipeline",
        metavar="PIPELINE",
        help="Compare this one alone; may be repeated.",
        autocompletion=pipeline_names,
    ),
]
Contract: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--contract",
        help="Compare only what others rely on: params, outputs, and assets that are written.",
    ),
]
Textconv: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--textconv",
        metavar="FILE",
        help="Print the pipeline of an .ir.json file in lines that a text diff can compare, and"
        " nothing else: for git.",
    ),
]


def diff(
    context: typer.Context,
    states: States = None,
    *,
    pipeline: Pipelines = None,
    contract: Contract = False,
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="Exit with 1 if a change is of this weight or heavier."),
    ] = None,
    no_artifacts: Annotated[
        bool, typer.Option("--no-artifacts", help="Leave out the text of the artifacts.")
    ] = False,
    no_cache: NoCache = False,
    textconv: Textconv = None,
    format: Annotated[
        DiffFormat,
        typer.Option(
            "--format",
            help="How it is told: as text, as one JSON document, or for a comment on a pull"
            " request.",
        ),
    ] = DiffFormat.text,
) -> NoReturn:
    """Show what changes: for each pipeline, how much it matters, why, and what comes of it."""
    if textconv is not None:
        _print_outline(textconv, beside=states)
    from dagcompile.project.config import load_project
    from dagcompile.project.diffing import contract_diff
    from dagcompile.project.diffing import diff as whole_diff

    how = Format.json if format is DiffFormat.json else Format.text
    with exit_on_problems(how):
        compared = contract_diff if contract else whole_diff
        project = load_project(context.obj)
        found = compared(project, states or "", names=pipeline or (), cached=not no_cache)
    review = found.review.without_texts() if no_artifacts else found.review
    finish(
        how,
        text=_text(review, format).encode(),  # UTF-8, whatever the locale
        data=_data(review, format),
        errors=found.errors,
        warnings=found.warnings,
        status=DIFFERENT if fail_on and _fails(review, fail_on.value) else FINE,
    )


def _print_outline(file: Path, *, beside: str | None) -> NoReturn:
    if beside is not None:
        raise typer.BadParameter(f"--textconv takes one file, and nothing beside it: {beside}")
    from dagcompile.project.outlining import outlined

    with exit_on_problems():
        text = outlined(file)
    finish(Format.text, text=text)


def _text(review: "Review", format: DiffFormat) -> str:
    from dagcompile import review as told
    from dagcompile.diagnostics.colours import palette_of

    if format is DiffFormat.json:
        return ""
    if format is DiffFormat.markdown:
        return told.markdown_of(review)
    return told.text_of(review, palette=palette_of(sys.stdout))


def _data(review: "Review", format: DiffFormat) -> object:
    from dagcompile import review as told

    return told.data_of(review) if format is DiffFormat.json else None


def _fails(review: "Review", from_on: str) -> bool:
    from dagcompile.changes import WEIGHTS

    weights: list[str] = list(WEIGHTS)
    return review.weight is not None and weights.index(review.weight) <= weights.index(from_on)
