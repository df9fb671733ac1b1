"""Which pipelines a command is about.

selected(project, ["daily_delays", "other.module:weekly"])
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.project.config import Project, is_reference
from dagcompile.project.problems import did_you_mean
from dagcompile.project.unlisted import none_listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """A pipeline by the name or reference that it was asked for by, and its reference.

    `project` is the one that it was looked up in.
    """

    name: str
    reference: str
    project: Project | None = field(default=None, compare=False, repr=False)


def selected(project: Project, names: Sequence[str] = ()) -> tuple[Selected, ...]:
    """The pipelines `names`, each once and in that order, or all of the project.

    A name is the project's own, or else the id of one of its pipelines: artifacts know no other.

    Raises:
        CompileError: with every name that the project does not have (DC613), or there is nothing
            to select (DC614).
    """
    known = dict(project.settings.pipelines)
    if not names and not known:
        raise CompileError([none_listed(project)])
    wanted = dict.fromkeys(names or known)
    if _strange(wanted, known):
        known = {**_by_id(project), **known}
    if strange := _strange(wanted, known):
        raise CompileError(_unknown(name, project) for name in strange)
    return tuple(
        Selected(name=each, reference=known.get(each, each), project=project) for each in wanted
    )


def _strange(names: dict[str, None], known: dict[str, str]) -> list[str]:
    return [each for each in names if not is_reference(each) and each not in known]


def _by_id(project: Project) -> dict[str, str]:
    """References by the ids of their pipelines; what cannot be loaded is not among them."""
    from dagcompile.authoring.loading import load
    from dagcompile.project.importing import importing

    found: dict[str, str] = {}
    with importing(project.path):
        for reference in project.settings.pipelines.values():
            try:
                found[load(reference).name] = reference
            except CompileError:
                continue
    return found


def _unknown(name: str, project: Project) -> Diagnostic:
    return Diagnostic(
        code="DC613",
        message=f"there is no pipeline {name!r} in this project",
        fix=did_you_mean(name, project.settings.pipelines, what="its pipelines are")
        + "; one that is not listed can be named as module:function",
    )
