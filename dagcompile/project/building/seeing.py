"""What the text of a module says of a pipeline. Nothing is imported.

seen("flights.pipelines:daily_delays", project.path)    Seen(id="daily_delays")
"""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A name that a module gives something; `id` is that of the pipeline, None if only a run of
    the module tells.
    """

    id: str | None = None


def seen(reference: str, path: Sequence[Path]) -> Seen | None:
    """What `module:name` is, its module looked for in the folders `path`; None if the module is not
    there or gives nothing that name.
    """
    module, _, name = reference.partition(":")
    file = _file(module, path)
    if file is None:
        return None
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return Seen()
    for each in tree.body:
        if isinstance(each, ast.FunctionDef) and each.name == name:
            return Seen(id=_id(each))
    return Seen() if any(_gives(each, name) for each in ast.walk(tree)) else None


def finds(reference: str, path: Sequence[Path]) -> bool:
    """Whether the package or module that `module:name` begins with is in the folders `path`."""
    top = reference.partition(":")[0].partition(".")[0]
    return any((each / top).is_dir() or (each / f"{top}.py").is_file() for each in path)


def is_file(place: Path) -> bool:
    """Whether there is a file that can be reached."""
    try:
        return place.is_file()
    except OSError:  # a folder that is closed, or a name too long for any file
        return False


def _file(module: str, path: Sequence[Path]) -> Path | None:
    name = module.replace(".", "/")
    places = (each / end for each in path for end in (f"{name}/__init__.py", f"{name}.py"))
    return next(filter(is_file, places), None)


def _gives(node: ast.AST, name: str) -> bool:
    match node:
        case ast.alias():
            return node.name == "*" or name == (node.asname or node.name)
        case ast.Name():
            return node.id == name and isinstance(node.ctx, ast.Store)
        case ast.FunctionDef() | ast.ClassDef():
            return node.name == name
        case _:
            return False


def _id(function: ast.FunctionDef) -> str | None:
    """The id that `@pipeline` gives a function, where it stands there as text."""
    for each in function.decorator_list:
        called = each.func if isinstance(each, ast.Call) else each
        if isinstance(called, ast.Attribute):
            called = ast.Name(called.attr)
        if isinstance(called, ast.Name) and called.id == "pipeline":
            return _said(each, function.name)
    return None


def _said(decorator: ast.expr, otherwise: str) -> str | None:
    given = decorator.keywords if isinstance(decorator, ast.Call) else []
    for each in given:
        if each.arg in {None, "name"}:
            said = each.value.value if isinstance(each.value, ast.Constant) else None
            return said if isinstance(said, str) else None
    return otherwise
