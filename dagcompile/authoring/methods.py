"""Functions of classes: which of them can be ops, and what to write for the others.

op(Maker.build)      # a class or static method: an import leads to it
op(Maker.run)        # refused: who would make the Maker?
"""

import inspect
import sys
from types import (
    ClassMethodDescriptorType,
    FunctionType,
    MethodDescriptorType,
    WrapperDescriptorType,
)
from typing import Any

from dagcompile.authoring.callables import under
from dagcompile.authoring.importing import Obstacle
from dagcompile.authoring.operations import Op
from dagcompile.authoring.paths import find, own_path

_DESCRIPTORS = (MethodDescriptorType, WrapperDescriptorType, ClassMethodDescriptorType)
_GIVEN = ("self", "cls")
"""What Python itself gives to a function of a class, by custom."""


def method_obstacle(op: Op[..., Any]) -> Obstacle | None:
    """Why the function of `op` needs an object or a class that a pipeline does not give it."""
    fn: Any = op.__wrapped__
    if isinstance(fn, _DESCRIPTORS):
        return _of_objects(fn.__objclass__.__qualname__, fn.__name__)
    module, path = own_path(fn)
    above, _, name = (path or "").rpartition(".")
    owner = find(sys.modules.get(module or ""), above) if above else None
    if not isinstance(owner, type):
        return None
    raw = inspect.getattr_static(owner, name, None)
    if isinstance(raw, classmethod) and type(raw.__func__) is Op:
        return Obstacle(
            "it stands below @classmethod, where it cannot know its class",
            f"leave @op out there, and write {name} = op({above}.{name}) at module level",
        )
    raw = raw.__wrapped__ if type(raw) is Op else raw
    if not isinstance(raw, staticmethod | classmethod) and first_parameter(fn) in _GIVEN:
        return _of_objects(above, name)
    return None


def first_parameter(fn: object) -> str:
    """The name of the first parameter of the function that `fn` comes to, if it has one."""
    function = under(fn)
    names = function.__code__.co_varnames if isinstance(function, FunctionType) else ()
    return names[0] if names and function.__code__.co_argcount else ""


def _of_objects(owner: str, name: str) -> Obstacle:
    return Obstacle(
        f"it is a method of the objects of `{owner}`, and a pipeline holds no object to call it on",
        f"write a function at module level that makes the object, or takes it as an input,"
        f" and calls its `{name}`",
    )
