"""How a task speaks of its step: `step.run(...)`."""

from functools import cache

from dagcompile.codegen.expr import Atom, Call, Expr, name

STEP = "step"
"""What the step is called in the body of a task."""


def step(method: str, *args: Expr) -> Call:
    """A call of one of its methods."""
    return Call(method_of(method), args)


@cache
def method_of(method: str) -> Atom:
    """One of its methods."""
    return name(f"{STEP}.{method}")
