"""A package on its way to the processes of a cluster, and how it is put in place there.

Pickled by value, since who gets it may have no dagcompile yet: nothing of that is imported here.
"""

import importlib
import io
import os
import shutil
import socket
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from typing import Any

from distributed import SchedulerPlugin, WorkerPlugin

_FOLDER = "dagcompile-upload-"


@dataclass(frozen=True)
class Parcel:
    """The files of one package or module at the top level.

    Args:
        root: its name.
        digest: of the files, by which their folder is called.
        archive: a zip of them.
        home: the process that sends it, which has it.
    """

    root: str
    digest: str
    archive: bytes
    home: tuple[str, int]

    def put(self, folder: str) -> None:
        """Let this process import it, from a folder in `folder`, and forget what it had of it."""
        if (socket.gethostname(), os.getpid()) == self.home:
            return
        place = os.path.join(folder, f"{_FOLDER}{self.root}-{self.digest[:16]}")
        if not os.path.isdir(place):
            made = tempfile.mkdtemp(dir=folder)
            with zipfile.ZipFile(io.BytesIO(self.archive)) as archive:
                archive.extractall(made)
            os.replace(made, place)
        self.take_away(folder, keep=place)
        sys.path.insert(0, place)

    def take_away(self, folder: str, *, keep: str = "") -> None:
        """Remove what was ever put of it into `folder`, but for the folder `keep`."""
        if (socket.gethostname(), os.getpid()) == self.home:
            return
        for each in os.listdir(folder):
            place = os.path.join(folder, each)
            if each.rpartition("-")[0] == f"{_FOLDER}{self.root}":
                sys.path[:] = [each for each in sys.path if each != place]
                if place != keep:
                    shutil.rmtree(place, ignore_errors=True)
        importlib.invalidate_caches()
        for name in list(sys.modules):
            if name == self.root or name.startswith(f"{self.root}."):
                del sys.modules[name]


class ToWorkers(WorkerPlugin):
    """Puts a parcel in place on every worker, those that join later included."""

    def __init__(self, parcel: Parcel) -> None:
        self.parcel = parcel
        self.name = f"dagcompile-upload-{parcel.root}"  # takes the place of another state of it

    def setup(self, worker: Any) -> None:
        """Put it in place."""
        self.parcel.put(worker.local_directory)

    def teardown(self, worker: Any) -> None:
        """Remove it."""
        self.parcel.take_away(worker.local_directory)


class ToScheduler(SchedulerPlugin):
    """Puts a parcel in place on the scheduler, which reads graphs too."""

    def __init__(self, parcel: Parcel) -> None:
        self.parcel = parcel
        self.name = f"dagcompile-upload-{parcel.root}-{parcel.digest[:16]}"
        self.folder = ""

    async def start(self, scheduler: Any) -> None:
        """Put it in place."""
        self.folder = scheduler.local_directory
        self.parcel.put(self.folder)

    async def close(self) -> None:
        """Remove it."""
        self.parcel.take_away(self.folder)
