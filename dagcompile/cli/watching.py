"""`--watch`: the same command, run again when the sources of the project change."""

import sys
from typing import Annotated, NoReturn, TypeAlias

import typer

from dagcompile.cli.failing import exit_on_problems

FLAG = "--watch"

Watch: TypeAlias = Annotated[
    bool, typer.Option(FLAG, help="Do it again whenever the project's sources change.")
]


def watch(context: typer.Context) -> NoReturn:
    """Run the command of this process without its `--watch`, now and after every change.

    Raises:
        Exit: with 0 after Ctrl-C.
    """
    from dagcompile.project.config import load_project
    from dagcompile.project.watching import require_watcher, watch_project

    with exit_on_problems():
        require_watcher()
        arguments = sys.orig_argv[1:]
        arguments.remove(FLAG)  # the first is ours: what a script is given stands behind
        status = watch_project(load_project(context.obj), [sys.executable, *arguments])
    raise typer.Exit(status)
