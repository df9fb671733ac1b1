"""What is asked of a build: which pipelines, for which targets, from where, in which way.

plan = plan_of(load_project(), names=["daily_delays"], targets=["airflow"], guards="inline")
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Unpack

from dagcompile.project.compiling import Asked
from dagcompile.project.config import Project
from dagcompile.project.selection import Selected, selected
from dagcompile.project.targets import Chosen, chosen_targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that decides what is made, but for the author's modules.

    Args:
        wanted: the pipelines, in the order in which they are told of.
        chosen: the targets that each of them is built for, sorted by name.
        path: the folders of the author's modules, first found first taken.
        asked: how they are built, whatever project and targets say.
        recorded: that what each pipeline is made of is told with what it becomes.
    """

    wanted: tuple[Selected, ...]
    chosen: tuple[Chosen, ...]
    path: tuple[Path, ...]
    asked: Asked = field(default_factory=Asked)
    recorded: bool = False


def plan_of(
    project: Project,
    *,
    names: Sequence[str] = (),
    targets: Sequence[str] = (),
    **asked: Unpack[Asked],
) -> Plan:
    """What `project` gives, where `names`, `targets` and `asked` do not say another.

    Raises:
        CompileError: what was asked for is not there, or its options are wrong.
    """
    return Plan(
        wanted=selected(project, names),
        chosen=chosen_targets(project, names=targets),
        path=project.path,
        asked=asked,
    )
