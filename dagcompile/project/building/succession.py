"""Which pipelines make their files no more, so that others may take these over.

A pipeline that was moved to another module or whose function has another name takes the place of
itself; so does one that was given the name of another which is gone, or goes by another name now.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock

from dagcompile.diagnostics.render import here, shown_path
from dagcompile.project.building.plan import Plan
from dagcompile.project.config import Project
from dagcompile.project.emissions import Emission
from dagcompile.project.owning import origin


@dataclass(frozen=True, kw_only=True)
class Succession:
    """What a build can tell of the pipelines that files below `out` were made from."""

    plan: Plan
    out: Path
    emissions: Sequence[Emission]
    _alone: Lock = field(default_factory=Lock, repr=False, compare=False)

    def gone(self, successor: str) -> Callable[[str], bool]:
        """Of an origin, `module:name`, whether its pipeline no longer makes a file that the
        pipeline asked for as `successor` makes now.
        """

        def is_gone(before: str) -> bool:
            with self._alone:  # what looks may import, and whoever asks may be one of many threads
                return self._is_gone(before, successor)

        return is_gone

    def _is_gone(self, before: str, successor: str) -> bool:
        if self._lister(before, successor):
            return False
        if before in self.origins:
            return True  # no two pipelines of a build make one file
        if self.plan.owner(before, self.out) != "ours":
            return False
        # What imports is loaded where there is a file of another pipeline, and so hardly ever.
        from dagcompile.project.building.leading import is_found, leads_to

        if not is_found(before, self.plan.path):
            return True
        is_listed = successor in {*self._listed, *self._listed.values()}
        return is_listed and not any(
            leads_to(before, each, self.plan.path) for each in self._others
        )

    def rival(self, name: str) -> str | None:
        """Where another project that writes to the same folder lists the pipeline asked for as
        `name`, too; None if none does.
        """
        made = self._made.get(name)
        found = self._lister(origin(made.made[-1].artifact.text) or "", name) if made else None
        return None if found is None or found.file is None else shown_path(found.file, here())

    def said(self, before: str) -> str:
        """An origin as it is told, with the project where it is another's."""
        around = self.plan.around(self.out)
        if self.plan.owner(before, self.out) == "ours" or not (maker := around.maker(before)):
            return before
        return before if maker.file is None else f"{before} of {shown_path(maker.file, here())}"

    def _lister(self, before: str, name: str) -> Project | None:
        """The other project that lists a pipeline of the origin `before`, and of the id that the
        pipeline has which is asked for as `name`.
        """
        around = self.plan.around(self.out)
        return around.lister(before, self._made[name].id if name in self._made else None)

    @cached_property
    def _made(self) -> Mapping[str, Emission]:
        return {each.name: each for each in self.emissions}

    @cached_property
    def origins(self) -> frozenset[str | None]:
        """Of the pipelines that are built."""
        return frozenset(origin(each.made[-1].artifact.text) for each in self.emissions)

    @cached_property
    def _others(self) -> tuple[str, ...]:
        """References of the pipelines that the project lists and that are not built now."""
        built = {each.name for each in self.emissions}
        done = {each.reference for each in self.plan.wanted if each.name in built}
        return tuple(each for each in self._listed.values() if each not in done)

    @cached_property
    def _listed(self) -> Mapping[str, str]:
        return self.plan.project.settings.pipelines if self.plan.project else {}
