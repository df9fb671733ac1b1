"""What nothing needs any more is removed from the output folder."""

from pathlib import Path

from dagcompile.diagnostics import Diagnostic
from dagcompile.project.building.writing import unwritten
from dagcompile.project.sharing import Kept, remove_unused
from dagcompile.target import Shared


def shared_swept(shared: Shared, out: Path) -> tuple[tuple[Kept, ...], tuple[Diagnostic, ...]]:
    """Remove older versions of what the artifacts of a target share; what is kept is told of.

    Raises:
        CompileError: the file system refused (DC618).
    """
    try:
        return remove_unused(shared, out)
    except OSError as error:
        raise unwritten(f"what the artifacts in {shared.folder} share", error) from None
