"""What nothing needs any more is removed from the output folder.

swept = sweep(tree, plan, emissions, into=Into(out=project.out))
swept.files     # (Kept(path=Path("generated/airflow/daily_dag.py"), outcome="removed"), ...)
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from dagcompile.diagnostics import CompileError, Diagnostic, Label
from dagcompile.diagnostics.render import here, shown_path
from dagcompile.project.building.orphans import Found, Orphan, find_orphans
from dagcompile.project.building.plan import Plan
from dagcompile.project.building.strays import strays
from dagcompile.project.building.tree import Tree
from dagcompile.project.building.writing import Into, refusal, said
from dagcompile.project.emissions import Emission
from dagcompile.project.faults import told
from dagcompile.project.sharing import Kept, remove_unused, unused
from dagcompile.project.targets import options_of
from dagcompile.target import Shared, found_targets

_SHOWN = 8
"""Files that are named of many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What was removed and what was kept, what is told of that, and what could not be removed."""

    files: tuple[Kept, ...] = ()
    told: tuple[Diagnostic, ...] = ()
    errors: tuple[CompileError, ...] = ()


def sweep(tree: Tree, plan: Plan, emissions: Sequence[Emission], *, into: Into) -> Swept:
    """Remove the files that were made from pipelines of a project and that nothing of it makes any
    more, compiled modules of them, folders that are empty then, and what only they shared. What was
    edited by hand is kept and told of (DC641), unless forced; what may be of another project that
    writes there (DC642), always.

    Args:
        tree: what lies below the output folder.
        plan: the whole of the project.
        emissions: what it gives.
        into: where they lie, and what may be touched.
    """
    needed = [into.out / one.artifact.path for each in emissions for one in each.made]
    found = find_orphans(tree, plan, needed=needed, out=into.out)
    unsure = Swept(told=(*map(unread, found.unread), *doubt(found)))
    swept = [_swept(each, into=into) for each in found.orphans]
    if plan.project is not None:
        home = replace(into, out=plan.project.folder)
        swept += [_swept(each, into=home) for each in strays(plan, emissions, out=into.out)]
    return joined(unsure, *swept, *(sweep_shared(each, into=into) for each in dropped(plan)))


def clear(tree: Tree) -> None:
    """Remove what builds that were killed have left. No other build may be writing."""
    for each in tree.left_over:
        with suppress(OSError):  # it is in nobody's way
            each.unlink()


def sweep_shared(shared: Shared, *, into: Into) -> Swept:
    """Remove older versions of what the artifacts of a target share; what is kept is told of."""
    try:
        if into.keep:
            return Swept(files=_as_kept(*(each.path for each in unused(shared, into.out))))
        removed, kept = remove_unused(shared, into.out)
    except OSError as error:
        return Swept(errors=(_unremoved(f"what the artifacts in {shared.folder} share", error),))
    return Swept(files=removed, told=kept)


def joined(*parts: Swept) -> Swept:
    """All of `parts` as one, in their order."""
    return Swept(
        files=tuple(one for each in parts for one in each.files),
        told=tuple(one for each in parts for one in each.told),
        errors=tuple(one for each in parts for one in each.errors),
    )


def _as_kept(*places: Path) -> tuple[Kept, ...]:
    return tuple(Kept(path=each, outcome="kept") for each in places)


def _swept(orphan: Orphan, *, into: Into) -> Swept:
    place = orphan.place
    if into.keep:
        return Swept(files=_as_kept(place))
    if orphan.edited and not into.force:
        return Swept(files=_as_kept(place), told=(_edited(orphan, into),))
    try:
        place.unlink(missing_ok=True)
    except OSError as error:
        return Swept(errors=(_unremoved(shown_path(place, here()), error),))
    with suppress(OSError):  # nobody misses a folder that stays
        _tidy(place, into.out)
    return Swept(files=(Kept(path=place, outcome="removed"),))


def _tidy(place: Path, below: Path) -> None:
    """Remove what Python compiled of a file that is gone, and the folders that are empty then."""
    cache = place.parent / "__pycache__"
    for each in cache.glob("*.pyc"):
        if each.name.partition(".")[0] == place.stem:
            each.unlink()
    if cache.is_dir() and not any(cache.iterdir()):
        cache.rmdir()
    for folder in place.parents:
        if folder == below or any(folder.iterdir()):
            return
        folder.rmdir()


def dropped(plan: Plan) -> Iterator[Shared]:
    """What the artifacts of targets share that are installed, and that the project has not."""
    chosen = {each.target.name for each in plan.chosen}
    for target in found_targets().targets:
        if plan.project is not None and target.name not in chosen:
            shared = target.shared(options_of(plan.project, target))
            if shared is not None:
                yield replace(shared, name=None, files={}, lines={})


def _edited(orphan: Orphan, into: Into) -> Diagnostic:
    as_found = told(orphan.finding, into.command, out=into.out)
    return replace(as_found, severity="warning", message=f"{as_found.message}; it is kept")


def doubt(found: Found) -> Iterator[Diagnostic]:
    """That it is not known whether another project makes files, if there are such; see `Found`."""
    if found.doubtful:
        shown = [shown_path(each.place, here()) for each in found.doubtful]
        more = len(shown) - _SHOWN
        these = "\n".join([*shown[:_SHOWN], *([f"and {more} more"] if more > 0 else [])])
        those = "an artifact" if len(shown) == 1 else f"{len(shown)} artifacts"
        yield Diagnostic(
            code="DC642",
            severity="warning",
            message=f"this project does not make {those}, and it is not known whether another does"
            " that writes to the folder; nothing is removed of that",
            labels=(Label(place=None, text=these),),
            fix="remove what nobody makes, or give each project an `out` of its own",
        )


def unread(error: OSError) -> Diagnostic:
    """That a file or folder could not be read, which may be needed no more."""
    return Diagnostic(
        code="DC618",
        severity="warning",
        message=f"it is not known whether anything makes what cannot be read: {said(error)}",
        fix="make it readable, or remove it",
    )


def _unremoved(what: str, error: OSError) -> CompileError:
    return refusal(f"{what} cannot be removed, though nothing needs it", error)
