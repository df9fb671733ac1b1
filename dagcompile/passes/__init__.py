"""What happens to the IR between the front end and the targets.

    pipeline = compile_ir(traced, places)

A pass is a pure function of the IR in a module of its name; it returns the same object where it
has nothing to change, and raises `CompileError` with everything it found. `PASSES` is their order.
"""

from dagcompile.passes.compiler import PASSES, Pass, compile_ir, warnings_of
from dagcompile.passes.edges import EdgeReport, edges
from dagcompile.passes.relation import Relation, Relations, relate

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
