"""What is reviewed: two versions of each pipeline, what became of it, and what comes of that."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, TypeAlias

from dagcompile.changes import Change, Weight, heaviest
from dagcompile.ir.records import Pipeline
from dagcompile.review.textdiff import TextDiff, textdiff
from dagcompile.target import Impact

Cause: TypeAlias = Literal["pipeline", "edited", "stale", "settings", "remade"]
"""Why an artifact is another: its pipeline or what is asked of its target is; on one of the sides
it was edited by hand, or is not of the pipeline beside it; the project says something else of
itself; or another version of dagcompile writes the same pipeline in another way.
"""

_CAUSES: dict[Cause, Weight] = {
    "pipeline": "cosmetic",
    "edited": "risky",
    "stale": "risky",
    "settings": "safe",
    "remade": "safe",
}
"""How much it matters that a file is another, beside what is told of its pipeline."""


@dataclass(frozen=True, kw_only=True)
class FileChange:
    """An artifact that is another: its path in the folder of artifacts, and its texts.

    A text is None where the side has no such file. `note` says what is to be known of the cause.
    `hidden`: that it changed is told, and not how.
    """

    path: str
    old: str | None
    new: str | None
    cause: Cause = "pipeline"
    note: str = ""
    hidden: bool = False

    @cached_property
    def diff(self) -> TextDiff:
        """How the text changed."""
        return textdiff(self.old, self.new)

    @property
    def weight(self) -> Weight:
        """How much it matters by itself."""
        return _CAUSES[self.cause]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """One pipeline that is not as it was.

    Args:
        id: that of the new version where there is one.
        was: the id of the old version, where it is another.
        old: the version before; None where there was none, or it cannot be read.
        new: the version after, likewise.
        changes: the heaviest first.
        nodes: from the ids of nodes in `old` to those in `new`.
        impacts: what comes of it, by the name of the target.
        files: the artifacts that are others, by path.
        failed: why the two cannot be compared, to follow the name of the pipeline.
    """

    id: str
    was: str = ""
    old: Pipeline | None = None
    new: Pipeline | None = None
    changes: tuple[Change, ...] = ()
    nodes: Mapping[str, str] = field(default_factory=dict)
    impacts: Mapping[str, tuple[Impact, ...]] = field(default_factory=dict)
    files: tuple[FileChange, ...] = ()
    failed: str = ""

    @property
    def weight(self) -> Weight:
        """That of the heaviest thing that is told of it."""
        told = {each.weight for each in self.changes} | {each.weight for each in self.files}
        told |= {each.weight for impacts in self.impacts.values() for each in impacts}
        return heaviest(told) or "cosmetic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be known of the two sides, and of no one pipeline; `weight` if it matters."""

    text: str
    weight: Weight | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeChange:
    """A function or class that pipelines name, whose source is another. It is no part of what is
    weighed: no IR tells of it.

    Args:
        name: what it is called in its module.
        module: the module.
        was: its import path before, `module:name`, where it is another.
        file: where it stands, from the folder of the project.
        line: there, counted from 1.
        through: names of its module that it uses and that stand for something else; empty where
            it differs itself.
        pipelines: the ids of those that name it, sorted.
    """

    name: str
    module: str
    was: str = ""
    file: str
    line: int
    through: tuple[str, ...] = ()
    pipelines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All that changes between two sides, which are called `old` and `new`.

    `pipelines` has those that could not be compared first, then the heaviest; `unchanged` the ids
    of those that are as they were. `contracts`: only what the outside relies on was compared.
    `project`: its folder in the repository, empty where that is the root. `code`: what is another
    in sources alone, also of pipelines that are as they were.
    """

    old: str
    new: str
    pipelines: tuple[Reviewed, ...] = ()
    unchanged: tuple[str, ...] = ()
    contracts: bool = False
    notes: tuple[Note, ...] = ()
    project: str = ""
    code: tuple[CodeChange, ...] = ()

    @property
    def weight(self) -> Weight | None:
        """That of the heaviest pipeline or note; None where none was compared and is another."""
        weights = {each.weight for each in self.pipelines if not each.failed}
        return heaviest(weights | {each.weight for each in self.notes if each.weight})

    def without_texts(self) -> "Review":
        """The same, without how the text of artifacts changed."""
        return replace(
            self,
            pipelines=tuple(
                replace(each, files=tuple(replace(file, hidden=True) for file in each.files))
                for each in self.pipelines
            ),
        )
