"""What revisions lack that a difference needs, and what is left in them that nothing makes.

A difference of two revisions is one of their IR. Where that is missing, nothing is known of a
pipeline, and it is neither new nor gone.
"""

from collections.abc import Iterator, Sequence
from os.path import realpath
from pathlib import Path

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.diagnostics.render import counted, here, shown_path
from dagcompile.project.emitting import IR_SUFFIX
from dagcompile.project.git import Repository
from dagcompile.project.held import Held
from dagcompile.project.problems import refused
from dagcompile.project.versions import Side
from dagcompile.review import Note

_LISTED = 8
"""Files that are named; others are counted."""


def nothing_committed(
    repository: Repository, old: Side, new: Side, *, names: tuple[str, str | None]
) -> Iterator[Diagnostic]:
    """That one side holds no pipeline, so that all of the other count as new, or as removed.

    Args:
        repository: of the revisions.
        old: a revision.
        new: another, or what the sources give.
        names: what they were asked for by.

    Raises:
        CompileError: neither holds any, though one lists some (DC663).
    """
    if old.held and (new.held or not _lists(new) or new.is_now):
        return
    if not old.held and not new.held:
        if new.is_now or not (_lists(old) or _lists(new)):
            return
        rule, fix = _cause(repository, new)
        said = f"neither {names[0]} nor {names[1]} holds a pipeline below {_out(new)}"
        raise refused("DC663", f"{said}, so nothing can be compared{rule}", fix=fix)
    side, become = (new, "removed") if old.held else (old, "new")
    if side.lost:  # it holds some, and their IR is missing
        return
    rule, fix = _cause(repository, new)
    said = f"{names[side is new]} holds no pipeline below {_out(new)}"
    yield Diagnostic(
        code="DC663",
        severity="warning",
        message=f"{said}, so every pipeline counts as {become}{rule}",
        fix=fix,
    )


def _lists(side: Side) -> bool:
    return bool(side.project.settings.pipelines)


def _out(side: Side) -> str:
    return shown_path(side.project.out, here())


def _cause(repository: Repository, side: Side) -> tuple[str, str]:
    """Why IR may not be in git, to follow what is told of it, and what mends it."""
    names = [each.file for each in side.held]
    names = names or [f"{each}{IR_SUFFIX}" for each in side.project.settings.pipelines]
    ignored = repository.ignored(side.project.out / each for each in names)
    if rule := next(iter(ignored.values()), None):
        return f": git ignores it by {rule}", "take the rule out, and commit what is built"
    return "", f"commit what is built: git add {_out(side)}"


def without_ir(old: Side, new: Side, before: Held | None, after: Held | None) -> Side | None:
    """The side that has artifacts of a pipeline, and no IR, where the other holds it."""
    if before and not after and before.reference in new.lost:
        return new
    if after and not before and after.reference in old.lost:
        return old
    return None


def no_ir(label: str, ids: Sequence[str]) -> CompileError:
    """What is told of pipelines `ids` of which the side `label` has artifacts, no IR."""
    names = ", ".join(f"`{each}`" for each in ids[:_LISTED])
    more = f" and {len(ids) - _LISTED} more" if len(ids) > _LISTED else ""
    return refused(
        "DC664",
        f"{label.partition(' (')[0]} has artifacts of {names}{more}, and no IR, so it is not known"
        " what changes",
        fix="build, and commit the .ir.json as well; artifacts of a pipeline that is gone are"
        " removed by a build of the whole project",
    )


def left_behind(repository: Repository, old: Side, new: Side) -> Iterator[Note]:
    """That artifacts go to another folder now, and the old ones are still in the former."""
    was, now = Path(realpath(old.project.out)), Path(realpath(new.project.out))
    below = repository.path(was)
    if was == now or below is None:
        return
    files = [path for each in old.held for path in (each.file, *each.artifacts)]
    made = {now / path for each in new.held for path in (each.file, *each.artifacts)}
    if new.revision:
        there = {repository.root / each for each in repository.files(new.revision, below)}
        left = [each for each in files if was / each in there]
    else:
        left = [each for each in files if (was / each).is_file()]
    left = sorted(each for each in left if was / each not in made)
    if left:
        named = ", ".join(f"`{each}`" for each in left[:_LISTED])
        more = f" and {len(left) - _LISTED} more" if len(left) > _LISTED else ""
        yield Note(
            text=f"artifacts go to `{_out(new)}` now, and {counted(len(left), 'file')} of"
            f" `{_out(old)}` {'is' if len(left) == 1 else 'are'} still there: {named}{more}; who"
            " reads both folders finds each pipeline twice",
            weight="risky",
        )
