"""Where callables say that they are, and what is there. Kept light, as ops are."""

from types import BuiltinMethodType, MethodType, ModuleType
from typing import Any


def own_path(fn: Any) -> tuple[str | None, str | None]:
    """The module and the name that a callable itself says it has, if it says any."""
    if isinstance(fn, MethodType | BuiltinMethodType):
        owner = fn.__self__
        if isinstance(owner, type):  # a class method, of this class and not of a base
            return owner.__module__, f"{owner.__qualname__}.{fn.__name__}"
        if owner is not None and not isinstance(owner, ModuleType):
            return None, None
    named = getattr(fn, "__qualname__", None)
    return getattr(fn, "__module__", None), named if isinstance(named, str) else None


def find(owner: object, path: str) -> object:
    """The object at attribute path `path` of `owner`, or None."""
    for name in path.split("."):
        owner = getattr(owner, name, None)
    return owner
