"""Other projects within the folder of one, that write to its output folder."""

import os
from collections.abc import Iterator
from os.path import realpath
from pathlib import Path

from dagcompile.diagnostics import CompileError
from dagcompile.project.config import FILE, load_project
from dagcompile.project.sources import authored


def is_shared(project: Path, out: Path) -> bool:
    """Whether a project that lies below the folder `project` writes to `out` as well, or may."""
    return any(_writes(each, out) for each in _projects(project))


def _projects(folder: Path) -> Iterator[Path]:
    """The folders below `folder` that hold the file of a project."""
    for name, folders, files in os.walk(folder):
        here = Path(name)
        folders[:] = [each for each in folders if authored(here / each)]
        if FILE in files and here != folder:
            yield here


def _writes(folder: Path, out: Path) -> bool:
    try:
        project = load_project(folder)
    except CompileError:
        return True  # it cannot be told
    return project.file is not None and realpath(project.out) == realpath(out)
