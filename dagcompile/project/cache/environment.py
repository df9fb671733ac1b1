"""What decides over all pipelines: Python, what is installed, and the compiler itself."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.machinery import ModuleSpec
from importlib.metadata import PathDistribution
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import TZPATH

from dagcompile.project.cache.digests import digest, file_digest, folder_digest, tree_digest
from dagcompile.project.cache.habits import habits
from dagcompile.project.cache.roots import cover, is_own, own_folders

_GROUPS = ("dagcompile.targets", "dagcompile.types")
"""Entry points of what others add to the compiler."""


def environment_digest(path: Sequence[Path] = ()) -> str:
    """Of Python and its habits, the system's zones, every installed distribution by its list of
    files, the names of what is installed without one, and the code of dagcompile, targets and
    registered types that is installed as editable.

    Args:
        path: folders in which distributions are found before those that are installed.
    """
    cover_compiler()
    zones = [file_digest(f"{folder}/tzdata.zi") for folder in TZPATH]
    code = [tree_digest(each) for each in (own_folders()[0], *_editable())]
    places = [each for each in dict.fromkeys(sys.path) if each and not is_own(each)]
    names = [folder_digest(each) for each in places]
    told = [habits(), zones, code, names, list(_installed((*map(str, path), *sys.path)))]
    return digest(repr(told).encode("utf-8", "surrogatepass"))


def cover_compiler() -> None:
    """From now on the code of the compiler, and of what adds to it, counts as a whole."""
    cover(_editable())


def _installed(folders: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """What tells that a distribution is another than it was, or found in another order."""
    for place in _beside(folders, ".dist-info", ".egg-info", ".pth", ".egg-link"):
        name = os.path.basename(place)
        if os.path.isfile(place):
            yield name, file_digest(place)
            continue
        listed = file_digest(f"{place}/RECORD") or file_digest(f"{place}/METADATA")
        yield name, listed or file_digest(f"{place}/PKG-INFO")
        if listed is None or is_own(place):  # which no installer wrote at once
            yield f"{name}/", file_digest(f"{place}/entry_points.txt")


@cache
def _editable() -> tuple[Path, ...]:
    """The folders of packages that add to the compiler and are installed as editable."""
    entries = [
        entry
        for place in _beside(sys.path, ".dist-info", ".egg-info")
        if is_own(place) or os.path.exists(f"{place}/direct_url.json")
        for entry in PathDistribution(Path(place)).entry_points
        if entry.group in _GROUPS
    ]
    tops = {each.module.partition(".")[0] for each in entries} - {"dagcompile"}
    specs = [find_spec(each) for each in sorted(tops)]
    folders = [folder for spec in specs for folder in _folders(spec)]
    return tuple(Path(each) for each in folders if is_own(each))


def _folders(spec: ModuleSpec | None) -> Sequence[str]:
    return tuple((spec and spec.submodule_search_locations) or ())


def _beside(folders: Sequence[str], *endings: str) -> Iterator[str]:
    """What stands in the folders that modules are imported from, by how its name ends."""
    for folder in dict.fromkeys(folders):
        with suppress(OSError):
            for name in sorted(os.listdir(folder or os.curdir)):
                if name.endswith(endings):
                    yield os.path.join(folder, name)
