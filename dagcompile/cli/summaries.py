"""The first line of what a function says of itself, read from its source and not by importing it.

summary_of(entry)       "Show which steps can run at the same time."
"""

import ast
import sys
from collections.abc import Sequence
from importlib.abc import InspectLoader
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


class NotFound(Exception):
    """The module of an entry point is not there, or its source is no Python."""


def summary_of(entry: "EntryPoint") -> str:
    """The first line of the docstring of the function that `entry` names, or of the `help=` that
    a `typer.Typer` there is made with; empty where the source does not tell.

    Raises:
        NotFound: importing the module would fail at once.
    """
    loader = spec_of(entry.module).loader
    source = loader.get_source(entry.module) if isinstance(loader, InspectLoader) else None
    try:
        body = ast.parse(source or "").body
    except SyntaxError as error:
        raise NotFound(f"{entry.module} is not Python: {error}") from None
    said = next((text for each in body if (text := _said(each, entry.attr))), "")
    return said.strip().partition("\n")[0]


def _said(statement: ast.stmt, name: str) -> str:
    match statement:
        case ast.FunctionDef(name=found) if found == name:
            return ast.get_docstring(statement) or ""
        case ast.Assign(targets=[ast.Name(id=found)], value=ast.Call(keywords=given)):
            texts = [each.value for each in given if each.arg == "help" and found == name]
            constants = [each.value for each in texts if isinstance(each, ast.Constant)]
            return str(constants[0]) if constants else ""
        case _:
            return ""


def spec_of(module: str) -> ModuleSpec:
    """Where a module would be imported from. `importlib.util` would import its packages first.

    Raises:
        NotFound: nowhere.
    """
    path: Sequence[str] | None = None
    name = ""
    found: ModuleSpec | None = None
    for part in module.split("."):
        name = f"{name}.{part}" if name else part
        found = next(
            (spec for each in sys.meta_path if (spec := each.find_spec(name, path)) is not None),
            None,
        )
        if found is None:
            raise NotFound(f"there is no module {name}")
        path = found.submodule_search_locations or []
    assert found is not None
    return found
