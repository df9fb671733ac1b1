"""A finding as a diagnostic: what is wrong with a file, where, and the command that mends it."""

from pathlib import Path

from dagcompile.diagnostics import Diagnostic, Label, Place
from dagcompile.diagnostics.render import here, shown_path
from dagcompile.project.faults.mending import Command, mend_of
from dagcompile.project.faults.records import Finding


def told(finding: Finding, command: Command, *, out: Path) -> Diagnostic:
    """What is wrong with one file in the folder of artifacts `out`, and how `command`, by which it
    is built, mends it.
    """
    place = place_of(finding)
    return Diagnostic(
        code=finding.fault.code,
        message=said(finding),
        labels=(Label(place=place, text=""),) if place else (),
        fix=str(mend_of([finding], command, out=out)),
    )


def said(finding: Finding) -> str:
    """What is wrong, behind the path of the file."""
    return f"{shown_path(finding.path, here())} {finding.fault.text}"


def place_of(finding: Finding) -> Place | None:
    """The line of the file that is not as it should be, if one is to be shown."""
    line = finding.fault.line
    return Place(file=str(finding.path), line=line) if line else None
