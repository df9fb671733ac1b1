"""A work tree whose code is not run: what a branch brings there is read as data alone.

    with without_code_of(repository.root):
        chosen_targets(project)     those that are installed elsewhere

What a target imports only when it emits counts as well: so all that one does belongs inside.
"""

import site
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from os.path import realpath
from pathlib import Path
from types import ModuleType


@contextmanager
def without_code_of(tree: Path) -> Iterator[None]:
    """While inside, no module and no entry point is found that stands in `tree`.

    What is installed in an environment there is found: whoever can write to that needs no target.
    Where dagcompile itself runs from the tree, everything is found, since nothing would be gained.
    """
    place = _Tree(root=Path(realpath(tree)))
    if place.has(__file__):
        yield
        return
    before, guard = list(sys.path), _Guard(place)
    sys.path[:] = [each for each in before if not place.has(each)]
    sys.meta_path.insert(0, guard)
    try:
        yield
    finally:
        sys.meta_path.remove(guard)
        sys.path[:] = before


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tree:
    """A folder without the environments in it. `root` has no links in it."""

    root: Path

    def has(self, place: str) -> bool:
        """Whether a file or folder stands in it; the empty name is the working folder."""
        real = Path(realpath(place))
        if not real.is_relative_to(self.root):
            return False
        inside = (each for each in _installed() if each.is_relative_to(self.root))
        return not any(real.is_relative_to(each) for each in inside)


@cache
def _installed() -> tuple[Path, ...]:
    """The folders of Python itself, and those that packages are installed into."""
    paths = sysconfig.get_paths()
    places = {paths[each] for each in ("stdlib", "platstdlib", "purelib", "platlib")}
    places |= {*site.getsitepackages(), site.getusersitepackages()}
    return tuple(Path(realpath(each)) for each in places)


class _Guard(MetaPathFinder):
    """Stands before the other finders, of which those of editable installs know no `sys.path`."""

    def __init__(self, tree: _Tree) -> None:
        self._tree = tree

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What the others find.

        Raises:
            ModuleNotFoundError: that stands in the tree.
        """
        for finder in sys.meta_path:
            if finder is self or (spec := finder.find_spec(name, path, target)) is None:
                continue
            if any(self._tree.has(each) for each in _places(spec)):
                said = f"{name} stands in {self._tree.root}, of which no code is run here"
                raise ModuleNotFoundError(said, name=name)
            return spec
        return None


def _places(spec: ModuleSpec) -> Iterator[str]:
    if spec.has_location and spec.origin:
        yield spec.origin
    yield from spec.submodule_search_locations or ()
