"""Imports, files and folders of the author, seen while they are used.

with watching() as watcher:
    with watcher.following() as trail:
        compile_selected(...)

Imports are seen by a finder that stands before all others and finds what they find, and those of a
module that is there already by its spec (`specs`). Files are seen by an audit hook: Python keeps it
for as long as the process lives, so it is there once, and at rest while nobody watches. What is
done is put down to every module of the author that is on the stack, since any of them may keep what
came of it and not do it again for the next pipeline.
"""

import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import FrameType, ModuleType

from dagcompile.project.cache.bytecode import forget_older
from dagcompile.project.cache.digests import Once
from dagcompile.project.cache.libraries import Libraries
from dagcompile.project.cache.natives import Natives
from dagcompile.project.cache.roots import is_own
from dagcompile.project.cache.specs import tell_again
from dagcompile.project.cache.trails import Module, Trail
from dagcompile.project.cache.used import Origin

_IMPORTS = ("<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>")
_MACHINERY = (*_IMPORTS, "<frozen zipimport>", f"{Path(importlib.__file__).parent}{os.sep}")
"""What looks for modules and distributions: found names and the environment say the same."""
_READS = frozenset({"open", "os.listdir", "os.scandir"})
_HIDDEN = frozenset({
    "os.exec",
        "os.fork", "os.posix_spawn", "os.spawn", "os.system", "socket.connect", "sqlite3.connect",
    "subprocess.Popen", "urllib.Request",
})  # fmt: skip
_WATCHED = _READS | _HIDDEN
_NO_READ = os.O_WRONLY | os.O_TRUNC | os.O_EXCL
_PASSING = ("/proc/", "/sys/", "/dev/")
"""Where the system tells of itself and of the moment."""


