"""What the files of modules import, found without importing any.

imported_by(["sales.ops"])      ["sales", "sales.rates"]
"""

import ast
import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from dagcompile.runtime.dask.cluster import probe

OWN = "dagcompile"

_INSTALLED = {"site-packages", "dist-packages"}


def imported_by(modules: Iterable[str]) -> list[str]:
    """The modules of the user's own that `modules` import, however far, wherever in their files,
    in alphabetical order. What is installed as a distribution is neither followed nor among them.
    """
    asked = frozenset(modules)
    found: set[str] = set()
    queue = list(asked)
    while queue:
        name = queue.pop()
        if name in found or name.partition(".")[0] in (OWN, "__main__", *sys.stdlib_module_names):
            continue
        file = probe.file_of(name)
        if file and not is_installed(file):
            found.add(name)
            queue += [name.rpartition(".")[0]] if "." in name else []
            is_package = os.path.basename(file) == "__init__.py"
            queue += imports_of(file, package=name if is_package else name.rpartition(".")[0])
    return sorted(found - asked)


def is_installed(file: str) -> bool:
    """Whether a file is of what was installed as a distribution."""
    return not _INSTALLED.isdisjoint(Path(file).parts)


def imports_of(file: str, *, package: str) -> tuple[str, ...]:
    """What the file at `file`, of a module of `package`, may import: names of modules, and of what
    is taken from them, which may be modules too.
    """
    try:
        state = os.stat(file)
    except OSError:
        return ()
    return _imports_of(file, package, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4096)
def _imports_of(file: str, package: str, *_state: int) -> tuple[str, ...]:
    try:
        tree = ast.parse(Path(file).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return ()
    return tuple(dict.fromkeys(_names(tree, package)))


def _names(tree: ast.AST, package: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and (base := _base(node, package)):
            yield base
            yield from (f"{base}.{each.name}" for each in node.names)


def _base(node: ast.ImportFrom, package: str) -> str:
    """What `node` imports from; "" where it leads out of all packages."""
    above = package.split(".") if package and node.level else []
    if node.level > len(above):
        return ""
    named = [node.module] if node.module else []
    return ".".join([*above[: len(above) - node.level + 1], *named])
