"""How a verb ends: what it says of mistakes, in which format, and its exit status.

def verb(context: typer.Context, *, format: FormatOption = Format.text) -> None:
    with exit_on_problems(format):
        found = work(load_project(context.obj))
    finish(format, text=shown(found), data=plain(found), warnings=found.warnings)
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, NoReturn, TypeAlias

import typer

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.diagnostics.gathering import gathered
from dagcompile.diagnostics.raised import traceback_of

FINE, DIFFERENT, USAGE, WRONG_PIPELINE, WRONG_ENVIRONMENT = 0, 1, 2, 3, 4

_STATUSES = {
    "DC140": USAGE,
    "DC141": WRONG_ENVIRONMENT,
    "DC502": USAGE,
    "DC503": WRONG_ENVIRONMENT,
    "DC504": USAGE,
    "DC506": WRONG_ENVIRONMENT,
    "DC507": WRONG_ENVIRONMENT,
    "DC511": WRONG_ENVIRONMENT,
    "DC601": WRONG_ENVIRONMENT,
    "DC602": WRONG_ENVIRONMENT,
    "DC603": WRONG_ENVIRONMENT,
    "DC604": WRONG_ENVIRONMENT,
    "DC610": USAGE,
    "DC611": USAGE,
    "DC613": USAGE,
    "DC614": USAGE,
    "DC617": USAGE,
    "DC618": WRONG_ENVIRONMENT,
    "DC619": WRONG_ENVIRONMENT,
    "DC630": WRONG_ENVIRONMENT,
    "DC631": USAGE,
    "DC632": USAGE,
    "DC633": WRONG_ENVIRONMENT,
    "DC634": WRONG_ENVIRONMENT,
    "DC643": WRONG_ENVIRONMENT,
    "DC649": WRONG_ENVIRONMENT,
    "DC650": WRONG_ENVIRONMENT,
    "DC652": WRONG_ENVIRONMENT,
    "DC653": WRONG_ENVIRONMENT,
    "DC660": USAGE,
    "DC661": WRONG_ENVIRONMENT,
    "DC662": USAGE,
    "DC663": USAGE,
    "DC664": WRONG_ENVIRONMENT,
    "DC670": DIFFERENT,
    "DC671": DIFFERENT,
    "DC672": DIFFERENT,
    "DC673": DIFFERENT,
}
"""Exit statuses of diagnostics; of all others it is that of a wrong pipeline."""

_RAISED = {"DC108", "DC142", "DC503", "DC506", "DC619"}
"""Diagnostics of an exception in code that is not ours, whose traceback is worth reading."""


class Format(StrEnum):
    """How a verb tells of mistakes."""

    text = "text"
    json = "json"
    github = "github"


class Report(StrEnum):
    """How a verb tells of what is not as it should be, also to programs that show such things."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


FormatOption: TypeAlias = Annotated[
    Format,
    typer.Option(
        "--format",
        help="How mistakes are told: as text on stderr; as one JSON document on stdout, which "
        "holds the result too; or as text and as annotations of GitHub Actions.",
    ),
]

Stream: TypeAlias = Literal["stdout", "stderr"]


def status_of(error: CompileError) -> int:
    """The exit status of a command that ended so: the highest of its errors."""
    stated: int = getattr(error, "exit_status", WRONG_PIPELINE)  # a LoadError knows its own
    errors = [each.code for each in error.diagnostics if each.severity == "error"]
    return max((_STATUSES.get(code, stated) for code in errors), default=stated)


@contextmanager
def exit_on_problems(
    format: Format | Report = Format.text, *, document: Stream = "stdout"
) -> Iterator[None]:
    """Turn a `CompileError` into what is told of it and an exit status; see `finish`."""
    try:
        yield
    except CompileError as error:
        finish(format, errors=[error], document=document)


