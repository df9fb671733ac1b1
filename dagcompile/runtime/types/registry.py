"""What is registered for a class, found through the entry-point group `dagcompile.types`.

Asked only of classes that are not understood without it. The entry points are read when the first
of them is met, and none is loaded but that of the class. A copy of the run time that stands alone
is no distribution: what dagcompile itself registers, it knows by a table.
"""

import sys
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from dagcompile.runtime.types.base import UnsupportedType
from dagcompile.runtime.types.names import class_text, lookup
from dagcompile.runtime.types.support import TypeSupport

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "dagcompile.types"

OWN = {"numpy.ndarray": ("dagcompile.runtime.types.arrays", "ARRAYS")}
"""What the entry points of dagcompile say, as module and name."""

_OF_PYTHON = frozenset({"builtins", "collections.abc", "types", "typing"})
"""Modules whose classes are the language's own: nobody registers one, and many are met."""

_found: "WeakKeyDictionary[type, Registration | None]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Registration:
    """The support of a class, and the distribution that brings it."""

    support: TypeSupport[Any]
    by: str


class BrokenSupport(UnsupportedType):
    """What a distribution registers for a class cannot be used; `fix` is the way out."""

    def __init__(self, annotation: object, reason: str, fix: str) -> None:
        super().__init__(annotation, reason)
        self.fix = fix

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.annotation, self.reason, self.fix)


def registration_of(cls: type) -> Registration | None:
    """What is registered for the very class `cls`, None where nothing is.

    Raises:
        BrokenSupport: it cannot be loaded, is no `TypeSupport`, or two are registered.
    """
    if cls in _found:
        return _found[cls]
    if cls.__module__ in _OF_PYTHON:
        return None
    near = entries(tuple(sys.path)).get(cls.__name__, ())
    those = [each for each in near if _leads_to(each.name, cls)]
    found = _found[cls] = _loaded(cls, those) if those else _own(cls)
    return found


def _own(cls: type) -> Registration | None:
    if class_text(cls) not in OWN:
        return None
    module, name = OWN[class_text(cls)]
    return Registration(getattr(import_module(module), name), "dagcompile")


@lru_cache(maxsize=1)
def entries(path: tuple[str, ...]) -> "dict[str, list[EntryPoint]]":  # noqa: ARG001 - the key
    """Those of the group on `path`, which is `sys.path`, by the name of their class.

    They are kept while the path is the same: every installed distribution is opened for it, which
    takes milliseconds.
    """
    from importlib.metadata import entry_points

    found: dict[str, list[EntryPoint]] = {}
    for entry in entry_points(group=GROUP):
        found.setdefault(entry.name.rpartition(".")[2], []).append(entry)
    return found


def _leads_to(path: str, cls: type) -> bool:
    """Whether `path`, of the module that defines the class or of one that hands it on, is it."""
    module = path.rpartition(".")[0]
    return path == class_text(cls) or lookup(sys.modules.get(module), cls.__name__) is cls


def _loaded(cls: type, those: "list[EntryPoint]") -> Registration:
    if len(those) > 1:
        both = " and ".join(sorted(f"{_dist(each)} ({each.value})" for each in those))
        reason = f"it is registered twice, by {both}"
        raise BrokenSupport(cls, reason, "uninstall one of the packages")
    (entry,) = those
    what = f"{_dist(entry)} registers `{entry.value}` for it"
    try:
        support: object = entry.load()
    except Exception as error:
        reason = f"{what}, which cannot be loaded: {type(error).__name__}: {error}"
        raise BrokenSupport(cls, reason, f"mend or uninstall {_dist(entry)}") from error
    if not isinstance(support, TypeSupport):
        kind = "the class" if isinstance(support, type) else "a value of class"
        shown = class_text(support if isinstance(support, type) else type(support))
        reason = f"{what}, which is {kind} `{shown}` and not an instance of TypeSupport"
        raise BrokenSupport(cls, reason, "let the entry point name an instance of one")
    return Registration(support, _dist(entry))


def _dist(entry: "EntryPoint") -> str:
    try:
        name = None if entry.dist is None else entry.dist.metadata["Name"]
    except (KeyError, OSError, TypeError):  # what it is without metadata differs by version
        name = None
    return name or "a distribution without a name"
