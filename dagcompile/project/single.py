"""One pipeline of a project, by the name that a command was given."""

from dagcompile.ir.records import Placement
from dagcompile.project.compiling import Compiled, importing
from dagcompile.project.config import Project
from dagcompile.project.loading import compile_selected
from dagcompile.project.selection import selected


def compile_named(project: Project, name: str, *, guards: Placement | None = None) -> Compiled:
    """The pipeline `name` of `project`, or at the reference `name`, compiled.

    Raises:
        CompileError: the project has no such pipeline (DC613), or it is wrong.
    """
    (wanted,) = selected(project, [name])
    with importing(project.path):
        return compile_selected(wanted, guards=guards)
