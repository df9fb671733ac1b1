"""What a target says of a change: what comes of it where its artifacts run.

impacts = target.impacts(Version(pipeline=old, options=options, artifacts=committed), new)
impacts[0].kind      "airflow.task_removed"
impacts[0].text      "task `rank` disappears from the grid, and its history with it"
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from dagcompile.codegen.artifact import Artifact
from dagcompile.ir.records import Pipeline
from dagcompile.target.options import Options

if TYPE_CHECKING:
    from dagcompile.changes import Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One side of a change, as a target sees it.

    Args:
        pipeline: compiled.
        options: of the target: those of the project, as they are completed for it.
        artifacts: the files of the pipeline for this target: as committed, or as the target emits
            them where none are.
    """

    pipeline: Pipeline
    options: Options
    artifacts: tuple[Artifact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """One thing that comes of a change where the artifacts run.

    Args:
        kind: what it is, for programs: the name of the target, a dot and a word of the target's.
        text: a sentence in lower case without a full stop, which names what it is about.
        weight: as that of a change; what is merely good to know is `cosmetic`.
        names: what it is about, for programs: ids of tasks, say.
    """

    kind: str
    text: str
    weight: "Weight"
    names: tuple[str, ...] = ()


def unread(error: ValidationError, *, target: str) -> Impact:
    """That nothing can be told, for the options that a version asks for."""
    asked = sorted({".".join(map(str, each["loc"])) for each in error.errors()})
    return Impact(
        kind=f"{target}.unknown",
        text="what comes of the change cannot be told: one of the versions asks for options that"
        f" target {target}, as it is installed, does not take: {', '.join(asked)}",
        weight="risky",
        names=tuple(asked),
    )
