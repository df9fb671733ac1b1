"""Which files are the author's, and which are of libraries: those change only with a distribution.

is_own("/srv/flights/flights/ops.py")                  True
is_own("/usr/lib/python3.11/json/__init__.py")              False
"""

import os
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from zoneinfo import TZPATH

import dagcompile

_SITES = {"site-packages", "dist-packages"}
_ZIPPED = f"python{sys.version_info.major}{sys.version_info.minor}.zip"
_covered: set[str] = set()
"""Folders that are taken as a whole for what they hold: see `cover`."""


def is_own(file: str) -> bool:
    """Whether a file or folder is neither Python's, nor of a distribution that is installed, nor
    below a folder that is known as a whole. What is installed as editable is the author's.
    """
    return not f"{file}{os.sep}".startswith(_library_roots(tuple(sys.path), frozenset(_covered)))


def is_of_library(file: str) -> bool:
    """Whether a file is neither the author's nor below a folder that is known as a whole."""
    return not file.startswith((*_own_prefixes(), *_covered)) and not is_own(file)


def cover(folders: Iterable[Path]) -> None:
    """From now on what is below `folders` is of a library."""
    _covered.update(each + os.sep for folder in folders for each in _both(str(folder)))


@cache
def _library_roots(path: tuple[str, ...], covered: frozenset[str]) -> tuple[str, ...]:
    known = sysconfig.get_paths()
    roots = {known[each] for each in ("stdlib", "platstdlib", "purelib", "platlib")}
    roots.update(each for each in path if Path(each).name in _SITES | {_ZIPPED})
    roots.add(str(Path(os.__file__).parent))
    roots.update(str(each) for each in own_folders())
    roots.update(TZPATH)
    return (*(each + os.sep for root in roots for each in _both(root)), *covered)


def own_folders() -> tuple[Path, ...]:
    """The folders of dagcompile itself. In a clone some of them are links."""
    package = Path(dagcompile.__file__).parent
    return tuple(dict.fromkeys([package, *(package / each for each in ("targets", "templates"))]))


@cache
def _own_prefixes() -> tuple[str, ...]:
    return tuple(each + os.sep for folder in own_folders() for each in _both(str(folder)))


def _both(folder: str) -> set[str]:
    return {os.path.normpath(folder), os.path.realpath(folder)}
