"""Files of pipelines that are gone, or of targets that are built for no more.

tree = look(plan, needed=files, out=project.out)
found = find_orphans(tree, plan, needed=files, out=project.out)
found.orphans[0].origin     # "shop:daily"
"""

from collections.abc import Collection
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path

from dagcompile.project.building.plan import Plan
from dagcompile.project.building.tree import Tree, tree_of
from dagcompile.project.faults import Fault, Finding
from dagcompile.project.owning import is_generated, origin, whose

_HEAD = 4096
"""Bytes of a file that are read to see whether dagcompile made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """A file that dagcompile made, and that nothing of the project makes any more.

    `origin` is the pipeline that it was made from, None if it does not say so any more. `edited`
    tells that it is not as it was made.
    """

    place: Path
    origin: str | None
    edited: bool

    @property
    def finding(self) -> Finding:
        """What is wrong with it."""
        said = f"was made from {self.origin or 'a pipeline'}, and nothing makes it any more"
        fault = Fault(code="DC647", text=said, remedy="sweep")
        if self.edited:
            said = "was edited by hand, and nothing makes it any more"
            fault = Fault(code="DC641", text=said, remedy="force sweep")
        return Finding(path=self.place, fault=fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The orphans below an output folder, sorted, and what of it could not be read.

    `doubtful` are those of which it is not known whether another project makes them.
    """

    orphans: tuple[Orphan, ...] = ()
    doubtful: tuple[Orphan, ...] = ()
    unread: tuple[OSError, ...] = ()


def look(plan: Plan, *, needed: Collection[Path], out: Path) -> Tree:
    """What lies below `out`, where the files `needed` are those that `plan` gives: all of it for a
    whole project, else what is beside them.

    It is that too where the author's modules lie there: a copy of an artifact elsewhere is theirs.
    """
    root = Path(realpath(out))
    mixed = any(Path(realpath(each)).is_relative_to(root) for each in plan.path)
    return tree_of(out, artifacts=needed, reach="all" if plan.whole and not mixed else "beside")


def find_orphans(tree: Tree, plan: Plan, *, needed: Collection[Path], out: Path) -> Found:
    """The files of `tree` that dagcompile made, and that are not among the files `needed`, which
    are all that `plan` gives of a whole project.
    """
    known = {Path(realpath(each)) for each in needed}
    orphans: list[Orphan] = []
    unread = list(tree.unread)
    for place in tree.files:
        try:
            if place not in known and _is_generated(place) and not _is_one_of(known, place):
                orphans.append(_orphan(place, out / place.relative_to(tree.root)))
        except OSError as error:
            unread.append(error)
    owners = [plan.owner(each.origin, out) for each in orphans]
    pairs = list(zip(orphans, owners, strict=True))
    return Found(
        orphans=tuple(each for each, owner in pairs if owner == "ours"),
        doubtful=tuple(each for each, owner in pairs if owner == "unknown"),
        unread=tuple(unread),
    )


def _orphan(place: Path, shown: Path) -> Orphan:
    text = _text(place.read_bytes())
    return Orphan(place=shown, origin=origin(text), edited=whose(text) != "ours")


def generated_in(place: Path) -> Orphan | None:
    """A file as an orphan; None if dagcompile did not make it.

    Raises:
        OSError: it cannot be read.
    """
    return _orphan(place, place) if _is_generated(place) else None


def _is_generated(place: Path) -> bool:
    if place.is_symlink() or not place.is_file():
        return False
    with place.open("rb") as file:
        return is_generated(_text(file.read(_HEAD)))


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\r\n", "\n")


def _is_one_of(known: Collection[Path], place: Path) -> bool:
    """Whether it is a needed file by another name: one in another case, or composed otherwise."""
    name = place.name.casefold()
    near = [each for each in known if each.name.casefold() == name or not name.isascii()]
    return any(each.exists() and each.samefile(place) for each in near)
