"""`dagcompile merge`: the merge driver of git for generated files."""

from pathlib import Path
from typing import Annotated

import typer

from dagcompile.cli.failing import exit_on_problems


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
) -> None:
    """Merge a generated file that two branches changed, by the IR of its pipeline.

    It ends with 1 where the branches conflict: ours is left as it was, and what conflicts is told.
    """
    from dagcompile.codegen.swap import swap_in
    from dagcompile.project.merging import merged_file, read_versions

    with exit_on_problems():
        text = merged_file(read_versions(base, ours, theirs), path)
        swap_in({ours: text.encode()})
