"""`dagcompile merge`: the merge driver of git for generated files."""

from pathlib import Path
from typing import Annotated

import typer

from dagcompile.cli.failing import DIFFERENT, exit_on_problems

_SIZE = 7
"""Length of the marks of a conflict that a person is to see; git says it is more in a merge of what
both branches come from.
"""


def merge(
    base: Annotated[Path, typer.Argument(metavar="BASE", help="What both come from; git's %O.")],
    ours: Annotated[
        Path, typer.Argument(metavar="OURS", help="Our version, where the result goes; git's %A.")
    ],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", help="Their version; git's %B.")],
    path: Annotated[
        str,
        typer.Argument(metavar="PATH", help="The file in the work tree that is merged; git's %P."),
    ],
    size: Annotated[
        int, typer.Argument(metavar="SIZE", help="The length of conflict marks; git's %L.")
    ] = _SIZE,
) -> None:
    """Merge a generated file that two branches changed, by the IR of its pipeline.

    It ends with 1 where the branches conflict: ours is left as it was, and what conflicts is told.
    Where git merges what both come from, by a SIZE above 7, it is emptied, and nothing is told.
    """
    from dagcompile.codegen.swap import swap_in
    from dagcompile.diagnostics import CompileError
    from dagcompile.project.merging import merged_file, read_versions

    with exit_on_problems():
        versions = read_versions(base, ours, theirs)
        try:
            text = merged_file(versions, path)
        except CompileError:
            if size <= _SIZE:
                raise
            swap_in({ours: b""})  # that both come from nothing: what they differ in conflicts
            raise typer.Exit(DIFFERENT) from None
        swap_in({ours: text.encode()})
