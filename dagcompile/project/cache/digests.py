"""Files and folders by what they hold.

file_digest("rates.toml")       "3f2a6c0d9b8e7f10…", None where there is no such file
"""

import os
from hashlib import sha256
from pathlib import Path

from dagcompile.project.cache.used import Stamp

_DIGITS = 32
_LEFT_OUT = {"__pycache__", ".dagcompile_cache"}
"""Names that come and go by themselves."""


def digest(content: bytes) -> str:
    """The first hexadecimal digits of a digest."""
    return sha256(content).hexdigest()[:_DIGITS]


def content_of(file: str) -> bytes | None:
    """The bytes of a regular file; None where there is none that can be read. A pipe is none: it
    would be waited for.
    """
    try:
        if not os.path.isfile(file):
            return None
        with open(file, "rb") as opened:
            return opened.read()
    except (OSError, ValueError):
        return None


def stamp(file: str) -> Stamp | None:
    """What tells that a file was written again without reading it; None where there is none.

    For what is installed, which is much: a project's own files may be checked out again and be the
    same, and are known by their digests.
    """
    try:
        told = os.stat(file)
    except (OSError, ValueError):
        return None
    return told.st_size, told.st_mtime_ns


def file_digest(file: str) -> str | None:
    """Of the bytes of a regular file; None where there is none that can be read."""
    content = content_of(file)
    return None if content is None else digest(content)


def folder_digest(folder: str) -> str | None:
    """Of the names in a folder and which of them are folders; None where it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(
                (each.name, each.is_dir()) for each in entries if each.name not in _LEFT_OUT
            )
    except (OSError, ValueError):
        return None
    return digest(repr(names).encode("utf-8", "surrogatepass"))


def kind_of(path: str) -> str:
    """What is at a path, and what may be done with it: "absent", "file rw", "folder rwx"; of a link
    also where it leads.
    """
    try:
        link = f"link to {os.readlink(path)!r}: " if os.path.islink(path) else ""
        if not os.path.exists(path):
            return f"{link}absent"
        kinds = {"file": os.path.isfile, "folder": os.path.isdir}
        kind = next((name for name, is_one in kinds.items() if is_one(path)), "other")
        ways = {"r": os.R_OK, "w": os.W_OK, "x": os.X_OK}
        allowed = "".join(letter for letter, way in ways.items() if os.access(path, way))
    except (OSError, ValueError):
        return "unknown"
    return f"{link}{kind} {allowed}"


def may_be_written(path: str) -> bool:
    """Whether a file can be opened at a path to be written, be it there or not."""
    try:
        if os.path.lexists(path):
            return not os.path.isdir(path) and os.access(path, os.W_OK)
        folder = os.path.dirname(path)
        return os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)
    except (OSError, ValueError):
        return False


def tree_digest(folder: Path) -> str:
    """Of all files below a folder, links followed, without what Python adds and what is hidden."""
    found: list[tuple[str, str | None]] = []
    for name, folders, files in os.walk(folder, followlinks=True):
        folders[:] = [each for each in folders if each not in _LEFT_OUT and each[0] != "."]
        below = os.path.relpath(name, folder)
        found += [(f"{below}/{each}", file_digest(f"{name}/{each}")) for each in files]
    return digest(repr(sorted(found)).encode("utf-8", "surrogatepass"))


class Once:
    """Digests that are taken once: what changes meanwhile is known by its older one."""

    def __init__(self) -> None:
        self._files: dict[str, str | None] = {}
        self._folders: dict[str, str | None] = {}
        self._kinds: dict[str, str] = {}
        self._places: dict[str, bool] = {}

    def file(self, file: str) -> str | None:
        """As `file_digest`."""
        if file not in self._files:
            self._files[file] = file_digest(file)
        return self._files[file]

    def folder(self, folder: str) -> str | None:
        """As `folder_digest`."""
        if folder not in self._folders:
            self._folders[folder] = folder_digest(folder)
        return self._folders[folder]

    def kind(self, path: str) -> str:
        """As `kind_of`."""
        if path not in self._kinds:
            self._kinds[path] = kind_of(path)
        return self._kinds[path]

    def place(self, path: str) -> bool:
        """As `may_be_written`."""
        if path not in self._places:
            self._places[path] = may_be_written(path)
        return self._places[path]
