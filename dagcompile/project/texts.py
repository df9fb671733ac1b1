"""Which artifacts of a pipeline have another text on the other side, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dagcompile.codegen.header import parse_header
from dagcompile.ir.digest import short
from dagcompile.ir.records import Pipeline
from dagcompile.project.held import Held
from dagcompile.project.owning import whose
from dagcompile.project.versions import Side
from dagcompile.review import FileChange
from dagcompile.target import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files of a pipeline on one side; `held` and `pipeline` are None where it has none."""

    side: Side
    held: Held | None = None
    pipeline: Pipeline | None = None
    versions: Mapping[str, Version] = field(default_factory=dict)

    def lacks(self, target: str) -> bool:
        """Whether it has files for a target that cannot be asked of them, which was told."""
        is_there = self.pipeline is not None and target in self.side.named
        return is_there and target not in self.versions

    def texts(self) -> dict[str, str]:
        """As they are, and as they are made for a target that has none."""
        made = {one.path: one.text for each in self.versions.values() for one in each.artifacts}
        return {**made, **(self.held.artifacts if self.held else {})}

    def is_made_so(self, path: str, text: str) -> bool:
        """Whether a file is as it would be made now, with the settings of this side."""
        return self.pipeline is not None and self.side.made(self.pipeline).get(path) == text

    def is_stale(self, text: str) -> bool:
        """Whether a file says that it was made from another pipeline than the IR beside it."""
        header = parse_header(text)
        return bool(header and self.pipeline and header.ir != short(self.pipeline))


def file_changes(old: Files, new: Files, *, explained: object) -> Iterator[FileChange]:
    """The artifacts that are others, by path. `explained`: what else changes, if anything."""
    before, after = old.texts(), new.texts()
    for path in sorted(before.keys() | after.keys()):
        was, now = before.get(path), after.get(path)
        if was != now:
            yield _change(path, (old, was), (new, now), explained=explained)


def _change(
    path: str,
    old: tuple[Files, str | None],
    new: tuple[Files, str | None],
    *,
    explained: object,
) -> FileChange:
    was, now = old[1], new[1]
    sides = [(files, text) for files, text in (old, new) if text is not None]
    if edited := [files.side.label for files, text in sides if whose(text) == "edited"]:
        note = f"edited by hand in {' and '.join(edited)}"
        return FileChange(path=path, old=was, new=now, cause="edited", note=note)
    if explained or len(sides) < 2:
        return FileChange(path=path, old=was, new=now)
    if stale := [files.side.label for files, text in sides if files.is_stale(text)]:
        note = f"in {' and '.join(stale)} it is of another version of the pipeline than the IR"
        return FileChange(path=path, old=was, new=now, cause="stale", note=note)
    if all(files.is_made_so(path, text) for files, text in sides):
        note = "the project says something else of itself, or of its targets"
        return FileChange(path=path, old=was, new=now, cause="settings", note=note)
    note = "another version of dagcompile writes it so"
    return FileChange(path=path, old=was, new=now, cause="remade", note=note)
