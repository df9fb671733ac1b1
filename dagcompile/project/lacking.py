"""What revisions lack that a difference needs, and where their artifacts have gone.

A difference of two revisions is one of their IR. Where that is missing, nothing is known of a
pipeline, and it is neither new nor gone.
"""

from collections.abc import Iterator, Sequence
from os.path import realpath
from pathlib import Path

from dagcompile.changes import Weight
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.diagnostics.render import counted, here, shown_path
from dagcompile.project.emissions import IR_SUFFIX
from dagcompile.project.git import Repository
from dagcompile.project.held import Held
from dagcompile.project.problems import refused
from dagcompile.project.versions import Side
from dagcompile.review import Note

_LISTED = 8
"""Files and pipelines that are named; others are counted."""


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
    return refused(
        "DC664",
        f"{label.partition(' (')[0]} has artifacts of {_listed(ids)}, and no IR, so it is not known"
        " what changes",
        fix="build, and commit the .ir.json as well; artifacts of a pipeline that is gone are"
        " removed by a build of the whole project",
    )


def moved_out(repository: Repository, old: Side, new: Side) -> Iterator[Note]:
    """That artifacts go to another folder now: whoever takes them from the former one finds none
    there, or those of before beside the new ones.
    """
    was, now = Path(realpath(old.project.out)), Path(realpath(new.project.out))
    below = repository.path(was)
    if was == now or below is None:
        return
    held = {path for each in old.held for path in (each.file, *each.artifacts)}
    made = {now / path for each in new.held for path in (each.file, *each.artifacts)}
    files = sorted(each for each in held if was / each not in made)
    there = repository.files(new.revision, below) if new.revision else {}
    left = [each for each in files if repository.path(was / each) in there]
    gone = [each for each in files if each not in left]
    if gone:
        removed = f"{_named(gone)} {'is' if len(gone) == 1 else 'are'} not there any more"
        if any((was / each).is_file() for each in gone) and not new.revision:
            removed = f"a build of the whole project removes {_named(gone)}"
        yield _of_folder(
            old, new, f"{removed}; who deploys from `{_out(old)}` finds nothing", "breaking"
        )
    if left:
        stays = f"{_named(left)} {'is' if len(left) == 1 else 'are'} still there"
        yield _of_folder(
            old, new, f"{stays}; who reads both folders finds each pipeline twice", "risky"
        )


def _of_folder(old: Side, new: Side, said: str, weight: Weight) -> Note:
    return Note(
        text=f"artifacts go to `{_out(new)}` now, not to `{_out(old)}`, and {said}", weight=weight
    )


def _named(files: Sequence[str]) -> str:
    return f"{counted(len(files), 'file')} ({_listed(files)})"


def _listed(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(f"`{each}`" for each in names[:_LISTED]) + more
