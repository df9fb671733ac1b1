"""Where in a TOML file a setting stands.

    places = setting_places(file, text)
    places[("tool", "dagcompile", "out")]  ->  Place(file="pyproject.toml", line=12, column=1, ...)

`tomllib` tells no lines, so the headers and keys are found here and read by it one at a time.
What is not found (a key of an inline table) is missing, which costs an excerpt and no more.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from dagcompile.diagnostics import Place

Keys: TypeAlias = tuple[str, ...]

_HEADER = re.compile(r"\s*(\[[^\[\]]+\])\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w.\- \t]|"[^"]*"|'[^']*')+?)\s*=""")


def setting_places(file: Path, text: str) -> dict[Keys, Place]:
    """The place of every table header and key of `text` by its full path."""
    found: dict[Keys, Place] = {}
    table: Keys = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _keys(header[1]) or table
            found.setdefault(table, _place(file, number, header))
        elif key := _KEY.match(line):
            found.setdefault((*table, *_keys(f"{key[1]} = 0")), _place(file, number, key))
    return found


def place_of(keys: Keys, places: Mapping[Keys, Place]) -> Place | None:
    """The place of the setting at `keys`, or of what holds it."""
    while keys:
        if keys in places:
            return places[keys]
        keys = keys[:-1]
    return None


def _place(file: Path, line: int, match: re.Match[str]) -> Place:
    return Place(file=str(file), line=line, column=match.start(1) + 1, end_column=match.end(1) + 1)


def _keys(text: str) -> Keys:
    """The keys that one header or assignment names, outermost first."""
    try:
        tree: object = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return ()
    keys: list[str] = []
    while isinstance(tree, dict) and tree:
        (key,) = tree
        keys.append(key)
        tree = tree[key]
    return tuple(keys)
