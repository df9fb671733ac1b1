"""What an output folder that a project had before still holds.

    for each in strays(plan, emissions, out=project.out):
        each.place      # Path("generated/airflow/daily_dag.py"), where `out` is "dags" now

Two files of one pipeline are two DAGs of one id. Only what git has is taken for such, so that a
folder which somebody builds into at times is left alone, and nothing is lost that is removed.
"""

from collections.abc import Iterator, Sequence
from os.path import realpath
from pathlib import Path

from dagcompile.diagnostics import CompileError
from dagcompile.project.building.neighbours import around_of
from dagcompile.project.building.orphans import Orphan, generated_in
from dagcompile.project.building.plan import Plan
from dagcompile.project.config import FILE, Project
from dagcompile.project.emissions import Emission
from dagcompile.project.git import Repository, repository_of
from dagcompile.project.owning import origin

_IR = ".ir.json"


def strays(plan: Plan, emissions: Sequence[Emission], *, out: Path) -> tuple[Orphan, ...]:
    """The files below the project, and outside of `out`, that were made from pipelines of it, in a
    folder that holds all files of one of them. None where `out` is not the project's own.

    Args:
        plan: the whole of the project.
        emissions: what it gives.
        out: the output folder.
    """
    project = plan.project
    if project is None or realpath(project.out) != realpath(out):
        return ()
    try:
        repository = repository_of(project.folder)
        found = list(_found(project, repository, emissions)) if repository else []
    except (CompileError, OSError):  # it is not known what git has
        return ()
    return tuple({each.place: each for each in found}.values())


def _found(
    project: Project, repository: Repository, emissions: Sequence[Emission]
) -> Iterator[Orphan]:
    origins = {origin(each.made[-1].artifact.text) for each in emissions}
    home, out = Path(realpath(project.folder)), Path(realpath(project.out))
    folders = {each.parent for each in repository.named(f"*{_IR}")}
    for folder in sorted(folders):
        if folder.is_relative_to(out) or not _is_of(project, folder):
            continue
        tracked = repository.tracked(folder)
        if not any(_holds(folder, tracked, each) for each in emissions):
            continue
        for place in sorted(tracked):
            orphan = None if place.is_relative_to(out) else generated_in(place)
            if orphan is not None and orphan.origin in origins:
                yield Orphan(
                    place=project.folder / place.relative_to(home),
                    origin=orphan.origin,
                    edited=orphan.edited,
                )


def _is_of(project: Project, folder: Path) -> bool:
    """Whether a folder is the project's alone, as far as that can be known."""
    home = Path(realpath(project.folder))
    if not folder.is_relative_to(home):
        return False
    between = [each for each in (folder, *folder.parents) if each != home and home in each.parents]
    if any((each / FILE).exists() for each in between):
        return False
    around = around_of(project, folder)
    return around.complete and not around.projects


def _holds(folder: Path, tracked: frozenset[Path], emission: Emission) -> bool:
    """Whether git has all files of a pipeline, more than its IR alone, as in an output folder.
    Those that a build has removed may be there no more.
    """
    places = [folder / each.artifact.path for each in emission.made]
    if len(places) < 2 or not tracked.issuperset(places):
        return False
    here = [generated_in(each) for each in places if each.exists()]
    made_from = origin(emission.made[-1].artifact.text)
    return bool(here) and all(each is not None and each.origin == made_from for each in here)
