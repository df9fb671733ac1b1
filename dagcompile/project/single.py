"""One pipeline of a project, by the name that a command was given."""

from typing import Unpack

from dagcompile.diagnostics import CompileError
from dagcompile.project.compiled import Compiled
from dagcompile.project.compiling import examine_loaded
from dagcompile.project.config import Project
from dagcompile.project.importing import importing
from dagcompile.project.loading import compile_selected, load_selected
from dagcompile.project.selection import selected
from dagcompile.project.ways import Asked, completed


def compile_named(project: Project, name: str, **asked: Unpack[Asked]) -> Compiled:
    """The pipeline `name` of `project`, or at the reference `name`, compiled.

    Raises:
        CompileError: the project has no such pipeline (DC613), or it is wrong.
    """
    (wanted,) = selected(project, [name])
    with importing(project.path):
        return compile_selected(wanted, **asked)


def examine_named(
    project: Project, name: str, **asked: Unpack[Asked]
) -> tuple[Compiled, CompileError | None]:
    """As `compile_named`, but what the passes refuse is told beside the pipeline.

    Raises:
        CompileError: the project has no such pipeline (DC613), or it cannot be traced.
    """
    (wanted,) = selected(project, [name])
    with importing(project.path):
        return examine_loaded(load_selected(wanted), **completed(project, asked))
