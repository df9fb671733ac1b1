"""The command `dagcompile` and its verbs, one in each module beside this; targets bring more.

Only the library of the command line is imported here; a verb imports what it does when it is
called, so that `dagcompile --help` is quick.
"""

import os
from pathlib import Path
from typing import Annotated

import typer

from dagcompile.cli.build import build
from dagcompile.cli.check import check
from dagcompile.cli.completion import VARIABLE, completion, know_shells
from dagcompile.cli.contributed import Verbs
from dagcompile.cli.diff import diff
from dagcompile.cli.ending import only_the_command_ends
from dagcompile.cli.explain import explain
from dagcompile.cli.failing import WRONG_ENVIRONMENT
from dagcompile.cli.graph import graph
from dagcompile.cli.init import init
from dagcompile.cli.ir import ir
from dagcompile.cli.leaving import leave_threads
from dagcompile.cli.listing import list_pipelines
from dagcompile.cli.merge import merge
from dagcompile.cli.run import run
from dagcompile.cli.targets import targets
from dagcompile.cli.types import types
from dagcompile.cli.verb import Runs, Verb
from dagcompile.runtime.command.outlets import outlets

STATUSES = (
    "Exit status: 0 fine, 1 a step failed or files differ, 2 usage, 3 the pipeline is wrong,"
    " 4 the environment is wrong, 130 interrupted, 143 terminated."
)

app = typer.Typer(
    name="dagcompile",
    cls=Verbs,
    help="Compile typed data pipelines to the files that an orchestrator runs.",
    epilog=STATUSES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain text is quicker and the same on every terminal
    pretty_exceptions_enable=False,  # the author's tracebacks are Python's own
)

app.command("init", cls=Verb)(init)
app.command("build", cls=Verb)(build)
app.command("check", cls=Verb)(check)
app.command("diff", cls=Verb)(diff)
app.command(
    "run",
    cls=Runs,
    context_settings={
        "allow_interspersed_args": False,  # what follows the pipeline is the script's
        "ignore_unknown_options": False,
    },
)(run)
app.command("list", cls=Verb)(list_pipelines)
app.command("graph", cls=Verb)(graph)
app.command("types", cls=Verb)(types)
app.command("ir", cls=Verb)(ir)
app.command("merge", cls=Verb)(merge)
app.command("targets", cls=Verb)(targets)
app.command("explain", cls=Verb)(explain)
app.command("completion", cls=Verb)(completion)


def main() -> None:
    """Run the command with the arguments of this process; ends it with an exit status."""
    if VARIABLE in os.environ:
        know_shells()
    ending = only_the_command_ends()
    try:
        with outlets() as out:
            try:
                app(prog_name="dagcompile")
            except SystemExit as ended:
                status = ended.code
                if lost := out.lost():
                    typer.echo(f"dagcompile: standard output cannot be written: {lost}", err=True)
                    status = status or WRONG_ENVIRONMENT
                ending.is_done(status)
                raise SystemExit(status) from None
    finally:
        leave_threads()  # what was told is written


def _print_version(*, asked: bool) -> None:
    if asked:
        from dagcompile.cli.version import installed_version

        typer.echo(f"dagcompile {installed_version() or '(not installed)'}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    *,
    project: Annotated[
        Path | None,
        typer.Option(
            "--project",
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="Folder of the project; by default the nearest one upwards with a "
            "pyproject.toml that has [tool.dagcompile].",
        ),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=lambda value: _print_version(asked=value),
            help="Show the version and exit.",
        ),
    ] = False,
) -> None:
    context.obj = project
