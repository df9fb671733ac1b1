"""Where modules are, and what paths lead to that are given to functions of `os`."""

import os
from contextlib import suppress
from importlib.machinery import ModuleSpec
from importlib.util import source_from_cache
from types import ModuleType

from dagcompile.project.cache.roots import is_own
from dagcompile.project.cache.used import Origin

_PASSING = ("/proc/", "/sys/", "/dev/")
"""Where the system tells of itself and of the moment, and is no file that holds anything."""
_LASTING = ("/dev/shm/",)  # noqa: S108  (nothing is put there)
"""Folders of files all the same."""


def origin_of(spec: ModuleSpec | None) -> Origin:
    """Where a module is: its file, or the folders of a namespace package; None for others."""
    if spec is None:
        return None
    if spec.has_location and spec.origin:
        return (os.path.normpath(spec.origin),)
    if spec.origin is None and spec.submodule_search_locations is not None:
        return tuple(os.path.normpath(each) for each in spec.submodule_search_locations) or None
    return None


def is_authored(module: ModuleType) -> bool:
    """Whether a module is the author's."""
    origin = origin_of(getattr(module, "__spec__", None))
    return origin is not None and is_own(origin[0])


def path_of(name: object) -> tuple[str, str | None]:
    """An absolute path, and the working folder if it was named from there; an empty path where
    there is none. One that goes through what the system tells of itself, as `/proc/self/cwd` does,
    is the path that it leads to.
    """
    if isinstance(name, int):
        return "", None
    given = os.fsdecode(name)  # type: ignore[arg-type]
    path = os.path.abspath(given)
    if is_passing(path):
        return os.path.realpath(path), os.getcwd()
    return path, None if os.path.isabs(given) else os.getcwd()


def is_passing(path: str) -> bool:
    """Whether an absolute path leads to what the system tells of itself, which is never the same
    for long.
    """
    return f"{path}/".startswith(_PASSING) and not f"{path}/".startswith(_LASTING)


def source_of(file: str) -> str:
    """What a compiled form beside a source was made of; any other file itself."""
    with suppress(ValueError, NotImplementedError):
        if file.endswith(".pyc"):
            return source_from_cache(file)
    return file
