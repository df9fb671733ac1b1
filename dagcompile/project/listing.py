"""The pipelines of a project, as a list of them shows them."""

from dataclasses import dataclass

from dagcompile.authoring.docstrings import first_paragraph
from dagcompile.diagnostics import CompileError
from dagcompile.project.config import Project
from dagcompile.project.importing import importing
from dagcompile.project.loading import load_selected
from dagcompile.project.selection import Selected


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A pipeline of a project; `summary` is the first line of what it says of itself.

    `error` tells why it cannot be loaded, where that is so.
    """

    name: str
    reference: str
    summary: str = ""
    error: CompileError | None = None


def listed(project: Project) -> tuple[Listed, ...]:
    """Every pipeline of the project, by name. Their modules are imported."""
    with importing(project.path):
        return tuple(
            _listed(Selected(name=name, reference=reference, project=project))
            for name, reference in sorted(project.settings.pipelines.items())
        )


def _listed(wanted: Selected) -> Listed:
    name, reference = wanted.name, wanted.reference
    try:
        pipeline = load_selected(wanted)
    except CompileError as error:
        return Listed(name=name, reference=reference, error=error)
    text = first_paragraph(pipeline.__wrapped__)
    return Listed(name=name, reference=reference, summary=text.partition("\n")[0])
