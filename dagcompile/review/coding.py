"""What is told of code: names whose source is another, though nothing of their pipelines need be.

groups(review.code)[0].pipelines     ("daily",), or all that share an op that is another
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dagcompile.review.records import CodeChange
from dagcompile.review.saying import among, line, names

LISTED = 40
"""Names of a group that are listed; of others only the number is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is another in the same pipelines, in the order of the sources."""

    pipelines: tuple[str, ...]
    changes: tuple[CodeChange, ...]

    @property
    def where(self) -> str:
        """`` in `daily` ``, or in how many pipelines."""
        one, *more = self.pipelines
        return among(self.pipelines) if more else f"in `{line(one)}`"

    @property
    def title(self) -> str:
        """What is told of it first."""
        whose = "their contracts" if len(self.pipelines) > 1 else "its contract"
        return f"code changed {self.where}, which is no part of {whose}"


def groups(code: Iterable[CodeChange]) -> tuple[Group, ...]:
    """Each change once; those of the most pipelines first."""
    found: dict[tuple[str, ...], list[CodeChange]] = {}
    for each in code:
        found.setdefault(each.pipelines, []).append(each)
    return tuple(
        Group(pipelines=pipelines, changes=tuple(changes))
        for pipelines, changes in sorted(found.items(), key=lambda each: (-len(each[0]), each[0]))
    )


def place(change: CodeChange) -> str:
    """The file and line of what is another."""
    return f"{line(change.file)}:{change.line}"


def beside(change: CodeChange) -> str:
    """What else is told of it, to follow its place."""
    through = f"through {names(change.through)}" if change.through else ""
    was = f"which was `{line(change.was)}`" if change.was else ""
    return "".join(f", {each}" for each in (was, through) if each)
