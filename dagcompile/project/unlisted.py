"""That a project names no pipeline, and where it meant to."""

from difflib import get_close_matches

from dagcompile.diagnostics import Diagnostic, Label, Place
from dagcompile.diagnostics.records import Severity
from dagcompile.diagnostics.render import here, shown_path
from dagcompile.project.config import FILE, TABLE, Project
from dagcompile.project.places import Keys, setting_places
from dagcompile.project.problems import dotted

_LIKE = 0.8
"""How much a name is spelled like ours that was meant to be it."""


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
    return Diagnostic(
        code="DC614",
        message=f"there is no pipeline to work on: {why}",
        labels=labels,
        fix=fix,
        severity=severity,
    )


def _mistyped(project: Project) -> tuple[Keys, Place] | None:
    """The first table of the file that has nearly our name, and where it begins."""
    file = project.folder / FILE
    for keys, place in setting_places(file, file.read_text(encoding="utf-8")).items():
        table = keys[:2] if keys[0] == TABLE[0] else keys[:1]
        if get_close_matches(table[-1].lower(), TABLE[-1:], cutoff=_LIKE):
            return table, place
    return None
