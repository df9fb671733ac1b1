"""A change of the project, and what is expected of it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

PIPELINES = "flights/pipelines.py"
OPS = "flights/ops.py"
CONTRACTS = "flights/contracts.py"
SOURCES = "flights/sources.py"
SINKS = "flights/sinks.py"
SETTINGS = "pyproject.toml"

DagVersion: TypeAlias = Literal["new", "same", "gone"]
"""What Airflow makes of it: a new version of the DAG, none, or another DAG in its place."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Of `file`, the text `old` is `new`, in the only place where it stands.

    A file that is not there is begun with `new`, where `old` is empty.
    """

    file: str
    old: str
    new: str

    def make(self, project: Path) -> None:
        """Change the file in the folder of the project."""
        file = project / self.file
        text = file.read_text() if file.exists() else ""
        assert text.count(self.old) == 1 or not text, f"{self.file}: {self.old!r}"
        file.write_text(text.replace(self.old, self.new) if text else self.new)


@dataclass(frozen=True, slots=True)
class Move:
    """The file `old` is called `new`."""

    old: str
    new: str

    def make(self, project: Path) -> None:
        """Move the file in the folder of the project."""
        (project / self.old).rename(project / self.new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One change.

    Args:
        name: in a few words, and that of its golden file.
        edits: what is done.
        told: each change that is to be told: `risky config changed clean.max_delay`.
        version: of the DAG.
        dags: those that are new, by id.
    """

    name: str
    edits: tuple[Edit | Move, ...]
    told: tuple[str, ...] = ()
    version: DagVersion = "new"
    dags: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The name of its golden file."""
        return re.sub(r"\W+", "_", self.name) + ".txt"

    @property
    def breaks(self) -> bool:
        """Whether `--fail-on breaking` fails."""
        return any(each.startswith("breaking ") for each in self.told)
