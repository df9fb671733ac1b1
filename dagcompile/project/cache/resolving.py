"""What the name of a module leads to now, without importing anything.

resolver = Resolver(project.path)
resolver("flights.ops")     ("/srv/flights/flights/ops.py",)
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    PathFinder,
)
from pathlib import Path
from typing import Any

from dagcompile.project.cache.origins import origin_of
from dagcompile.project.cache.roots import is_own
from dagcompile.project.cache.used import Origin

_SUFFIXES = (*EXTENSION_SUFFIXES, *SOURCE_SUFFIXES, *BYTECODE_SUFFIXES)
"""In the order in which Python looks for them."""


@dataclass(frozen=True, slots=True)
class _Found:
    origin: Origin
    folders: tuple[str, ...] = ()
    """Where modules below it are looked for."""


class Onlooker:
    """A finder that finds nothing of its own: what it finds, those behind it do."""


class Resolver:
    """Answers for one moment: a folder is listed once."""

    def __init__(self, path: Sequence[Path]) -> None:
        self._path = [*map(str, path), *(each or os.curdir for each in sys.path)]
        self._found: dict[str, _Found] = {}
        self._entries: dict[str, frozenset[str]] = {}

    def __call__(self, name: str) -> Origin:
        """What `name` leads to, None where there is no such module of the author."""
        return self._find(name).origin

    def shadowed(self, foreign: Sequence[str]) -> list[str]:
        """Those of top-level names that lead to a module of the author."""
        folders = [each for each in self._path if is_own(os.path.abspath(each))]
        there = {entry.partition(".")[0] for each in folders for entry in self._list(each)}
        return [each for each in foreign if each in there and self(each) is not None]

    def _find(self, name: str) -> _Found:
        if name not in self._found:
            parent, _, tail = name.rpartition(".")
            folders = self._find(parent).folders if parent else self._path
            self._found[name] = self._look(name, tail, folders) if folders else _Found(None)
        return self._found[name]

    def _look(self, name: str, tail: str, folders: Sequence[str]) -> _Found:
        for finder in sys.meta_path:
            if isinstance(finder, Onlooker):
                continue
            found = (
                self._in_folders(tail, folders)
                if finder is PathFinder
                else _by(finder, name, folders)
            )
            if found is not None:
                return found if found.origin and is_own(found.origin[0]) else _Found(None)
        return _Found(None)

    def _in_folders(self, tail: str, folders: Sequence[str]) -> _Found | None:
        """As Python's own finder of files does."""
        parts = []
        for folder in folders:
            names = self._list(folder)
            place = os.path.normpath(os.path.abspath(os.path.join(folder, tail)))
            inside = self._list(place) if tail in names else frozenset[str]()
            for suffix in _SUFFIXES:
                if f"__init__{suffix}" in inside:
                    return _Found((f"{place}{os.sep}__init__{suffix}",), (place,))
            for suffix in _SUFFIXES:
                if f"{tail}{suffix}" in names and os.path.isfile(f"{place}{suffix}"):
                    return _Found((f"{place}{suffix}",))
            if tail in names and os.path.isdir(place):
                parts.append(place)
        return _Found(tuple(parts), tuple(parts)) if parts else None

    def _list(self, folder: str) -> frozenset[str]:
        if folder not in self._entries:
            try:
                self._entries[folder] = frozenset(os.listdir(folder))
            except OSError:
                self._entries[folder] = frozenset()
        return self._entries[folder]


def _by(finder: Any, name: str, folders: Sequence[str]) -> _Found | None:
    """What another finder says, such as one that an editable install brings."""
    path = folders if "." in name else None
    try:
        spec = finder.find_spec(name, path, None)
    except (AttributeError, ImportError, KeyError):
        return None
    if spec is None:
        return None
    return _Found(origin_of(spec), tuple(spec.submodule_search_locations or ()))
