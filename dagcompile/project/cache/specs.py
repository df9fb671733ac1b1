"""Modules that tell when they are imported once more, which is found in `sys.modules` by no finder.

tell_again(spec, watcher.again)
tell_end(spec, natives.complete)        # once, when it is complete

Whoever imports a module that is there already, Python looks at its spec whether it is imported only
just now: statements do, `import_module`, pickles and whatever library goes by names.
"""

import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from types import FrameType
from typing import TypeAlias

End: TypeAlias = Callable[[str], None]
"""Told the name of a module that is complete, or failed."""
Again: TypeAlias = Callable[[str, FrameType], None]
"""Told the name of a module, and who imports it."""


class _Telling(ModuleSpec):
    """A spec that says who looks whether its module is being imported."""

    _again: Again

    @property
    def _initializing(self) -> bool:
        self._again(self.name, sys._getframe(1))
        return bool(self.__dict__.get("_initializing", False))

    @_initializing.setter
    def _initializing(self, value: bool) -> None:
        self.__dict__["_initializing"] = value


def tell_again(spec: ModuleSpec, again: Again) -> None:
    """From now on `again` is told of each import of the module of `spec`.

    A spec of a kind of its own is left as it is; then its importers are those that name it.
    """
    if type(spec) is ModuleSpec:
        spec.__class__ = _Telling
        spec.__dict__["_again"] = again


class _Ending(ModuleSpec):
    """A spec that says when its module has been imported, and is one as others then."""

    _end: End

    @property
    def _initializing(self) -> bool:
        return bool(self.__dict__.get("_initializing", False))

    @_initializing.setter
    def _initializing(self, value: bool) -> None:
        self.__dict__["_initializing"] = value
        if not value:
            end = self.__dict__.pop("_end")
            spec: ModuleSpec = self
            spec.__class__ = ModuleSpec
            end(self.name)


def tell_end(spec: ModuleSpec, end: End) -> None:
    """`end` is told when the module of `spec`, which is found only now, has been imported."""
    if type(spec) is ModuleSpec:
        spec.__class__ = _Ending
        spec.__dict__["_end"] = end
