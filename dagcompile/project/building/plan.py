"""What is asked of a build: which pipelines, for which targets, from where, in which way.

plan = plan_of(load_project(), names=["daily_delays"], targets=["airflow"], guards="inline")
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from os.path import realpath
from pathlib import Path
from typing import Unpack

from dagcompile.project.building.neighbours import Around, Owner, around_of
from dagcompile.project.building.seeing import finds
from dagcompile.project.config import Project
from dagcompile.project.selection import Selected, selected
from dagcompile.project.targets import Chosen, chosen_targets, left_out
from dagcompile.project.ways import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that decides what is made, but for the author's modules.

    Args:
        wanted: the pipelines, in the order in which they are told of.
        chosen: the targets that each of them is built for, sorted by name.
        path: the folders of the author's modules, first found first taken.
        asked: how they are built, whatever project and targets say.
        recorded: that what each pipeline is made of is told with what it becomes.
        project: whose pipelines they are; None where they are nobody's.
        whole: whether they are all pipelines of the project, and all its targets. What else lies in
            its output folder is needed no more.
    """

    wanted: tuple[Selected, ...]
    chosen: tuple[Chosen, ...]
    path: tuple[Path, ...]
    asked: Asked = field(default_factory=Asked)
    recorded: bool = False
    project: Project | None = None
    whole: bool = False
    _around: dict[Path, Around] = field(default_factory=dict, repr=False, compare=False)

    def owner(self, origin: str | None, out: Path) -> Owner:
        """Whose a file below `out` is, in which stands that it was made from a pipeline,
        `module:name`, or from none: of this project, as it is or was, or of others that write to
        that folder. It is nobody's for sure where several projects may have made it.
        """
        if self.project is None:
            return "ours" if origin is not None and finds(origin, self.path) else "others"
        around = self.around(out)
        if origin is not None and (known := around.owner(origin, self.project)):
            return known
        home, folder = Path(realpath(self.project.folder)), Path(realpath(out))
        if around.complete and not around.projects and folder.is_relative_to(home):
            return "ours"
        return "unknown" if around.complete else "others"

    def around(self, out: Path) -> Around:
        """The other projects that write to `out`, as they were when they were first asked for."""
        if self.project is None:
            return Around()
        if out not in self._around:
            self._around[out] = around_of(self.project, out)
        return self._around[out]


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
        project=project,
        whole=not (names or targets or left_out(project)),
    )
