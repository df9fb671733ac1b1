"""Whether generated code can import what the author wrote."""

import sys
from dataclasses import dataclass
from functools import partial
from types import BuiltinMethodType, MethodType
from typing import Any

from dagcompile.authoring.callables import called
from dagcompile.authoring.operations import Op, import_path, leads_to
from dagcompile.authoring.paths import find, own_path
from dagcompile.ir import records as ir
from dagcompile.runtime.types.names import home_of


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why there is no import path to an object, and the way out."""

    reason: str
    fix: str


def ref_of(thing: object) -> ir.Ref:
    """Where a function or class says it lives, whether it does or not."""
    module, name = own_path(thing)
    if not name:
        name = getattr(thing, "__name__", None) or type(thing).__qualname__
    elif module:
        module = home_of(thing, module)
    return ir.Ref(module=str(module), name=str(name))


def op_ref(op: Op[..., Any]) -> ir.Ref:
    """Where generated code finds the function of `op`, or where this seems to come from."""
    path = import_path(op)
    if path is not None:
        owner = getattr(op.__wrapped__, "__self__", None)
        held = owner if isinstance(owner, type) else op.__wrapped__
        return ir.Ref(module=home_of(held, path[0]), name=path[1])
    module, name = own_path(op.__wrapped__)
    if module is None or name is None:  # an object, of which only the class has a path
        module, name = op._module, called(op.__wrapped__)
    return ir.Ref(module=str(module), name=name)


def named(ref: ir.Ref) -> Obstacle | None:
    """What in the path itself keeps it from being imported."""
    if "<lambda>" in ref.name:
        return Obstacle("it is a lambda, which has no name to import", "write it as a def")
    if "<locals>" in ref.name:
        where = ref.name.partition(".<locals>")[0]
        return Obstacle(
            f"it is defined inside `{where}`, where no import reaches it", "move it to module level"
        )
    return _unreachable(ref.module)


def _unreachable(name: str) -> Obstacle | None:
    """Why no other process can import the module `name`."""
    if name == "__main__":
        return Obstacle(
            "it is defined in the program that was started (`__main__`), which has no import path",
            "move it to a module of its own and import it",
        )
    module = sys.modules.get(name)
    if module is None:
        return Obstacle(
            f"its module `{name}` is not imported under that name", "import it as a module"
        )
    if getattr(module, "__spec__", None) is None:
        return Obstacle(
            f"its module `{name}` was made while the program runs, not imported from a file",
            "put it in a file where Python finds modules, and import that",
        )
    return None


def op_obstacle(op: Op[..., Any]) -> Obstacle | None:
    """What keeps generated code from importing the function of `op`."""
    path = import_path(op)
    if path is not None:
        return _unreachable(path[0])
    fn: Any = op.__wrapped__
    if obstacle := _nameless(fn):
        return obstacle
    ref = ref_of(fn)
    if obstacle := named(ref):
        or_so = f", or {_name_it('...')}" if "<lambda>" in ref.name else ""
        return Obstacle(obstacle.reason, obstacle.fix + or_so)
    found = find(sys.modules.get(ref.module), ref.name)
    if found is None:
        return Obstacle(
            f"module `{ref.module}` has no attribute `{ref.name}`",
            "keep the function under the name it was defined with",
        )
    return Obstacle(
        f"`{ref.module}.{ref.name}` is something else ({type(found).__qualname__})",
        "make @op the outermost decorator, and give each function a name of its own",
    )


def _nameless(fn: Any) -> Obstacle | None:
    """Why a callable that is no function or class says nothing of where it is."""
    if isinstance(fn, partial):
        return Obstacle(
            f"it is a partial of `{called(fn)}`, which has no name to import",
            _name_it(f"partial({called(fn)}, ...)"),
        )
    module, name = own_path(fn)
    if module and name:
        return None
    kind = type(fn if name or not hasattr(fn, "__self__") else fn.__self__).__qualname__
    if isinstance(fn, MethodType | BuiltinMethodType):
        return Obstacle(
            f"it is a method of an object of class {kind}, which has no name to import",
            _name_it(f"....{fn.__name__}"),
        )
    return Obstacle(
        f"it is an object of class {kind}, which has no name to import",
        _name_it(f"{kind}(...)"),
    )


def _name_it(made: str) -> str:
    return f"give the op a name at module level: name = op({made})"


def thing_obstacle(thing: object) -> Obstacle | None:
    """What keeps generated code from importing a class, or the function of a check."""
    module, name = own_path(thing)
    if not (module and name):
        return Obstacle("it has no name to import", "use a function or class at module level")
    ref = ref_of(thing)
    if obstacle := named(ref):
        return obstacle
    if not leads_to(find(sys.modules.get(ref.module), ref.name), thing):
        return Obstacle(
            f"`{ref.module}.{ref.name}` does not lead to it",
            "keep it under the name it was defined with",
        )
    return None
