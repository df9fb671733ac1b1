"""Other projects that write to the output folder of one, or may. Only their settings are read.

around = around_of(project, out)
around.lister("pipelines:daily")    the project that lists this pipeline, if one does
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from os.path import commonpath, realpath
from pathlib import Path
from typing import Literal, TypeAlias

from dagcompile.diagnostics import CompileError
from dagcompile.project.building.seeing import finds, is_file, seen
from dagcompile.project.config import FILE, Project, read_project
from dagcompile.project.git import Repository, repository_of
from dagcompile.project.sources import authored

Owner: TypeAlias = Literal["ours", "others", "unknown"]
"""Whose a file is that was made from a pipeline."""

_MOST = 5000
"""Folders that are looked into for projects, where git does not tell of them."""

_TABLE = b"dagcompile"
"""Stands in every file of a project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Other projects that write to one folder, below it or above it.

    Args:
        projects: those that are known.
        complete: whether there are no others, as far as the repository reaches, or the folder that
            holds both the project and its output folder.
    """

    projects: tuple[Project, ...] = ()
    complete: bool = True

    def lister(self, origin: str, id: str | None = None) -> Project | None:
        """The project that lists the pipeline `origin`; where an `id` is given, only if what it
        lists may have that id.
        """
        listing = (each for each in self.projects if origin in each.settings.pipelines.values())
        return next((each for each in listing if _may_be(origin, id, each)), None)

    def maker(self, origin: str) -> Project | None:
        """The project that lists the pipeline `origin`, or else one that has a module so named."""
        having = (each for each in self.projects if finds(origin, each.path))
        return self.lister(origin) or next(having, None)

    def owner(self, origin: str, project: Project) -> Owner | None:
        """Whose the files of the pipeline `origin` are, `project` being ours, as far as lists and
        modules tell. None if nobody has a module of that name.
        """
        if self.lister(origin) is not None:
            return "others"
        ours = finds(origin, project.path)
        having = [each for each in self.projects if finds(origin, each.path)]
        if self.complete and not having:
            return "ours" if ours else None
        here = ours and seen(origin, project.path) is not None
        there = any(seen(origin, each.path) is not None for each in having)
        if here and not there:
            return "ours"
        if having and (there or not ours) and not here:
            return "others"
        return "unknown" if ours else None


def around_of(project: Project, out: Path) -> Around:
    """The projects that write to `out`, beside `project`: those of its repository, or else of the
    folder that holds both; and those in folders above either, and right beside the project.
    """
    home, folder = Path(realpath(project.folder)), Path(realpath(out))
    files, complete = _files(home, folder)
    known: list[Project] = []
    for file in sorted(files - {home / FILE}):
        try:
            found = _read(file)
        except CompileError:  # it may be one that writes there
            complete = False
        else:
            known += [found] if found and _meets(Path(realpath(found.out)), folder) else []
    return Around(projects=tuple(known), complete=complete)


def _files(home: Path, out: Path) -> tuple[set[Path], bool]:
    """The files of projects that there are, and whether these are all that count."""
    near = {each / FILE for one in (home, out) for each in (one, *one.parents)}
    near |= {each for each in home.parent.glob(f"*/{FILE}") if _is_whole(each)}
    repositories = {one.root: one for each in (home, out) if (one := _repository(each))}
    named = {file for one in repositories.values() for file in one.named(FILE)}
    complete = any(home.is_relative_to(each) and out.is_relative_to(each) for each in repositories)
    if not repositories:
        top = Path(commonpath([home, out]))
        found = list(islice(_folders(top), _MOST)) if top != Path(top.anchor) else []
        named = {each / FILE for each in found}
        complete = 0 < len(found) < _MOST
    return {Path(realpath(each)) for each in near | named if is_file(each)}, complete


def _repository(folder: Path) -> Repository | None:
    try:
        return repository_of(folder)
    except (CompileError, OSError):  # git does not tell, or the folder is closed
        return None


def _folders(top: Path) -> Iterator[Path]:
    """The folders below `top` that may be an author's, and itself."""
    for name, folders, _ in os.walk(top):
        here = Path(name)
        folders[:] = [each for each in folders if authored(here / each)]
        yield here


def _read(file: Path) -> Project | None:
    try:
        text = file.read_bytes()
    except OSError:
        return None
    return read_project(text.decode("utf-8", "replace"), file) if _TABLE in text else None


def _is_whole(file: Path) -> bool:
    """Whether a file beside the project tells of one. Where it is broken, it is not known to write
    here; a repository has it among its own.
    """
    try:
        return _read(file) is not None
    except CompileError:
        return False


def _meets(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _may_be(reference: str, id: str | None, project: Project) -> bool:
    """Whether what a project lists may have this id; none given is any."""
    found = None if id is None else seen(reference, project.path)
    return found is None or found.id in {None, id}
