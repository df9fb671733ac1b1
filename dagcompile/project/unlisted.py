"""That a project names no pipeline, and where it meant to."""

import os
import shlex
from contextlib import suppress
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.diagnostics.records import Severity
from dagcompile.diagnostics.render import here, shown_path
from dagcompile.project.config import FILE, TABLE, Project, read_project
from dagcompile.project.places import Keys, setting_places
from dagcompile.project.problems import dotted
from dagcompile.project.sources import authored

_LIKE = 0.8
"""How much a name is spelled like ours that was meant to be it."""
_NAMED = 4
"""Projects that are named; others are counted."""
_MOST = 2000
"""Folders that are looked into for projects."""


def none_listed(project: Project, *, severity: Severity = "error") -> Diagnostic:
    """There is no pipeline to work on: what was read, and where pipelines are listed."""
    fix = f"name one as module:function, or list yours under [tool.dagcompile.pipelines], {FILE}"
    labels: tuple[Label, ...] = ()
    file = project.folder / FILE
    if project.file is not None:
        why = f"{FILE} lists none"
    elif not file.is_file():
        folder = shown_path(project.folder, here())
        why = f"there is no {FILE} {'here' if folder == '.' else f'in {folder}'}"
    else:
        why = f"{FILE} has no [{dotted(TABLE)}]"
        if found := _mistyped(project):
            table, place = found
            labels = (Label(place=place, text="not read"),)
            fix = f"did you mean [{dotted(TABLE)}] instead of [{dotted(table)}]?"
    if project.file is None and not labels and (below := _below(project.folder)):
        named = " or ".join(f"--project {shlex.quote(each)}" for each in below[:_NAMED])
        more = f", and {len(below) - _NAMED} more" if len(below) > _NAMED else ""
        fix = f"say which of the projects below, before the verb: dagcompile {named}{more}"
    return Diagnostic(
        code="DC614",
        message=f"there is no pipeline to work on: {why}",
        labels=labels,
        fix=fix,
        severity=severity,
    )


def _below(folder: Path) -> list[str]:
    """The folders of projects below one, as they are named from the working folder, sorted."""
    found: list[str] = []
    for name, folders, files in islice(os.walk(folder), _MOST):
        folders[:] = sorted(each for each in folders if authored(Path(name, each)))
        file = Path(name, FILE)
        if FILE in files and file.parent != folder:
            with suppress(CompileError, OSError, ValueError):  # it is nobody's that could be asked
                if read_project(file.read_text(encoding="utf-8"), file) is not None:
                    found.append(shown_path(file.parent, here()))
    return sorted(found)


def _mistyped(project: Project) -> tuple[Keys, Place] | None:
    """The first table of the file that has nearly our name, and where it begins."""
    file = project.folder / FILE
    for keys, place in setting_places(file, file.read_text(encoding="utf-8")).items():
        table = keys[:2] if keys[0] == TABLE[0] else keys[:1]
        if get_close_matches(table[-1].lower(), TABLE[-1:], cutoff=_LIKE):
            return table, place
    return None
