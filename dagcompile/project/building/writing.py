"""What was made to files: a pipeline's are all written or none, and what pipelines share first."""

import errno
from dataclasses import dataclass, field
from pathlib import Path

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.write import Standing, write
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.diagnostics.render import here, shown_path
from dagcompile.project.building.judging import judged
from dagcompile.project.building.succession import Succession
from dagcompile.project.building.summary import Built
from dagcompile.project.emissions import Emission
from dagcompile.project.faults import Command, Fault, Finding, Remedy, Right, told
from dagcompile.project.owning import origin
from dagcompile.project.problems import refused
from dagcompile.project.sharing import Kept, write_shared
from dagcompile.target import Shared

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


_MENDED: frozenset[Remedy] = frozenset({"build", "rebuild"})
"""What a build does with a file as it stands."""

_FORCED: frozenset[Remedy] = frozenset({"force", "upgrade"})
"""What it does by force alone: it loses what somebody changed, or whoever is ahead wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Into:
    """Where artifacts go, and what may become of the files that are there.

    Args:
        out: the output folder.
        force: what was edited by hand or made from another pipeline is overwritten, and removed
            where nothing makes it any more.
        keep: nothing is removed.
        command: what was asked, to be told with what mends a file.
    """

    out: Path
    force: bool = False
    keep: bool = False
    command: Command = field(default_factory=Command)


def written(emission: Emission, *, into: Into, succession: Succession) -> Built:
    """Write the artifacts of a pipeline, and say which had to be.

    Args:
        emission: what is written.
        into: where.
        succession: which pipelines make their files no more, and which others make as well.

    Raises:
        CompileError: they must not be written, for what stands there, as a check would tell it, or
            because another project writes them too (DC643); or they cannot (DC618). Every file is
            as it was then.
    """
    refuse_rival(emission, into=into, succession=succession)

    def judge(artifact: Artifact) -> Standing | Diagnostic:
        found = judged(artifact, emission.name, succession)
        if isinstance(found, Right):
            return "right"
        refused = _refusal(found, into)
        return "free" if refused is None else refused

    try:
        files = write([each.artifact for each in emission.made], into.out, judge=judge)
    except OSError as error:
        raise refusal(f"the artifacts of {emission.name} cannot be written", error) from None
    return Built(
        name=emission.name,
        written=tuple(into.out / each.path for each in files if each.outcome == "written"),
        unchanged=tuple(into.out / each.path for each in files if each.outcome == "unchanged"),
    )


def _refusal(finding: Finding, into: Into) -> Diagnostic | None:
    """Why a file must not be overwritten; None if it may."""
    if finding.fault.remedy in (_MENDED | _FORCED if into.force else _MENDED):
        return None
    return told(finding, into.command, out=into.out)


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
        CompileError: it was edited by hand or damaged, or cannot be written (DC618).
    """

    def refuse(path: Path, fault: Fault) -> Diagnostic | None:
        return _refusal(Finding(path=path, fault=fault), into)

    try:
        return write_shared(shared, into.out, refuse=refuse)
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
