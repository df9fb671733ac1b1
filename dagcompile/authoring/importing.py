"""Whether generated code can import what the author wrote."""

import sys
from dataclasses import dataclass

from dagcompile.authoring.operations import Op, find, leads_to
from dagcompile.ir import records as ir


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why there is no import path to an object, and the way out."""

    reason: str
    fix: str


def ref_of(fn: object) -> ir.Ref:
    """Where `fn` says it lives, whether it does or not."""
    module = getattr(fn, "__module__", None)
    name = getattr(fn, "__qualname__", None) or getattr(fn, "__name__", None)
    return ir.Ref(module=str(module), name=str(name or type(fn).__qualname__))


def named(ref: ir.Ref) -> Obstacle | None:
    """What in the path itself keeps it from being imported."""
    if "<lambda>" in ref.name:
        return Obstacle("it is a lambda, which has no name to import", "write it as a def")
    if "<locals>" in ref.name:
        where = ref.name.partition(".<locals>")[0]
        return Obstacle(
            f"it is defined inside `{where}`, where no import reaches it", "move it to module level"
        )
    if ref.module == "__main__":
        return Obstacle(
            "it is defined in the program that was started (`__main__`), which has no import path",
            "move it to a module of its own and import it",
        )
    return None


def op_obstacle(op: Op[..., object]) -> Obstacle | None:
    """What keeps generated code from importing the function of `op`."""
    fn: object = op.__wrapped__
    if not (getattr(fn, "__qualname__", None) and getattr(fn, "__module__", None)):
        return Obstacle(
            f"it is an object of class {type(fn).__qualname__}, which has no name to import",
            "wrap it in a function at module level",
        )
    ref = ref_of(fn)
    if obstacle := named(ref):
        return obstacle
    module = sys.modules.get(ref.module)
    if module is None:
        return Obstacle(
            f"its module `{ref.module}` is not imported under that name", "import it as a module"
        )
    found = find(module, ref.name)
    if leads_to(found, fn):
        return None
    if found is None:
        return Obstacle(
            f"module `{ref.module}` has no attribute `{ref.name}`",
            "keep the function under the name it was defined with",
        )
    return Obstacle(
        f"`{ref.module}.{ref.name}` is something else ({type(found).__qualname__})",
        "make @op the outermost decorator, and give each function a name of its own",
    )


def thing_obstacle(thing: object) -> Obstacle | None:
    """What keeps generated code from importing a class, or the function of a check."""
    if not (hasattr(thing, "__qualname__") and hasattr(thing, "__module__")):
        return Obstacle("it has no name to import", "use a function or class at module level")
    ref = ref_of(thing)
    if obstacle := named(ref):
        return obstacle
    module = sys.modules.get(ref.module)
    if module is not None and find(module, ref.name) is not thing:
        return Obstacle(
            f"`{ref.module}.{ref.name}` does not lead to it",
            "keep it under the name it was defined with",
        )
    return None
