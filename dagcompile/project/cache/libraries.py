"""Modules of what is installed, which are known by when their files were written.

Lists of installed files say what was installed, and not what was edited there since, or put there
without one.
"""

import sys
from importlib.machinery import ModuleSpec

from dagcompile.project.cache.digests import stamp
from dagcompile.project.cache.roots import is_of_library
from dagcompile.project.cache.used import Stamp


class Libraries:
    """Files of installed modules that this process imported, each as it was then."""

    def __init__(self) -> None:
        self._stamps: dict[str, Stamp] = {}
        self._new: dict[str, Stamp] = {}

    def begin(self) -> None:
        """All that is imported now is to be told once more."""
        self._new = dict(self._stamps)
        for module in tuple(sys.modules.values()):
            self.note(getattr(module, "__spec__", None))

    def note(self, spec: ModuleSpec | None) -> None:
        """A module is imported: it counts if it is of a library, and has a file."""
        file = spec.origin if spec is not None and spec.has_location else None
        if file and file not in self._stamps and is_of_library(file):
            found = stamp(file)
            if found is not None:
                self._stamps[file] = self._new[file] = found

    def told(self) -> dict[str, Stamp]:
        """Those that were not told since it began. All pipelines of a process share them."""
        told, self._new = self._new, {}
        return told
