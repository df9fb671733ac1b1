"""How pipelines are to be built: what a command asks, and what their project says of the rest.

completed(project, {"guards": "inline"})["depth"]     as `guard-depth` of the project
"""

from typing import TypedDict

from dagcompile.ir import records as ir
from dagcompile.project.config import Project


class Asked(TypedDict, total=False):
    """How a pipeline is to be built; what is None or left out is for others to say.

    Args:
        guards: where guards stand: each target has its own default.
        depth: how deep they look: into all of a value.
        expectations: what is made of them: each has its own severity.
    """

    guards: ir.Placement | None
    depth: ir.Depth | None
    expectations: ir.Expectations | None


def completed(project: Project | None, asked: Asked) -> Asked:
    """What is asked, and what `project` says of the rest. Where guards stand is for each target to
    ask of it, for a target's own table may have another say.
    """
    if project is None:
        return asked
    settings = project.settings
    return {
        "guards": asked.get("guards"),
        "depth": asked.get("depth") or settings.depth,
        "expectations": asked.get("expectations") or settings.expectations,
    }
