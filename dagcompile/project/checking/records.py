"""What a check finds: of each file that is not as it should be, why, and what mends it.

checked = check_pipelines(load_project())
checked.findings[0].verdict     "stale"
checked.findings[0].path        Path("generated/airflow/daily_delays_dag.py")
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from dagcompile.diagnostics import Diagnostic
from dagcompile.project.building import Failed

Verdict: TypeAlias = Literal["wrong", "edited", "stale", "missing", "orphaned", "untracked"]
"""Of a file that is not as it should be.

*Wrong*: it is not a file that dagcompile can vouch for. *Edited*: by hand, since it was generated.
*Stale*: as it was generated, and its pipeline gives another now. *Missing*: it is not there.
*Orphaned*: it was generated, and no pipeline gives it now. *Untracked*: it is as it should be, or
pipelines are made of it, and git does not have it.
"""

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""In the order in which they are told, and mended: what stands in the way of others first."""

Remedy: TypeAlias = Literal[
    "upgrade",
    "open",
    "remove",
    "clear",
    "force",
    "build",
    "sweep",
    "force sweep",
    "discard",
    "add",
    "force add",
]
"""What mends a file.

To upgrade dagcompile; to let it be read, or to remove it, a file or a folder, and build; to build,
by force where it was edited; to build the whole project, likewise; to remove it; to add it to git,
by force where git ignores it.
"""

FAULTS: Mapping[str, Verdict] = {
    "DC302": "wrong",
    "DC601": "wrong",
    "DC603": "wrong",
    "DC604": "wrong",
    "DC643": "wrong",
    "DC618": "wrong",
    "DC649": "wrong",
    "DC650": "wrong",
    "DC651": "wrong",
    "DC652": "wrong",
    "DC653": "wrong",
    "DC602": "edited",
    "DC645": "stale",
    "DC646": "missing",
    "DC641": "orphaned",
    "DC647": "orphaned",
    "DC520": "orphaned",
    "DC648": "untracked",
    "DC654": "untracked",
}
"""The codes of findings, in the order in which they are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a file: `text` says it, to stand behind the path.

    `line` is the first that is not as it should be, 0 where none is to be shown.
    """

    code: str
    text: str
    remedy: Remedy
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A file, or a shared package, that is not as it should be.

    Args:
        path: of the file.
        fault: what is wrong with it.
        pipeline: by the name that it was asked for by; None where the file is of none or of many.
        texts: what the file holds and what it should, where their difference is worth reading.
    """

    path: Path
    fault: Fault
    pipeline: str | None = None
    texts: tuple[str, str] | None = field(default=None, repr=False)

    @property
    def verdict(self) -> Verdict:
        """Why the file is not as it should be, in a word."""
        return FAULTS[self.fault.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A file that holds what it should."""

    path: Path
    pipeline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How a check ended.

    Args:
        findings: in the order in which they are told.
        right: how many files are as they should be.
        failed: the pipelines that do not compile, whose files were not looked at.
        warnings: of the others.
    """

    findings: tuple[Finding, ...]
    right: int
    failed: tuple[Failed, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
