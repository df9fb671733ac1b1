"""What lies below an output folder.

tree = tree_of(Path("generated"), artifacts=made, reach="all")
tree.files          # (Path("/srv/flights/generated/airflow/daily_delays_dag.py"), ...)
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path
from typing import Literal, TypeAlias

from dagcompile.codegen.swap import is_left_over

Reach: TypeAlias = Literal["all", "beside"]
"""All folders below one, or those alone that artifacts stand in."""

_OTHERS = {"__pycache__", "node_modules", "site-packages"}
_MARKS = {"pyproject.toml", "pyvenv.cfg"}
"""Files by which a folder is a project of its own, or an environment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Files that may be artifacts, sorted.

    Args:
        root: the output folder, links followed; the files are named from there.
        files: those in sight.
        left_over: those that a build which was killed has left.
        unread: why a folder could not be looked into.
    """

    root: Path
    files: tuple[Path, ...]
    left_over: tuple[Path, ...]
    unread: tuple[OSError, ...]


def tree_of(out: Path, *, artifacts: Iterable[Path], reach: Reach) -> Tree:
    """What lies below `out`. Folders that are hidden, environments or other projects are not
    looked into, and links to folders are not followed.

    Args:
        out: the output folder.
        artifacts: files that are made below it.
        reach: where else than beside them to look.
    """
    root = realpath(out)
    beside = {realpath(each.parent) for each in artifacts} - {root}
    found: list[Path] = []
    unread: list[OSError] = []
    for top in sorted([root, *(beside if reach == "beside" else ())]):
        for name, folders, files in os.walk(top, onerror=unread.append):
            is_other = name != top and not _MARKS.isdisjoint(files)
            deeper = reach == "all" and not is_other
            folders[:] = filter(_is_wanted, folders) if deeper else ()
            found += [] if is_other else [Path(name, each) for each in files]
    return Tree(
        root=Path(root),
        files=tuple(sorted(each for each in found if not each.name.startswith("."))),
        left_over=tuple(sorted(each for each in found if is_left_over(each.name))),
        unread=tuple(each for each in unread if not isinstance(each, FileNotFoundError)),
    )


def _is_wanted(folder: str) -> bool:
    return not folder.startswith(".") and folder not in _OTHERS
