"""What was made to files: a pipeline's are all written or none, and what pipelines share first."""

import errno
from dataclasses import dataclass
from pathlib import Path

from dagcompile.codegen.write import write
from dagcompile.diagnostics import CompileError
from dagcompile.diagnostics.render import here, shown_path
from dagcompile.project.building.succession import Succession
from dagcompile.project.building.summary import Built
from dagcompile.project.emitting import Emission
from dagcompile.project.owning import is_newer, origin, whose
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


def written(emission: Emission, *, into: Into, succession: Succession) -> Built:
    """Write the artifacts of a pipeline, and say which had to be.

    Args:
        emission: what is written.
        into: where.
        succession: which pipelines make their files no more, and which others make as well.

    Raises:
        CompileError: they must not be written (DC302, DC601 to DC604, DC643), or cannot
            (DC618). Every file is as it was then.
    """
    refuse_newer(emission, into=into)
    refuse_rival(emission, into=into, succession=succession)
    try:
        files = write(
            [each.artifact for each in emission.made],
            into.out,
            force=into.force,
            is_ours=whose,
            origin=origin,
            is_gone=succession.gone(emission.name),
            said=succession.said,
        )
    except OSError as error:
        raise refusal(f"the artifacts of {emission.name} cannot be written", error) from None
    return Built(
        name=emission.name,
        written=tuple(into.out / each.path for each in files if each.outcome == "written"),
        unchanged=tuple(into.out / each.path for each in files if each.outcome == "unchanged"),
    )


def refuse_newer(emission: Emission, *, into: Into) -> None:
    """Refuse to overwrite IR that a newer dagcompile wrote, unless it is forced: it was not edited,
    whoever wrote it is ahead.

    Raises:
        CompileError: DC302.
    """
    for each in () if into.force else emission.made:
        place = into.out / each.artifact.path
        try:
            text = place.read_text("utf-8") if place.is_file() else each.artifact.text
            newer = text != each.artifact.text and is_newer(text)
        except (OSError, ValueError):  # whoever writes it says so
            continue
        if newer:
            raise refused(
                "DC302",
                f"{each.artifact.path!r} is of a newer dagcompile, and would become older again",
                fix="upgrade dagcompile to the version that wrote it, or overwrite it with --force",
            )


def refuse_rival(emission: Emission, *, into: Into, succession: Succession) -> None:
    """Refuse to write what another project writes there as well, unless it is there as it should be
    or is forced.

    Raises:
        CompileError: DC643.
    """
    texts = {into.out / each.artifact.path: each.artifact.text for each in emission.made}
    if into.force or all(is_there(each, text) for each, text in texts.items()):
        return
    if other := succession.rival(emission.name):
        project = succession.plan.project
        mine = shown_path(project.file, here()) if project and project.file else "this project"
        made_from = origin(emission.made[-1].artifact.text)
        raise refused(
            "DC643",
            f"{mine} and {other} both list {made_from}, and write it to one folder:"
            f" {shown_path(into.out, here())}",
            fix="list it in one of them, give it another name in one of them with"
            " @pipeline(name=...), or give each project an `out` of its own",
        )


def is_there(place: Path, text: str) -> bool:
    """Whether a file holds just this text."""
    try:
        return place.is_file() and place.read_bytes() == text.encode()  # a pipe is waited for
    except OSError:
        return False


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
