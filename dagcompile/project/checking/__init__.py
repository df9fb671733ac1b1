"""`dagcompile check`: whether the files that are there are those that a build would write.

    checked = check_pipelines(load_project())
    checked.findings[0].verdict     "stale"

The pipelines are made in memory as for a build. Then each of their files is read and judged
(`building.judging`), by its bytes and by what it says of itself, and git is asked for it
(`tracking`). What mends it (`faults.mending`) is told of one or of many (`groups`).
"""

from dagcompile.project.checking.checking import check_pipelines
from dagcompile.project.checking.differing import differences
from dagcompile.project.checking.groups import Group, Teller
from dagcompile.project.checking.records import Checked
from dagcompile.project.faults import VERDICTS, Command, Fault, Finding, Mend, Right, Verdict

__all__ = [
    "VERDICTS",
    "Checked",
    "Command",
    "Fault",
    "Finding",
    "Group",
    "Mend",
    "Right",
    "Teller",
    "Verdict",
    "check_pipelines",
    "differences",
]
