"""What is seen of a module while it is imported and whenever its functions run."""

import sys
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec
from types import CodeType
from typing import Any

from dagcompile.project.cache.used import Origin

_DYNAMIC = frozenset({"import_module", "importlib", "__import__", "pkgutil", "runpy"})
"""Words of a module that may import others by names that stand nowhere."""


@dataclass(slots=True, kw_only=True)
class Trail:
    """What was done by a module's own code, or by what it called.

    Names that were found to be modules of the author; others of his packages that are not there;
    files and folders, what is at paths and whether something can be written there, environment
    variables, and the working folder where it was asked for, or something was named from there.
    `hidden` tells that it asked something of which nothing is seen: another process, a server, a
    database, the date of a file.
    """

    found: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    files: dict[str, str | None] = field(default_factory=dict)
    folders: dict[str, str | None] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, bool] = field(default_factory=dict)
    variables: dict[str, str | None] = field(default_factory=dict)
    cwd: str | None = None
    hidden: bool = False


@dataclass(slots=True, kw_only=True)
class Module:
    """A module of the author that was imported while it was watched."""

    name: str
    spec: ModuleSpec
    origin: Origin
    trail: Trail = field(default_factory=Trail)
    _words: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        """All names and dotted texts of its code, functions included."""
        if self._words is None:
            self._words = _words_of(self.name, self.spec)
        return self._words

    @property
    def is_dynamic(self) -> bool:
        """Whether it may use modules whose names do not stand in it."""
        return bool(self.words & _DYNAMIC) or {"sys", "modules"} <= self.words

    def is_current(self) -> bool:
        """Whether what is imported under its name, if anything is, is this."""
        module = sys.modules.get(self.name)
        return module is None or getattr(module, "__spec__", None) is self.spec


def _words_of(name: str, spec: ModuleSpec) -> frozenset[str]:
    loader: Any = spec.loader
    try:
        code = loader.get_code(name)
    except (ImportError, OSError, SyntaxError, ValueError, AttributeError):
        code = None
    words: set[str] = set()
    waiting: list[object] = [code]
    while waiting:
        each = waiting.pop()
        if isinstance(each, CodeType):
            for known in each.co_names:
                words.update(known.split("."))
            waiting += each.co_consts
        elif isinstance(each, tuple | frozenset):
            waiting += each
        elif isinstance(each, str):
            dotted = each.replace(":", ".").split(".")
            if all(part.isidentifier() for part in dotted):
                words.update(dotted)
    return frozenset(words)
