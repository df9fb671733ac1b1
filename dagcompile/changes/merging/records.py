"""What a merge of two versions comes to."""

from dataclasses import dataclass

from dagcompile.ir.records import Pipeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What both sides changed, each in its own way.

    `where` names it for people, outermost first: `("node clean", "timeout")`. `ours` and
    `theirs` are texts, None where a side has taken it away.
    """

    where: tuple[str, ...]
    ours: str | None
    theirs: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The pipeline that has the changes of both sides; where they conflict, it has ours."""

    pipeline: Pipeline
    conflicts: tuple[Conflict, ...] = ()
