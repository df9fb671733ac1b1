"""Who asks: the frames that lead to a question, and for whom it was asked.

asker(frame, authored=watcher.modules)    Asker.author, Asker.library, Asker.imported or None
"""

import importlib
import os
import sys
import threading
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from types import FrameType

from dagcompile.authoring.threads import follow_threads

_OURS = "dagcompile"
BOOTSTRAP = "<frozen importlib._bootstrap>"
_IMPORTS = (BOOTSTRAP, "<frozen importlib._bootstrap_external>")
MACHINERY = (*_IMPORTS, "<frozen zipimport>", f"{Path(importlib.__file__).parent}{os.sep}")
"""What looks for modules and distributions: found names and the environment say the same."""
_HANDS_ON = frozenset({"os", "collections.abc", "genericpath", "posixpath", "ntpath", "pathlib"})
"""Modules that ask what they are asked."""
_OF_KIND = frozenset({
    "exists", "lexists", "isfile", "isdir", "islink", "isjunction", "is_file", "is_dir",
    "is_symlink", "is_junction", "realpath", "_joinrealpath", "resolve", "updatecache",
    "checkcache", "lazycache", "_lexists",
})  # fmt: skip
"""Functions of Python's own that look at nothing but what a path leads to, or go on to read it."""
_ASKING_KIND = _HANDS_ON | {"linecache", "glob"}


class Asker(Enum):
    """For whom something was asked: by the author's own code, by a library that it called, or by
    one that it imports, which asks once for all.
    """

    author = auto()
    library = auto()
    imported = auto()


class Alone(threading.local):
    """Keeps what is asked while something is noted from being noted, in each thread."""

    def __init__(self) -> None:
        self._busy = False

    @contextmanager
    def __call__(self) -> Iterator[bool]:
        """Whether this thread is not at noting already. What cannot be noted raises nothing."""
        if self._busy:
            yield False
            return
        self._busy = True
        try:
            with suppress(TypeError, ValueError, OSError):
                yield True
        finally:
            self._busy = False


def asker(frame: FrameType | None, authored: Container[str]) -> Asker | None:
    """For whom the code in `frame` asks; None if for dagcompile, or to import a module.

    Args:
        frame: of who asks.
        authored: the names of the author's modules.
    """
    kind, first = Asker.author, True
    for each in stack(frame):
        name = each.f_globals.get("__name__", "")
        if name in authored:
            return kind
        if name == follow_threads.__module__:
            continue
        if _top(name) == _OURS:
            return None
        if each.f_code.co_filename == BOOTSTRAP and not first:
            kind = Asker.imported
        elif not {name, _top(name)} & _HANDS_ON:
            if first and each.f_code.co_filename.startswith(MACHINERY):
                return None
            first = False
            if kind is Asker.author:
                kind = Asker.library
    return None


def stack(frame: FrameType | None) -> Iterator[FrameType]:
    """A frame, those that led there, and where that is another thread those of the first one, which
    may wait for it.
    """
    while frame is not None:
        yield frame
        frame = frame.f_back
    main = threading.main_thread().ident
    if main is not None and main != threading.get_ident():
        frame = sys._current_frames().get(main)
        while frame is not None:
            if _top(_module(frame)) != _OURS:  # it notes something itself, or starts the thread
                yield frame
            frame = frame.f_back


def asks_kind_alone(frame: FrameType) -> bool:
    """Whether who asks of a path looks only at whether it is there, and is a file or a folder."""
    asking: FrameType | None = frame
    if frame.f_code.co_name in {"stat", "lstat"} and _top(_module(frame)) == "pathlib":
        asking = frame.f_back
    return (
        asking is not None
        and asking.f_code.co_name in _OF_KIND
        and _top(_module(asking)) in _ASKING_KIND
    )


def names_at_random(frame: FrameType) -> bool:
    """Whether a name of a file was made up, and another will be the next time."""
    return _top(_module(frame)) == "tempfile"


def is_data_of_package(frame: FrameType) -> bool:
    """Whether Python's own loader reads a file that it was asked for by others than itself."""
    back = frame.f_back
    return (
        frame.f_code.co_name == "get_data"
        and back is not None
        and not back.f_code.co_filename.startswith(_IMPORTS)
    )


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _top(name: str) -> str:
    return name.partition(".")[0]
