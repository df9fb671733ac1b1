"""Which artifacts of a pipeline have another text on the other side, and why."""

from collections.abc import Iterator, Mapping

from dagcompile.project.held import Held
from dagcompile.project.owning import whose
from dagcompile.project.versions import Side
from dagcompile.review import FileChange
from dagcompile.target import Version

Versions = Mapping[str, Version]


def file_changes(
    old: tuple[Side, Held | None, Versions],
    new: tuple[Side, Held | None, Versions],
    *,
    explained: object,
) -> Iterator[FileChange]:
    """The artifacts that are others, by path. `explained`: what else changes, if anything."""
    before, after = _texts(*old[1:]), _texts(*new[1:])
    for path in sorted(before.keys() | after.keys()):
        was, now = before.get(path), after.get(path)
        if was == now:
            continue
        edited = [
            side.label
            for text, (side, _, _) in ((was, old), (now, new))
            if text is not None and whose(text) == "edited"
        ]
        if edited:
            note = f"edited by hand in {' and '.join(edited)}"
            yield FileChange(path=path, old=was, new=now, cause="edited", note=note)
        elif explained or was is None or now is None:
            yield FileChange(path=path, old=was, new=now)
        else:
            note = "another version of dagcompile writes it so"
            yield FileChange(path=path, old=was, new=now, cause="remade", note=note)


def _texts(held: Held | None, versions: Versions) -> dict[str, str]:
    """The files of a pipeline: as they are, and as they are made for a target that has none."""
    made = {one.path: one.text for each in versions.values() for one in each.artifacts}
    return {**made, **(held.artifacts if held is not None else {})}
