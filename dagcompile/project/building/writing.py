"""What was made to files: a pipeline's are all written or none, and what pipelines share first."""

import errno
from collections.abc import Callable
from dataclasses import dataclass
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

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Into:
    """Where artifacts go, and what may become of the files that are there.

    Args:
        out: the output folder.
        force: what was edited by hand or made from another pipeline is overwritten, and removed
            where nothing makes it any more.
        keep: nothing is removed.
    """

    out: Path
    force: bool = False
    keep: bool = False


def written(emission: Emission, *, into: Into, is_gone: Callable[[str], bool]) -> Built:
    """Write the artifacts of a pipeline, and say which had to be.

    Args:
        emission: what is written.
        into: where.
        is_gone: of an origin, whether its pipeline no longer makes any of these files.

    Raises:
        CompileError: they must not be written (DC601 to DC604), or cannot (DC618). Every file is
            as it was then.
    """
    try:
        files = write(
            [each.artifact for each in emission.made],
            into.out,
            force=into.force,
            is_ours=whose,
            origin=origin,
            is_gone=is_gone,
        )
    except OSError as error:
        raise refusal(f"the artifacts of {emission.name} cannot be written", error) from None
    return Built(
        name=emission.name,
        written=tuple(into.out / each.path for each in files if each.outcome == "written"),
        unchanged=tuple(into.out / each.path for each in files if each.outcome == "unchanged"),
    )


def shared_written(shared: Shared, *, into: Into) -> tuple[Kept, ...]:
    """Write what the artifacts of a target share.

    Raises:
        CompileError: it was edited by hand (DC602), or cannot be written (DC618).
    """
    try:
        return write_shared(shared, into.out, force=into.force)
    except OSError as error:
        what = f"what the artifacts in {shared.folder} share cannot be written"
        raise refusal(what, error) from None


def refusal(what: str, error: OSError) -> CompileError:
    """That the file system refuses something."""
    fix = "make the folder writable, or choose another with --out"
    if error.errno in _FULL:
        fix = "make room there, or write elsewhere with --out"
    return refused("DC618", f"{what}: {said(error)}", fix=fix)


def said(error: OSError) -> str:
    """What the file system says, the file named from the working folder."""
    if error.strerror is None:
        return str(error)
    file = "" if error.filename is None else f"{shown_path(Path(error.filename), here())}: "
    return f"{file}{error.strerror.lower()}"
