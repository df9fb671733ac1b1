"""The layout is what the formatter would make of it."""

import ast

from hypothesis import given, settings
from hypothesis import strategies as st

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import Decorator, Return, Signature, Statement, With
from dagcompile.codegen.imports import Imports
from dagcompile.codegen.layout import layout
from tests.codegen.formatting import formatted
from tests.codegen.strategies import statements


def module_of(items: list[Statement], *, indent: int) -> str:
    """A module in which each statement stands in a function, and what it needs around it."""
    imports = Imports(items)
    margin = " " * indent
    lines: list[str] = []
    for item in items:
        text = layout(item, imports, indent=indent)
        block = [f"{margin}{text}"]
        match item:
            case Signature() | With():
                block.append(f"{margin}    pass")
            case Decorator():
                block.append(f"{margin}def decorated():\n{margin}    pass")
            case Return() if not indent:
                continue
            case _:
                pass
        level = "".join(f"{' ' * each}if x:\n" for each in range(0, indent, 4))
        lines.append(level + "\n".join(block))
    separator = "\n\n\n"
    return separator.join(lines) + "\n"
