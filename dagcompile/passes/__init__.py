"""What happens to the IR between the front end and the targets.

    pipeline = compile_ir(traced, places)

A pass is a pure function of the IR in a module of its name; it returns the same object where it
has nothing to change, and raises `CompileError` with everything it found. `PASSES` is their order.

What is named here is loaded when it is first used.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagcompile.passes.compiler import PASSES, Pass, compile_ir, warnings_of
    from dagcompile.passes.relation import Relation, Relations, relate
    from dagcompile.passes.reports import EdgeReport, edges

__all__ = [
    "PASSES",
    "EdgeReport",
    "Pass",
    "Relation",
    "Relations",
    "compile_ir",
    "edges",
    "relate",
    "warnings_of",
]

_HOMES = {
    "PASSES": "dagcompile.passes.compiler",
    "EdgeReport": "dagcompile.passes.reports",
    "Pass": "dagcompile.passes.compiler",
    "Relation": "dagcompile.passes.relation",
    "Relations": "dagcompile.passes.relation",
    "compile_ir": "dagcompile.passes.compiler",
    "edges": "dagcompile.passes.reports",
    "relate": "dagcompile.passes.relation",
    "warnings_of": "dagcompile.passes.compiler",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
