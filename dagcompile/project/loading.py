"""Pipelines as they were asked for, and what is told where one of them cannot be loaded.

with importing(project.path):
    compiled = compile_selected(wanted, guards="inline")
"""

from dataclasses import replace
from pathlib import Path
from typing import Any, Unpack

from dagcompile.authoring.loading import LoadError, load
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.diagnostics import Diagnostic, Label
from dagcompile.project.compiled import Compiled
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.config import TABLE, Project
from dagcompile.project.places import place_of
from dagcompile.project.selection import Selected
from dagcompile.project.sources import with_modules
from dagcompile.project.ways import Asked, completed

_OF_THE_LIST = ("DC141", "DC143", "DC144")
"""What is wrong with a reference, and so with the line that lists it."""


def compile_selected(wanted: Selected, **asked: Unpack[Asked]) -> Compiled:
    """The pipeline that was asked for, compiled as it is asked, or else as its project says.

    Raises:
        CompileError: it cannot be loaded, or is wrong.
    """
    return compile_loaded(load_selected(wanted), **completed(wanted.project, asked))


def load_selected(wanted: Selected) -> Pipeline[..., Any]:
    """The pipeline that was asked for. Its module is imported.

    Raises:
        LoadError: there is none. The line of the project file that lists it is shown.
        CompileError: as `load` does.
    """
    try:
        return load(wanted.reference)
    except LoadError as error:
        if wanted.project is None:
            raise
        (told,) = error.diagnostics
        told = _shown_where_listed(told, wanted, wanted.project)
        if error.missing and (fix := _added_folder(error.missing, wanted.project)):
            told = replace(told, fix=fix)
        raise LoadError(told, exit_status=error.exit_status) from error.__cause__


def _shown_where_listed(told: Diagnostic, wanted: Selected, project: Project) -> Diagnostic:
    if told.code not in _OF_THE_LIST or wanted.name not in project.settings.pipelines:
        return told
    place = place_of((*TABLE, "pipelines", wanted.name), project.places)
    listed = Label(place=place, text=f"`{wanted.name}` is listed here")
    return replace(told, labels=(*told.labels, listed))


def _added_folder(module: str, project: Project) -> str:
    """The setting by which a module is found that stands in another folder of the project."""
    if project.file is None or not (folders := _holding(module, project)):
        return ""
    folder = folders[0].relative_to(project.file.parent).as_posix()
    stated = project.settings.path if "path" in project.settings.model_fields_set else ()
    path = ", ".join(f'"{each}"' for each in (*stated, folder))
    verb = "make it" if stated else "add"
    return f"`{module}` is in {folder}: {verb} `path = [{path}]` in [tool.dagcompile]"


def _holding(module: str, project: Project) -> list[Path]:
    """Folders of the project in which a module or package of that name stands, nearest first."""
    found = {
        each.parent if each.name == module else each
        for each in with_modules(project.folder, without=project.out.resolve())
        if each.name == module or (each / f"{module}.py").is_file()
    }
    found -= {project.folder}  # it has been looked there
    return sorted(found, key=lambda each: (len(each.parts), each))
