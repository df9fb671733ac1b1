"""The order of import statements: that of `ruff check --select I` and isort's defaults.

`a2` comes before `a10`; in one statement constants come first, then classes, then the rest.
"""

import re
from typing import Any, TypeAlias

Key: TypeAlias = tuple[Any, ...]

_RUNS = re.compile(r"[0-9]+|[^0-9]")


def module_key(module: str) -> Key:
    """Place of a module among the modules of a section."""
    return (_natural(module.lower()), _natural(module))


def member_key(name: str) -> Key:
    """Place of a name among those imported from one module."""
    constant = len(name) > 1 and name.isupper()
    rank = 1 if name[:1].isupper() else 2
    return (0 if constant else rank, _natural(name.lower()), _natural(name))


def _natural(text: str) -> Key:
    return tuple(map(_place, _RUNS.findall(text)))


def _place(run: str) -> Key:
    """Place of a character, or of a number: by size, or before all others with a leading zero."""
    if not run.isdigit():
        return (ord(run), 0, "", 0)
    return (ord("0"), 0, run, 0) if run.startswith("0") else (ord("0"), 1, "", int(run))
