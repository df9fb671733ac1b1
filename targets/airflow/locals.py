"""The variables within a task function."""

from collections.abc import Collection, Iterable

from dagcompile.codegen.expr import Assign, Statement
from dagcompile.codegen.pynames import BUILTINS


def locals_of(statements: Iterable[Statement]) -> set[str]:
    """The variables that some statements assign."""
    return {str(each.target) for each in statements if isinstance(each, Assign)}


def variables_for(ports: list[str], *, taken: Collection[str]) -> dict[str, str]:
    """A variable for each port: its own name, for ports are parameters of a function, unless that
    means something else in the task.
    """
    found = {port: port for port in ports if port not in BUILTINS and port not in taken}
    for port in ports:
        if port not in found:
            name = f"{port}_"
            while name in taken or name in found.values():
                name += "_"
            found[port] = name
    return found
