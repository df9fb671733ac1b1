"""Questions that are put to the system without an event that tells of them.

with questions_told(asked=watcher.asked, located=watcher.located):
    os.path.exists("flag")
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FrameType
from typing import Any, TypeAlias

_OF_FILES = ("stat", "lstat", "access", "readlink")
_UNSEEN = ("fstat", "getlogin", "getloadavg", "statvfs", "umask")
"""What these answer is of the moment, or is another by what was done before."""
_SUPPORTS = ("supports_dir_fd", "supports_effective_ids", "supports_fd", "supports_follow_symlinks")

Asked: TypeAlias = Callable[[str, object, FrameType], None]
"""Told which of the functions was called, of what path, and by whom."""
Located: TypeAlias = Callable[[FrameType], None]
"""Told who asked for the working folder, or for what is not known otherwise."""


@contextmanager
def questions_told(*, asked: Asked, located: Located, unseen: Located) -> Iterator[None]:
    """While inside, `asked` is told of each call of `os.stat`, `os.lstat`, `os.access` and
    `os.readlink`, before it is answered, `located` of each of `os.getcwd`, and `unseen` of `fstat`,
    `umask` and others. Who took one of them along goes on with it afterwards, and nobody is told.
    """
    inside = [True]

    def telling(name: str, ask: Any) -> Any:
        @wraps(ask)
        def told(*args: Any, **kwargs: Any) -> Any:
            if inside and kwargs.get("dir_fd") is None:
                path = args[0] if args else kwargs.get("path")
                asked(name, path, sys._getframe(1))
            return ask(*args, **kwargs)

        return told

    def telling_who(ask: Any, teller: Located) -> Any:
        @wraps(ask)
        def told(*args: Any, **kwargs: Any) -> Any:
            if inside:
                teller(sys._getframe(1))
            return ask(*args, **kwargs)

        return told

    names = [each for each in (*_OF_FILES, "getcwd", *_UNSEEN) if hasattr(os, each)]
    before = {name: getattr(os, name) for name in names}
    put = {name: telling(name, before[name]) for name in _OF_FILES}
    put["getcwd"] = telling_who(before["getcwd"], located)
    put |= {name: telling_who(before[name], unseen) for name in names if name in _UNSEEN}
    supporting: list[set[Any]] = [getattr(os, name) for name in _SUPPORTS]
    added = [(group, put[name]) for group in supporting for name in put if before[name] in group]
    for group, each in added:
        group.add(each)
    for name, each in put.items():
        setattr(os, name, each)
    try:
        yield
    finally:
        inside.clear()
        for name, each in put.items():
            if getattr(os, name) is each:
                setattr(os, name, before[name])
        for group, each in added:
            group.discard(each)
