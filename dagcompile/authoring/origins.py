"""Where a name of a module comes from: names that it imports are another module's."""

import ast
import inspect
import sys


def home_of(
    module: str, name: str, imports: dict[str, dict[str, tuple[str, str]]]
) -> tuple[str, str]:
    """Where `name` of `module` is defined: the module that it was imported from, if it was.

    Args:
        imports: what modules import, which is entered as it is asked for.
    """
    seen: set[tuple[str, str]] = set()
    while (module, name) not in seen:
        seen.add((module, name))
        if module not in imports:
            imports[module] = _imported(module)
        origin = imports[module].get(name)
        if origin is None or origin[0] not in sys.modules:
            break
        module, name = origin
    return module, name


def _imported(module: str) -> dict[str, tuple[str, str]]:
    """Names that a module takes from others at its top level: where they come from."""
    loaded = sys.modules.get(module)
    try:
        tree = ast.parse(inspect.getsource(loaded)) if loaded is not None else None
    except (OSError, TypeError, SyntaxError):
        tree = None
    found: dict[str, tuple[str, str]] = {}
    for node in tree.body if tree is not None else ():
        if isinstance(node, ast.ImportFrom):
            origin = _origin(node, getattr(loaded, "__package__", None) or "")
            for each in node.names:
                found[each.asname or each.name] = (origin, each.name)
    return found


def _origin(node: ast.ImportFrom, package: str) -> str:
    """The module that `from ... import` names, in a module of `package`."""
    above = package.split(".")
    parents = above[: len(above) - node.level + 1] if node.level else []
    return ".".join([*parents, *([node.module] if node.module else [])])
