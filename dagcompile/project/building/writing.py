"""What was made to files: a pipeline's are all written or none, and what pipelines share first."""

from pathlib import Path

from dagcompile.codegen.write import write
from dagcompile.diagnostics import CompileError
from dagcompile.diagnostics.render import here, shown_path
from dagcompile.project.building.summary import Built
from dagcompile.project.emitting import Emission
from dagcompile.project.owning import origin, whose
from dagcompile.project.problems import refused
from dagcompile.project.sharing import Kept, write_shared
from dagcompile.target import Shared


def written(emission: Emission, *, out: Path, force: bool) -> Built:
    """Write the artifacts of a pipeline, and say which had to be.

    Raises:
        CompileError: they must not be written (DC601 to DC604), or cannot (DC618). Every file is
            as it was then.
    """
    try:
        files = write(
            [each.artifact for each in emission.made],
            out,
            force=force,
            is_ours=whose,
            origin=origin,
        )
    except OSError as error:
        raise unwritten(f"the artifacts of {emission.name}", error) from None
    return Built(
        name=emission.name,
        written=tuple(out / each.path for each in files if each.outcome == "written"),
        unchanged=tuple(out / each.path for each in files if each.outcome == "unchanged"),
    )


def shared_written(shared: Shared, *, out: Path, force: bool) -> tuple[Kept, ...]:
    """Write what the artifacts of a target share.

    Raises:
        CompileError: it was edited by hand (DC602), or cannot be written (DC618).
    """
    try:
        return write_shared(shared, out, force=force)
    except OSError as error:
        raise unwritten(f"what the artifacts in {shared.folder} share", error) from None


def unwritten(what: str, error: OSError) -> CompileError:
    """That the file system refuses to have `what` written."""
    return refused(
        "DC618",
        f"{what} cannot be written: {_said(error)}",
        fix="make the folder writable, or choose another with --out",
    )


def _said(error: OSError) -> str:
    """What the file system says, the file named from the working folder."""
    if error.filename is None or error.strerror is None:
        return str(error)
    return f"{shown_path(Path(error.filename), here())}: {error.strerror.lower()}"
