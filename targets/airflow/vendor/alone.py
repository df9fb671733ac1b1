"""Imports modules where dagcompile is not there, and tells what came of it.

    python alone.py < {"path": [...], "modules": ["shop.ops"]} > [["shop.ops", "shop/ops.py:3 ..."]]

This file is run by its path, in a process of its own, and imports nothing of dagcompile: it is as
in an environment that lacks it. What a module does about that is its own affair; one that imports
dagcompile if it is there, and goes on without, is fine.
"""

import dis
import importlib
import json
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType

ABSENT = "dagcompile"

_OPTIMIZED = 1
"""The flag of code that is a function's, `inspect.CO_OPTIMIZED`."""


class Absent:
    """A finder by which `dagcompile` is not found."""

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        """Raise for dagcompile, and say nothing of others."""
        if name.partition(".")[0] == ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def found(modules: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The modules that cannot be used, each with why."""
    for name in modules:
        try:
            module = importlib.import_module(name)
        except BaseException as error:  # noqa: BLE001  (a module may raise anything)
            yield name, _said(error)
            continue
        if place := _later(module):
            yield name, f"{place} imports {ABSENT} when it is called"


def _said(error: BaseException) -> str:
    frames = [
        each
        for each in traceback.extract_tb(error.__traceback__)
        if each.filename != __file__ and not each.filename.startswith("<frozen")
    ]
    where = f"{_shown(frames[-1].filename)}:{frames[-1].lineno} " if frames else ""
    name = (error.name or "") if isinstance(error, ModuleNotFoundError) else ""
    if name.partition(".")[0] == ABSENT:
        return f"{where}imports {name}"
    return f"{where}raises {type(error).__name__}: {error}"


def _later(module: ModuleType) -> str:
    """The function of a module that imports dagcompile in its body, as `ops.py: load`."""
    get_code = getattr(getattr(module.__spec__, "loader", None), "get_code", None)
    code = None if get_code is None else get_code(module.__name__)
    if code is None:
        return ""
    name = next(_importing(code, inside=False), "")
    return f"{_shown(code.co_filename)}: {name}" if name else ""


def _importing(code: CodeType, *, inside: bool) -> Iterator[str]:
    imported = (each.argval for each in dis.get_instructions(code) if each.opname == "IMPORT_NAME")
    if inside and any(str(each).partition(".")[0] == ABSENT for each in imported):
        yield code.co_qualname
    for each in code.co_consts:
        if isinstance(each, CodeType):
            # The body of a class has run with its module; that of a function has not.
            of_function = bool(each.co_flags & _OPTIMIZED)
            yield from _importing(each, inside=inside or of_function)


def _shown(file: str) -> str:
    near = os.path.relpath(file)
    return file if near.startswith("..") else near


def main() -> None:
    """Read what is asked from standard input; what modules print is not the answer."""
    asked = json.load(sys.stdin)
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    sys.path[:] = asked["path"]
    sys.meta_path.insert(0, Absent())
    with answer:
        json.dump(list(found(asked["modules"])), answer)


if __name__ == "__main__":
    main()
