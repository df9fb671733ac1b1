"""Libraries that open files by themselves, of which Python is told nothing.

natives = Natives(reads=watcher.reads_natively)
natives.begin()
natives.imported(spec)      # as soon as its module is complete, its readers tell
natives.end()

What they read is not seen, only that a function is taken which reads: `polars.scan_csv`, or
`pyarrow.parquet.read_table`, by whichever library it is called.
"""

import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from types import FrameType, ModuleType
from typing import Any, TypeAlias

from dagcompile.project.cache.specs import tell_end

READERS: dict[str, tuple[str, ...]] = {
    "duckdb": ("connect", "execute", "from_", "query", "read_", "sql"),
    "h5py": ("File",),
    "netCDF4": ("Dataset", "MFDataset"),
    "nt": ("environ",),
    "polars": ("read_", "scan_"),
    "posix": ("environ", "fstat", "getcwd", "lstat", "readlink", "stat", "statvfs", "umask"),
    "pyarrow": ("MemoryMappedFile", "OSFile", "input_stream", "memory_map"),
    "pyarrow.csv": ("open_", "read_"),
    "pyarrow.dataset": ("dataset", "parquet_dataset"),
    "pyarrow.feather": ("FeatherDataset", "read_"),
    "pyarrow.fs": ("FileSystem", "LocalFileSystem"),
    "pyarrow.json": ("open_", "read_"),
    "pyarrow.orc": ("ORCFile", "read_"),
    "pyarrow.parquet": ("ParquetDataset", "ParquetFile", "read_"),
    "tables": ("open_file",),
}
"""By module, how the names of what opens files begin. Those of pandas use these or Python's own;
`posix` has what `os` is told of, untold.
"""

Reads: TypeAlias = Callable[[FrameType], None]
"""Told who takes such a function."""


class Natives:
    """Modules whose readers tell that they are taken, until it is over."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._changed: list[ModuleType] = []

    def begin(self) -> None:
        """Modules that are there already tell, too."""
        for name in READERS:
            self.complete(name)

    def imported(self, spec: ModuleSpec | None) -> None:
        """A module is being imported."""
        if spec is not None and spec.name in READERS:
            tell_end(spec, self.complete)

    def complete(self, name: str) -> None:
        """From now on the module tells, if it is there."""
        module = sys.modules.get(name)
        if type(module) is ModuleType:
            module.__class__ = _telling(READERS[name], self._reads)
            self._changed.append(module)

    def end(self) -> None:
        """The modules are as they were."""
        for module in self._changed:
            module.__class__ = ModuleType
        self._changed.clear()


def _telling(readers: tuple[str, ...], reads: Reads) -> type[ModuleType]:
    class Telling(ModuleType):
        """A module, of which it is told what is taken."""

        def __getattribute__(self, name: str) -> Any:
            if name.startswith(readers):
                reads(sys._getframe(1))
            return super().__getattribute__(name)

    return Telling
