"""Findings as diagnostics: one for each file, or for many that have one thing in common.

by_file(findings)           a program reads them, or a page that shows each at its place
by_code(findings)           a person does, and there may be hundreds
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dagcompile.diagnostics import Diagnostic, Label, Place
from dagcompile.diagnostics.render import here, shown_path
from dagcompile.project.checking.checking import folder_of
from dagcompile.project.config import TABLE, Project
from dagcompile.project.faults import Command, Finding, Mend, mend_of, place_of, said

LISTED = 8
"""Files that a diagnostic of many names; the others are counted."""

_MANY = {
    "DC302": "are of a newer dagcompile",
    "DC520": "are edited copies of the run time that no artifact imports any more",
    "DC601": "stand in the place of artifacts, and dagcompile did not write them",
    "DC602": "were edited by hand",
    "DC603": "lead out of the output folder",
    "DC604": "were generated from other pipelines",
    "DC618": "cannot be read",
    "DC641": "were edited by hand, and nothing makes them any more",
    "DC643": "are written by two projects",
    "DC645": "are not what their pipelines give now",
    "DC646": "are not there",
    "DC647": "are made by nothing any more",
    "DC648": "are not in git",
    "DC654": "are not in git, and pipelines are made of them",
    "DC649": "hold the marks of a merge",
    "DC650": "end too early",
    "DC651": "have lines that end otherwise than they were generated",
    "DC652": "are not text in UTF-8",
    "DC653": "have no header any more, or one that was changed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Findings of one code that are told together, and what mends them."""

    code: str
    findings: tuple[Finding, ...]
    mend: Mend


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Tells of findings.

    Args:
        command: how what was checked is built.
        out: the folder of artifacts.
        listed: where the project lists its pipelines, by name: the place of what is not there.
    """

    command: Command
    out: Path
    listed: Mapping[str, Place] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project, command: Command, *, out: Path | None) -> "Teller":
        """Tells of a check of `project`, in its own folder of artifacts if `out` is None."""
        table = (*TABLE, "pipelines")
        listed = {keys[-1]: place for keys, place in project.places.items() if keys[:-1] == table}
        return cls(command=command, out=folder_of(project, out), listed=listed)

    def groups(self, findings: Sequence[Finding]) -> tuple[Group, ...]:
        """`findings` by code, in the order in which the groups are to be mended."""
        return tuple(self._grouped(findings, lambda _: None))

    def by_code(self, findings: Sequence[Finding]) -> tuple[Diagnostic, ...]:
        """A diagnostic for each code."""
        return tuple(map(self._told, self.groups(findings)))

    def by_file(self, findings: Sequence[Finding]) -> tuple[Diagnostic, ...]:
        """A diagnostic for each file, at its place."""
        groups = self._grouped(findings, lambda each: each.path)
        return tuple(map(self._at_its_place, groups))

    def within(self, findings: Sequence[Finding], room: int) -> tuple[Diagnostic, ...]:
        """No more diagnostics than `room` if it can be, each of as few files as can be, and at the
        place of the first of them.
        """
        keys: list[Callable[[Finding], Hashable]] = [
            lambda each: each.path,
            lambda each: each.pipeline,
            lambda _: None,
        ]
        groups: list[Group] = []
        for key in keys:
            groups = list(self._grouped(findings, key))
            if len(groups) <= room:
                break
        return tuple(self._at_its_place(each) for each in groups)

    def _grouped(
        self, findings: Sequence[Finding], key: Callable[[Finding], Hashable]
    ) -> Iterator[Group]:
        groups: dict[Hashable, list[Finding]] = defaultdict(list)
        for each in findings:
            groups[each.fault.code, key(each)].append(each)
        for those in groups.values():
            mend = mend_of(those, self.command, out=self.out)
            yield Group(code=those[0].fault.code, findings=tuple(those), mend=mend)

    def _told(self, group: Group) -> Diagnostic:
        first, *others = group.findings
        message, place, text = said(first), self._place(first), ""
        if others:
            message = f"{len(group.findings)} files {_MANY[group.code]}"
            place, text = None, _list(group.findings)
        return Diagnostic(
            code=group.code,
            message=message,
            labels=(Label(place=place, text=text),) if place or text else (),
            fix=str(group.mend),
        )

    def _at_its_place(self, group: Group) -> Diagnostic:
        """As it is told, at the file where there is no line to show."""
        told = self._told(group)
        if any(each.place for each in told.labels):
            return told
        first = group.findings[0]
        place = self._place(first) or Place(file=str(first.path), line=1)
        return replace(told, labels=(Label(place=place, text=""), *told.labels))

    def _place(self, finding: Finding) -> Place | None:
        """The line that is not as it should be; for a file that is not there, where the project
        lists its pipeline.
        """
        if finding.verdict == "missing":
            return self.listed.get(finding.pipeline or "")
        return place_of(finding)


def _list(findings: Sequence[Finding]) -> str:
    """The first of the files, what is wrong with each if it is not the same, and how many more."""
    same = len({each.fault.text for each in findings}) == 1
    told = []
    for each in findings[:LISTED]:
        line = f":{each.fault.line}" if each.fault.line else ""
        text = "" if same else f" {each.fault.text}"
        told.append(f"{shown_path(each.path, here())}{line}{text}")
    more = len(findings) - LISTED
    return "\n".join([*told, *([f"and {more} more"] if more > 0 else [])])