class Watcher:
    """What was seen of all modules of the author since the first build of the process."""

    def __init__(self) -> None:
        self.modules: dict[str, Module] = {}
        self.foreign: set[str] = set()
        self.libraries = Libraries()
        self.natives = Natives(self.reads_natively)
        self.unseen: frozenset[str] = frozenset()
        """Modules of the author that were imported when nobody watched."""
        self.by_last: dict[str, set[str]] = {}
        """Names of modules by what they end in."""
        self.once = Once()
        self._trail = Trail()
        self._busy = False

    @contextmanager
    def following(self) -> Iterator[Trail]:
        """All that is done inside is of this trail too."""
        before, self._trail = self._trail, Trail()
        try:
            yield self._trail
        finally:
            self._trail = before

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What the finders behind this find; it is noted who asked, and what was found."""
        spec = None
        for finder in tuple(sys.meta_path):
            find = getattr(finder, "find_spec", None)
            if finder is not self and find is not None:
                spec = find(name, path, target)
                if spec is not None:
                    break
        self._note(name, spec, path, sys._getframe(1))
        return spec

    def happened(self, event: str, args: tuple[object, ...], frame: FrameType | None) -> None:
        """Note something that the audit hook was told of."""
        if self._busy or frame is None or frame.f_code.co_filename.startswith(_MACHINERY):
            return
        self._busy = True
        try:
            with suppress(TypeError, ValueError, OSError):
                if event in _HIDDEN:
                    self._hide(frame)
                elif event == "open":
                    self._read(args[0], args[2], frame)
                else:
                    self._listed(args[0], frame)
        finally:
            self._busy = False

    def again(self, name: str, frame: FrameType) -> None:
        """Note that a module of the author is imported which is there already."""
        if _watched:
            for trail in self._trails(frame):
                trail.found.add(name)

    def reads_natively(self, frame: FrameType) -> None:
        """Note that somebody takes what reads files of which nothing is seen."""
        self._hide(frame)

    def begin(self) -> None:
        """Look which modules are here already."""
        self.once = Once()
        self.libraries.begin()
        unseen = {
            name
            for name, module in tuple(sys.modules.items())
            if not self._knows(name, module) and _is_authored(module)
        }
        self.unseen = frozenset(unseen)
        for name in unseen:
            self._index(name)
            if spec := getattr(sys.modules.get(name), "__spec__", None):
                tell_again(spec, self.again)

    def _knows(self, name: str, module: ModuleType) -> bool:
        known = self.modules.get(name)
        return known is not None and getattr(module, "__spec__", None) is known.spec

    def _index(self, name: str) -> None:
        self.by_last.setdefault(name.rpartition(".")[2], set()).add(name)

    def _note(
        self,
        name: str,
        spec: ModuleSpec | None,
        path: Sequence[str] | None,
        frame: FrameType | None,
    ) -> None:
        origin = origin_of(spec)
        if spec is not None and origin is not None and is_own(origin[0]):
            known = self.modules[name] = Module(name=name, spec=spec, origin=origin)
            self._index(name)
            self.unseen -= {name}
            tell_again(spec, self.again)
            if spec.origin is not None and spec.has_location:
                known.trail.files[origin[0]] = self.once.file(origin[0])
                forget_older(spec)
            for trail in self._trails(frame):
                trail.found.add(name)
            return
        self.libraries.note(spec)
        self.natives.imported(spec)
        if path is None:
            self.foreign.add(name)
        elif spec is None and any(map(is_own, path)):
            for trail in self._trails(frame):
                trail.absent.add(name)

    def _read(self, name: object, flags: object, frame: FrameType) -> None:
        file, cwd = _path_of(name)
        reads = isinstance(flags, int) and not flags & _NO_READ
        if file and reads and is_own(file) and not os.path.isdir(file):
            digest = self.once.file(file)
            for trail in self._trails(frame):
                trail.files.setdefault(file, digest)
                trail.cwd = trail.cwd or cwd

    def _listed(self, name: object, frame: FrameType) -> None:
        folder, cwd = _path_of("." if name is None else name)
        if folder and is_own(folder):
            digest = self.once.folder(folder)
            for trail in self._trails(frame):
                trail.folders.setdefault(folder, digest)
                trail.cwd = trail.cwd or cwd

    def _hide(self, frame: FrameType) -> None:
        walked: FrameType | None = frame
        while walked is not None and not self._is_of_author(walked):
            if walked.f_code.co_filename == _IMPORTS[0]:
                return  # a library is being imported, and looks at the machine
            walked = walked.f_back
        for trail in self._trails(frame):
            trail.hidden = True

    def _trails(self, frame: FrameType | None) -> Iterator[Trail]:
        yield self._trail
        while frame is not None:
            known = self.modules.get(frame.f_globals.get("__name__", ""))
            if known is not None:
                yield known.trail
            frame = frame.f_back

    def _is_of_author(self, frame: FrameType) -> bool:
        return frame.f_globals.get("__name__") in self.modules


def origin_of(spec: ModuleSpec | None) -> Origin:
    """Where a module is: its file, or the folders of a namespace package; None for others."""
    if spec is None:
        return None
    if spec.has_location and spec.origin:
        return (os.path.normpath(spec.origin),)
    if spec.origin is None and spec.submodule_search_locations is not None:
        return tuple(os.path.normpath(each) for each in spec.submodule_search_locations) or None
    return None


def _is_authored(module: ModuleType) -> bool:
    origin = origin_of(getattr(module, "__spec__", None))
    return origin is not None and is_own(origin[0])


def _path_of(name: object) -> tuple[str, str | None]:
    """An absolute path, and the working folder if it was named from there; an empty path where
    there is none, or the system's own.
    """
    if isinstance(name, int):
        return "", None
    given = os.fsdecode(name)  # type: ignore[arg-type]
    path = os.path.abspath(given)
    if path.startswith(_PASSING):
        return "", None
    return path, None if os.path.isabs(given) else os.getcwd()


_watcher = Watcher()
_watched = 0
_hooked = False


def _hook(event: str, args: tuple[object, ...]) -> None:
    if _watched and event in _WATCHED:
        _watcher.happened(event, args, sys._getframe(1))


def watcher() -> Watcher | None:
    """Who sees what happens; None while nobody does."""
    return _watcher if _watched else None


@contextmanager
def watching() -> Iterator[Watcher]:
    """While inside, what happens is seen."""
    global _hooked, _watched  # noqa: PLW0603  (a hook is of the process)
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked = True
    if not _watched:
        _watcher.begin()
        _watcher.natives.begin()
        sys.meta_path.insert(0, _watcher)
    _watched += 1
    try:
        yield _watcher
    finally:
        _watched -= 1
        if not _watched:
            sys.meta_path.remove(_watcher)
            _watcher.natives.end()
