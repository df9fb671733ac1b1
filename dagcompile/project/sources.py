"""Which files a project's pipelines come from: its Python modules, and its settings.

sources = sources_of(project)
sources.matters(Path("flights/ops.py"))     True
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import invalidate_caches
from importlib.util import find_spec
from os.path import exists
from pathlib import Path

from dagcompile.project.config import Project
from dagcompile.project.importing import importing

_LIBRARIES = {"__pycache__", "node_modules", "site-packages"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Folders whose modules count, each without those below it, and the file of settings."""

    folders: frozenset[Path]
    settings: Path | None

    def matters(self, file: Path) -> bool:
        """Whether what is built may be another once this file is."""
        return file == self.settings or (file.suffix == ".py" and file.parent in self.folders)

    def watched(self) -> tuple[Path, ...]:
        """The folders that hold any of them, sorted."""
        settings = {self.settings.parent} if self.settings else set()
        return tuple(sorted(self.folders | settings))


def sources_of(project: Project) -> Sources:
    """The sources of a project, as they are now. None of them is imported.

    They are the folders with Python modules below the project's path, and those of its pipelines
    that stand elsewhere. What is generated, hidden, or a virtual environment is not among them.
    """
    folders = set(project.path)
    for root in (*project.path, *_elsewhere(project)):
        folders.update(with_modules(root, without=project.out.resolve()))
    return Sources(folders=frozenset(folders), settings=project.file)


def with_modules(root: Path, *, without: Path) -> Iterator[Path]:
    """The folders below `root` that hold modules of an author, and itself if it does."""
    for name, folders, files in os.walk(root):
        here = Path(name)
        folders[:] = [each for each in folders if authored(here / each) and here / each != without]
        if any(each.endswith(".py") for each in files):
            yield here


def authored(folder: Path) -> bool:
    """Whether a folder may hold what an author wrote: it is not hidden, and no environment."""
    name = folder.name
    is_other = name.startswith(".") or name in _LIBRARIES
    return not is_other and not exists(folder / "pyvenv.cfg")  # noqa: PTH110  where it is closed, too


def _elsewhere(project: Project) -> Iterator[Path]:
    """The folders of packages of pipelines that are not below the project's path."""
    tops = {
        each.partition(":")[0].partition(".")[0] for each in project.settings.pipelines.values()
    }
    invalidate_caches()
    with importing(project.path):
        specs = [find_spec(each) for each in sorted(tops)]
    for spec in specs:
        for name in (spec and spec.submodule_search_locations) or ():
            folder = Path(name).resolve()
            if not any(folder.is_relative_to(each) for each in project.path):
                yield folder