def finish(
    format: Format | Report,
    *,
    text: str | bytes = "",
    data: object = None,
    errors: Iterable[CompileError] = (),
    warnings: Iterable[Diagnostic] = (),
    found: Iterable[Diagnostic] = (),
    annotated: Iterable[Diagnostic] | None = None,
    document: Stream = "stdout",
    status: int = FINE,
) -> NoReturn:
    """Write the result of a verb and all that is wrong, and end with the exit status.

    Args:
        format: how. Text goes to stderr, the result to stdout; JSON is one document of both.
        text: the result as a person reads it. Bytes are written as they are.
        data: the result as JSON can write it.
        errors: what makes the verb fail, below the traceback of what the author's code raised.
            What is the same of many pipelines is told once where a person reads it.
        warnings: what is told and fails nothing.
        found: what is not as it should be in what was looked at.
        annotated: `found` as a pull request shows it; the same if None.
        document: where the document of JSON goes.
        status: how it ends where nothing makes it fail.
    """
    failed, different, mild = tuple(errors), tuple(found), tuple(warnings)
    once = gathered(failed)
    status = max(map(status_of, failed), default=status)
    _print_tracebacks(once.first)
    if format in {Report.json, Report.sarif}:
        every = [each for error in failed for each in error.diagnostics]
        told = (*every, *different, *mild)
        if format == Report.sarif:
            _print_log(told)
        else:
            _print_document(told, status=status, result=data, to=document)
    else:
        wrong = once.diagnostics
        told = (*wrong, *different, *mild)
        tell(
            format,
            told,
            annotated=(*wrong, *(different if annotated is None else annotated), *mild),
        )
        typer.echo(text, nl=False)
    raise typer.Exit(status)


def tell(
    format: Format | Report,
    diagnostics: Iterable[Diagnostic],
    *,
    annotated: Iterable[Diagnostic] | None = None,
) -> None:
    """Write diagnostics to stderr, nothing where there are none; a pull request shows `annotated`,
    if that is not None.
    """
    told = tuple(diagnostics)
    if not told:
        return
    if format == Report.json:
        _print_document(told, status=FINE, result=None, to="stderr")
        return
    from dagcompile.diagnostics.colours import palette_of
    from dagcompile.diagnostics.render import render

    typer.echo(render(told, palette=palette_of(sys.stderr)), err=True, nl=False, color=True)
    if format == Report.github:
        from dagcompile.diagnostics.github import annotations

        shown = annotations(told if annotated is None else annotated, folder=_root())
        typer.echo(shown, err=True, nl=False)


def _root() -> Path:
    """The folder from which a code host names files: that of the repository."""
    from dagcompile.diagnostics.render import here
    from dagcompile.project.git import repository_of

    if stated := os.environ.get("GITHUB_WORKSPACE"):
        return Path(stated)
    with suppress(CompileError):
        if repository := repository_of(here()):
            return repository.root
    return here()


def _print_log(diagnostics: Iterable[Diagnostic]) -> None:
    import json

    from dagcompile.cli.version import installed_version
    from dagcompile.diagnostics.render import here, shown_path
    from dagcompile.diagnostics.sarif import sarif

    root = _root()
    log = sarif(
        diagnostics,
        folder=root,
        elsewhere=shown_path(here() / "pyproject.toml", root),
        version=installed_version(),
    )
    typer.echo(json.dumps(log, indent=1))


def _print_document(
    diagnostics: Iterable[Diagnostic], *, status: int, result: object, to: Stream
) -> None:
    import json
    from dataclasses import asdict

    from dagcompile.diagnostics.document import document

    said = json.dumps(asdict(document(diagnostics, status=status, result=result)), indent=1)
    typer.echo(said, err=to == "stderr")


def _print_tracebacks(errors: Iterable[CompileError]) -> None:
    for error in errors:
        if error.__cause__ is not None and _RAISED & {each.code for each in error.diagnostics}:
            typer.echo(traceback_of(error.__cause__), err=True)


def warn(diagnostics: Iterable[Diagnostic]) -> None:
    """Write a line to stderr for each: something that fails nothing."""
    for each in diagnostics:
        typer.echo(f"warning[{each.code}]: {' '.join(each.message.split())}", err=True)
