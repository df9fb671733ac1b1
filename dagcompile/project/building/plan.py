"""What is asked of a build: which pipelines, for which targets, from where, in which way.

plan = plan_of(load_project(), names=["daily_delays"], targets=["airflow"], guards="inline")
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from os.path import realpath
from pathlib import Path
from typing import Unpack

from dagcompile.project.building.neighbours import is_shared
from dagcompile.project.compiling import Asked
from dagcompile.project.config import Project
from dagcompile.project.selection import Selected, selected
from dagcompile.project.targets import Chosen, chosen_targets, left_out


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
    _shared: dict[Path, bool] = field(default_factory=dict, repr=False, compare=False)

    def is_of_project(self, origin: str | None, out: Path) -> bool:
        """Whether a pipeline, `module:name`, whose files are below `out` is or was one of the
        project: its package or module is found in the path, or nobody else's files can be there.

        A folder outside of the project may be that of several, and one within it that of projects
        that lie there as well.
        """
        if origin is not None and self._finds(origin.partition(":")[0].partition(".")[0]):
            return True
        if self.project is None:
            return False
        home, folder = Path(realpath(self.project.folder)), Path(realpath(out))
        if folder not in self._shared:
            self._shared[folder] = not folder.is_relative_to(home) or is_shared(home, folder)
        return not self._shared[folder]

    def _finds(self, top: str) -> bool:
        return any((each / top).is_dir() or (each / f"{top}.py").is_file() for each in self.path)


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
