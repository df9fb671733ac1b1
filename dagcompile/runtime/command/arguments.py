"""A param's description, wherever its author wrote it.

    Args:
        top: how many carriers are ranked

`documented` reads such a section of a docstring; `with_documented` writes what it lacks, and
`with_added` what is to be said besides.
"""

import re
from collections.abc import Mapping

_HEADING = re.compile(r"( *)(?:Args|Arguments|Params|Parameters):\s*")
_ENTRY = re.compile(r"( +)\**(\w+)(?: *\([^()]*\))?: *(.*)")


def documented(text: str) -> tuple[str, dict[str, str]]:
    """`text` without its section of arguments, and what that says of each."""
    lines = text.split("\n")
    found = _section(lines)
    if found is None:
        return text.strip(), {}
    begin, end = found
    said: dict[str, list[str]] = {}
    margin = None
    for line in lines[begin + 1 : end]:
        entry = _ENTRY.fullmatch(line)
        if entry and (margin is None or len(entry[1]) <= margin):
            margin = len(entry[1])
            said[entry[2]] = [entry[3]]
        elif said:
            said[list(said)[-1]].append(line)
    rest = "\n".join([*lines[:begin], *lines[end:]]).strip()
    return rest, {name: " ".join(" ".join(each).split()) for name, each in said.items()}


def with_documented(text: str, descriptions: Mapping[str, str]) -> str:
    """`text` whose section of arguments says what it did, and what else is in `descriptions`."""
    missing = {name: each for name, each in descriptions.items() if name not in documented(text)[1]}
    if not missing:
        return text
    added = [f"    {name}: {' '.join(each.split())}" for name, each in missing.items()]
    lines = text.split("\n") if text else []
    found = _section(lines)
    if found is None:
        return "\n".join([*lines, *([""] if lines else []), "Args:", *added])
    begin, end = found
    while not lines[end - 1].strip():
        end -= 1
    margin = " " * (len(lines[begin]) - len(lines[begin].lstrip()))
    return "\n".join([*lines[:end], *(f"{margin}{each}" for each in added), *lines[end:]])


def with_added(text: str, sentences: Mapping[str, str]) -> str:
    """`text` whose section of arguments says one sentence more of each that `sentences` names.

    What the section does not name is left out.
    """
    lines = text.split("\n")
    found = _section(lines)
    if found is None:
        return text
    for name, (last, margin) in reversed(_ends(lines, *found).items()):
        if name in sentences:
            lines.insert(last + 1, f"{' ' * margin}    {sentences[name]}")
    return "\n".join(lines)


def _ends(lines: list[str], begin: int, end: int) -> dict[str, tuple[int, int]]:
    """The last line of each entry of a section, and the margin of its first."""
    found: dict[str, tuple[int, int]] = {}
    name, margin = "", None
    for at in range(begin + 1, end):
        entry = _ENTRY.fullmatch(lines[at])
        if entry and (margin is None or len(entry[1]) <= margin):
            name, margin = entry[2], len(entry[1])
        if margin is not None and lines[at].strip():
            found[name] = at, margin
    return found


def _section(lines: list[str]) -> tuple[int, int] | None:
    """Where the section of arguments begins and ends, empty lines after it included."""
    for begin, line in enumerate(lines):
        heading = _HEADING.fullmatch(line)
        if heading is None:
            continue
        for end in range(begin + 1, len(lines)):
            indent = len(lines[end]) - len(lines[end].lstrip())
            if lines[end].strip() and indent <= len(heading[1]):
                return begin, end
        return begin, len(lines)
    return None
