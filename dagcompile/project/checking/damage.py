"""What was done to a file in the place of an artifact, that no pipeline and no author did.

damage_of(data, wanted, remedy_of)
Fault(code="DC651", text="has lines that end in CR LF", remedy="force", line=1)
"""

import ast
import json
import re
import warnings
from collections.abc import Callable

from dagcompile.codegen.artifact import Artifact
from dagcompile.project.checking.records import Fault, Remedy

_OPENS = re.compile(r"<{7}( |$)")
_CLOSES = re.compile(r">{7}( |$)")


def as_read(data: bytes) -> str:
    """The text of a file as a build reads it: however its lines end."""
    return data.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def damage_of(data: bytes, wanted: Artifact, remedy_of: Callable[[str], Remedy]) -> Fault | None:
    """What no pipeline and no author can have made of a file, the surest first."""
    text, should = as_read(data), wanted.text.encode()
    try:
        data.decode()
        remedy = remedy_of(text)
    except UnicodeDecodeError as error:
        remedy = "remove"  # a build does not look into it
        if not should.startswith(data):
            said, at = "holds bytes that are no UTF-8", _line(data, error.start)
            return Fault(code="DC652", text=said, remedy=remedy, line=at)
    if b"\0" in data:
        at = _line(data, data.index(b"\0"))
        return Fault(code="DC652", text="holds NUL bytes", remedy=remedy, line=at)
    if should.startswith(data) or _is_cut(text, wanted):
        said = "ends too early" if data else "is empty"
        return Fault(code="DC650", text=said, remedy=remedy, line=_line(data, len(data)))
    if at := _conflict(text, wanted.text):
        return Fault(code="DC649", text="holds the marks of a merge", remedy=remedy, line=at)
    if text.startswith("\ufeff"):
        return Fault(code="DC652", text="begins with a byte order mark", remedy=remedy, line=1)
    if text == wanted.text:
        said = f"has lines that end in {_ends(data)}"
        return Fault(code="DC651", text=said, remedy="force", line=_line(data, data.index(b"\r")))
    return None


def _conflict(text: str, wanted: str) -> int:
    """The line of the first mark of a merge; 0 where there is none, or it belongs there."""
    lines = text.split("\n")
    if not any(map(_CLOSES.match, lines)) or any(map(_OPENS.match, wanted.split("\n"))):
        return 0
    return next((at for at, line in enumerate(lines, start=1) if _OPENS.match(line)), 0)


def _is_cut(text: str, wanted: Artifact) -> bool:
    """Whether a text breaks off, as far as its kind tells; a lost last newline costs nothing."""
    broken = not text.endswith("\n")
    try:
        if wanted.path.endswith(".json"):
            json.loads(text)
        elif broken and wanted.path.endswith(".py"):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(text)
    except json.JSONDecodeError as error:
        return broken or error.pos >= len(text.rstrip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return broken
    return False


def _ends(data: bytes) -> str:
    """How the lines of a file end, where a carriage return is among it."""
    windows, alone = data.count(b"\r\n"), data.count(b"\n") - data.count(b"\r\n")
    if not windows:
        return "CR"
    return "CR LF, and others in LF" if alone else "CR LF"


def _line(data: bytes, at: int) -> int:
    """The number of the line in which a byte stands."""
    return data.count(b"\n", 0, at) + 1
