"""Who sees what the author's modules use, and puts it down to all that may keep what came of it:
every module of the author that is on the stack. `watching` has it told.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import FrameType, ModuleType

from dagcompile.project.cache.bytecode import forget_older
from dagcompile.project.cache.digests import Once
from dagcompile.project.cache.events import HIDDEN, Opens, opens
from dagcompile.project.cache.libraries import Libraries
from dagcompile.project.cache.natives import Natives
from dagcompile.project.cache.origins import is_authored, is_passing, origin_of, path_of, source_of
from dagcompile.project.cache.resolving import Onlooker
from dagcompile.project.cache.roots import is_own
from dagcompile.project.cache.specs import tell_again
from dagcompile.project.cache.stacks import (
    BOOTSTRAP,
    MACHINERY,
    Alone,
    Asker,
    asker,
    asks_kind_alone,
    is_data_of_package,
    names_at_random,
    stack,
)
from dagcompile.project.cache.trails import Module, Trail
from dagcompile.project.cache.variables import counted, variable_digest


class Watcher(Onlooker):
    """What was seen of all modules of the author since the first build of the process."""

    def __init__(self) -> None:
        self.watches = 0
        """How many want to know now."""
        self.modules: dict[str, Module] = {}
        self.foreign: set[str] = set()
        self.libraries = Libraries()
        self.natives = Natives(self.reads_natively)
        self.ambient: dict[str, str | None] = {}
        """Variables that libraries read when they are imported."""
        self.unseen: frozenset[str] = frozenset()
        """Modules of the author that were imported when nobody watched."""
        self.by_last: dict[str, set[str]] = {}
        """Names of modules by what they end in."""
        self.once = Once()
        self._trail = Trail()
        self._environment: dict[str, str] = {}
        """As it was before the author's code ran."""
        self._origins: set[str] = set()
        self._alone = Alone()

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

    def happened(self, event: str, args: tuple[object, ...], frame: FrameType) -> None:
        """Note something that the audit hook was told of."""
        machinery = frame.f_code.co_filename.startswith(MACHINERY)
        with self._alone() as alone:
            if not alone or (machinery and event != "open"):
                return
            if machinery:
                self._loaded(args[0], args[2], frame)
            elif event in HIDDEN:
                self._hide(frame)
            elif event == "open":
                self._opened(args[0], args[2], frame)
            else:
                self._listed(args[0], frame)

    def asked(self, question: str, path: object, frame: FrameType) -> None:
        """Note a question about a path, by one of the functions of `os`."""
        with self._alone() as alone:
            place, cwd = path_of(path) if alone else ("", None)
            if not place or not is_own(place) or not self._is_for_author(frame):
                return
            known = question in {"access", "readlink"} or asks_kind_alone(frame)
            kind = self.once.kind(place)
            for trail in self._trails(frame):
                trail.kinds.setdefault(place, kind)
                trail.cwd = trail.cwd or cwd
                trail.hidden = trail.hidden or not (known or kind == "absent")

    def located(self, frame: FrameType) -> None:
        """Note that the working folder was asked for."""
        with self._alone() as alone:
            if alone and self._is_for_author(frame):
                cwd = os.getcwd()
                for trail in self._trails(frame):
                    trail.cwd = trail.cwd or cwd

    def read_variable(self, name: str, frame: FrameType) -> None:
        """Note that an environment variable was read, or all of them."""
        with self._alone() as alone:
            who = asker(frame, self.modules) if alone else None
            kept = who and counted(name, by_library=who is not Asker.author)
            if not kept:
                return
            value = variable_digest(kept, self._environment)
            if who is Asker.imported:
                self.ambient.setdefault(kept, value)
                return
            for trail in self._trails(frame):
                trail.variables.setdefault(kept, value)

    def _is_for_author(self, frame: FrameType) -> bool:
        return asker(frame, self.modules) in {Asker.author, Asker.library}

    def again(self, name: str, frame: FrameType) -> None:
        """Note that a module of the author is imported which is there already."""
        if self.watches:
            for trail in self._trails(frame):
                trail.found.add(name)

    def reads_natively(self, frame: FrameType) -> None:
        """Note that somebody takes what reads files of which nothing is seen. That Python's own
        loaders take it makes nothing another.
        """
        if not frame.f_code.co_filename.startswith(MACHINERY):
            self._hide(frame)

    def asked_unseen(self, frame: FrameType) -> None:
        """Note a question to the system of which the answer is not seen."""
        with self._alone() as alone:
            if alone and self._is_for_author(frame):
                self._hide(frame)

    def begin(self) -> None:
        """Look which modules are here already."""
        self.once = Once()
        self.libraries.begin()
        self._environment = dict(os.environ)
        unseen = {
            name
            for name, module in tuple(sys.modules.items())
            if not self._knows(name, module) and is_authored(module)
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
            self._origins.add(origin[0])
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

    def _loaded(self, name: object, flags: object, frame: FrameType) -> None:
        """What Python's own loaders open: modules that are known by name, those that are loaded by
        their path alone, data of a package.
        """
        file = source_of(path_of(name)[0])
        if file not in self._origins or is_data_of_package(frame):
            self._read(file, flags, frame)

    def _read(self, name: object, flags: object, frame: FrameType) -> None:
        file, cwd = path_of(name)
        if is_passing(file):
            self._read_passing(file, frame)
        elif file and is_own(file) and opens(flags) is Opens.content and not os.path.isdir(file):
            digest = self.once.file(file)
            for trail in self._trails(frame):
                trail.files.setdefault(file, digest)
                trail.cwd = trail.cwd or cwd

    def _opened(self, name: object, flags: object, frame: FrameType) -> None:
        """A file is opened, by others than Python's own loaders."""
        self._read(name, flags, frame)
        file, cwd = path_of(name)
        if not is_own(file) or opens(flags) in {None, Opens.content}:
            return
        if not self._is_for_author(frame):
            return
        for trail in self._trails(frame):
            if opens(flags) is Opens.place or names_at_random(frame):
                trail.places.setdefault(file, self.once.place(file))
            else:
                trail.kinds.setdefault(file, self.once.kind(file))
            trail.cwd = trail.cwd or cwd

    def _listed(self, name: object, frame: FrameType) -> None:
        folder, cwd = path_of("." if name is None else name)
        if is_passing(folder):
            self._read_passing(folder, frame)
        elif folder and is_own(folder):
            digest = self.once.folder(folder)
            for trail in self._trails(frame):
                trail.folders.setdefault(folder, digest)
                trail.cwd = trail.cwd or cwd

    def _read_passing(self, path: str, frame: FrameType) -> None:
        if path != os.devnull and self._is_for_author(frame):
            self._hide(frame)

    def _hide(self, frame: FrameType) -> None:
        walked: FrameType | None = frame
        while walked is not None and not self._is_of_author(walked):
            if walked.f_code.co_filename == BOOTSTRAP:
                return  # a library is being imported, and looks at the machine
            walked = walked.f_back
        for trail in self._trails(frame):
            trail.hidden = True

    def _trails(self, frame: FrameType | None) -> Iterator[Trail]:
        yield self._trail
        for each in stack(frame):
            known = self.modules.get(each.f_globals.get("__name__", ""))
            if known is not None:
                yield known.trail

    def _is_of_author(self, frame: FrameType) -> bool:
        return frame.f_globals.get("__name__") in self.modules
