"""Which pipelines a command is about.

selected(project, ["daily_delays", "other.module:weekly"])
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dagcompile.diagnostics import CompileError
from dagcompile.project.config import FILE, Project, is_reference
from dagcompile.project.problems import did_you_mean, refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """A pipeline as it was asked for: its name in the project, or a reference, and the reference."""

    name: str
    reference: str


def selected(project: Project, names: Sequence[str] = ()) -> tuple[Selected, ...]:
    """The pipelines `names`, each once and in that order, or all of the project.

    Raises:
        CompileError: with every name that the project does not have (DC613), or there is nothing
            to select (DC614).
    """
    known = project.settings.pipelines
    if not names and not known:
        raise refused(
            "DC614",
            "there is no pipeline to work on",
            fix=f"name one as module:function, or list yours in [tool.dagcompile.pipelines] of {FILE}",
        )
    wanted = dict.fromkeys(names or known)
    strange = [each for each in wanted if not is_reference(each) and each not in known]
    if strange:
        raise CompileError(
            diagnostic for name in strange for diagnostic in _unknown(name, project).diagnostics
        )
    return tuple(Selected(name=each, reference=known.get(each, each)) for each in wanted)


def _unknown(name: str, project: Project) -> CompileError:
    return refused(
        "DC613",
        f"there is no pipeline {name!r} in this project",
        fix=did_you_mean(name, project.settings.pipelines, what="its pipelines are"),
    )
