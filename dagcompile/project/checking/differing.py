"""How files differ from what they should be, as `diff -u` shows it.

lines, more = differences(findings, most=60)
"""

from collections.abc import Iterator, Sequence
from difflib import unified_diff

from dagcompile.diagnostics.excerpt import cells
from dagcompile.diagnostics.render import here, shown_path
from dagcompile.project.faults import Finding


def differences(findings: Sequence[Finding], *, most: int | None) -> tuple[list[str], int]:
    """The lines of the differences of all files that have one, and how many more there are.

    Args:
        findings: in the order in which they are shown.
        most: lines that are given; all if None.
    """
    lines = [line for each in findings for line in difference(each)]
    if most is None or len(lines) <= most:
        return lines, 0
    return lines[:most], len(lines) - most


def difference(finding: Finding) -> Iterator[str]:
    """From the file to what a build would write; nothing where that is not worth reading."""
    if finding.texts is None:
        return
    there, wanted = (text.splitlines() for text in finding.texts)
    path = shown_path(finding.path, here())
    for line in unified_diff(there, wanted, path, f"{path} (built)", lineterm=""):
        yield cells(line)
