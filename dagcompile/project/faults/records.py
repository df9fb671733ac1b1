"""What is wrong with a file in the place of an artifact, and what mends it.

Fault(code="DC602", text="was edited by hand", remedy="force", line=17)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, get_args

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
    "rename",
    "remove",
    "clear",
    "force",
    "build",
    "rebuild",
    "sweep",
    "force sweep",
    "discard",
    "add",
    "force add",
]
"""What mends a file.

To upgrade dagcompile; to let it be read, to give its pipeline another name, or to remove it, a file
or a folder, and build; to build its pipeline, by force where it was edited; to build all that was
asked for; to build the whole project, by force where it was edited; to remove it; to add it to git,
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
    "DC652": "wrong",
    "DC653": "wrong",
    "DC602": "edited",
    "DC651": "wrong",
    "DC645": "stale",
    "DC646": "missing",
    "DC641": "orphaned",
    "DC647": "orphaned",
    "DC520": "orphaned",
    "DC648": "untracked",
    "DC654": "untracked",
}
"""The codes of findings, in the order in which they are told, and mended: a build writes nothing
of a pipeline while any file of it needs force.
"""


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
