"""`dagcompile init`: a small project that works as it comes.

    create_project(Path("some/where/orders"))    # a package `orders`, its tests, its settings

The files are those of `dagcompile/templates/project`, where the project is called `my_project`.
All of them are written, or none.
"""

import keyword
import os
import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from dagcompile.diagnostics import CompileError
from dagcompile.project.problems import refused

NAME = "my_project"
"""What the project is called in the templates, in texts and in paths."""

_VALID = re.compile(r"[A-Za-z]([A-Za-z0-9_]*[A-Za-z0-9])?")
_TAKEN = {"generated", "tests"}
"""Folders of every project, beside that of its package."""


def create_project(folder: Path) -> tuple[Path, ...]:
    """Write a new project to `folder`, named like it.

    Returns:
        the files, in the order of their names.

    Raises:
        CompileError: the name cannot be that of a package (DC631), the folder is not empty
            (DC632), or it cannot be written (DC618).
    """
    target = Path(os.path.abspath(folder))  # noqa: PTH100  `x/..` goes, links stay
    if problem := _name_problem(target.name):
        raise problem
    try:
        _refuse_full(target, shown=folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        return tuple(folder / each for each in _written(target))
    except OSError as error:
        raise refused(
            "DC618", f"{folder} cannot be written: {error}", fix="choose another folder"
        ) from None


def _refuse_full(target: Path, *, shown: Path) -> None:
    if os.path.lexists(target) and not (target.is_dir() and not any(target.iterdir())):
        raise refused(
            "DC632",
            f"{shown} is there already and is not an empty folder",
            fix="choose a name that is free, or move it away",
        )


def _written(target: Path) -> list[PurePosixPath]:
    """Write the files beside `target`, then move them there at once."""
    rendered = dict(_rendered(target.name))
    with TemporaryDirectory(dir=target.parent, prefix=".dagcompile-") as beside:
        made = Path(beside) / target.name
        for path, text in rendered.items():
            file = made / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        if not target.exists():
            made.rename(target)
        else:  # it may be somebody's working folder, which stays what it is
            for each in made.iterdir():
                each.rename(target / each.name)
    return sorted(rendered)


def _rendered(name: str) -> Iterator[tuple[PurePosixPath, str]]:
    """Path and text of every file of a project called `name`."""
    for path, file in _walked(files("dagcompile.templates") / "project", PurePosixPath()):
        text = file.read_bytes().decode()
        yield PurePosixPath(str(path).replace(NAME, name)), text.replace(NAME, name)


def _walked(
    folder: Traversable, path: PurePosixPath
) -> Iterator[tuple[PurePosixPath, Traversable]]:
    for each in folder.iterdir():
        if each.is_file():
            yield path / each.name, each
        elif each.name != "__pycache__":
            yield from _walked(each, path / each.name)


# --- names -----------------------------------------------------------------------------------


def _name_problem(name: str) -> CompileError | None:
    """Why a project cannot be called so: its folder, its package and its distribution are."""
    if not _VALID.fullmatch(name) or keyword.iskeyword(name):
        return _misnamed(
            f"{name!r} cannot be the name of a package",
            fix=f"take letters, digits and underscores, a letter first{_suggestion(name)}",
        )
    if name.lower() in _TAKEN:
        return _misnamed(
            f"{name!r} is the name of another folder of a project",
            fix="name it for what it is about, such as orders",
        )
    if name.lower() in {each.lower() for each in sys.stdlib_module_names}:
        return _misnamed(
            f"{name!r} is a module of Python itself, which the package would hide",
            fix=f"choose another, such as {name}_pipelines",
        )
    spec = find_spec(name)
    if spec is not None and spec.origin is not None:  # None of a mere folder that is on the path
        return _misnamed(
            f"{name!r} is a package that is installed here: {spec.origin}",
            fix=f"choose another, such as {name}_pipelines",
        )
    return None


def _suggestion(name: str) -> str:
    near = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_0123456789")
    return f", such as {near}" if _VALID.fullmatch(near) and not keyword.iskeyword(near) else ""


def _misnamed(message: str, *, fix: str) -> CompileError:
    return refused("DC631", message, fix=fix)
