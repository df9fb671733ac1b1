"""How a verb ends when something is wrong: what it says, and its exit status.

with exit_on_problems():
    project = load_project(folder)
"""

import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import typer

from dagcompile.diagnostics import CompileError, Diagnostic

FINE, USAGE, WRONG_PIPELINE, WRONG_ENVIRONMENT = 0, 2, 3, 4

_STATUSES = {
    "DC140": USAGE,
    "DC141": WRONG_ENVIRONMENT,
    "DC502": USAGE,
    "DC503": WRONG_ENVIRONMENT,
    "DC504": USAGE,
    "DC601": WRONG_ENVIRONMENT,
    "DC602": WRONG_ENVIRONMENT,
    "DC604": WRONG_ENVIRONMENT,
    "DC610": USAGE,
    "DC611": USAGE,
    "DC612": WRONG_ENVIRONMENT,
    "DC613": USAGE,
    "DC614": USAGE,
    "DC617": USAGE,
    "DC618": WRONG_ENVIRONMENT,
    "DC619": WRONG_ENVIRONMENT,
    "DC630": WRONG_ENVIRONMENT,
    "DC631": USAGE,
    "DC632": USAGE,
    "DC633": WRONG_ENVIRONMENT,
}
"""Exit statuses of diagnostics; of all others it is that of a wrong pipeline."""

_RAISED = {"DC108", "DC142", "DC503", "DC619"}
"""Diagnostics of an exception in code that is not ours, whose traceback is worth reading."""


def status_of(error: CompileError) -> int:
    """The exit status of a command that ended so: the highest of its diagnostics."""
    stated: int = getattr(error, "exit_status", WRONG_PIPELINE)  # a LoadError knows its own
    return max((_STATUSES.get(each.code, stated) for each in error.diagnostics), default=stated)


@contextmanager
def exit_on_problems() -> Iterator[None]:
    """Turn a `CompileError` into text on stderr and an exit status."""
    try:
        yield
    except CompileError as error:
        tell([error])
        raise typer.Exit(status_of(error)) from None


def tell(errors: Iterable[CompileError]) -> None:
    """Write every diagnostic to stderr, below the traceback of what the author's code raised."""
    from dagcompile.diagnostics.render import render

    diagnostics: list[Diagnostic] = []
    for error in errors:
        if error.__cause__ is not None and _RAISED & {each.code for each in error.diagnostics}:
            traceback.print_exception(error.__cause__, file=sys.stderr)
            typer.echo(err=True)
        diagnostics.extend(error.diagnostics)
    if diagnostics:
        typer.echo(render(diagnostics), err=True, nl=False)
