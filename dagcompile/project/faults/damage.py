"""What was done to a file in the place of an artifact, that no pipeline and no author did.

damage_of(data, wanted, remedy_of)
Fault(code="DC651", text="has lines that end in CR LF", remedy="build", line=1)
"""

import ast
import json
import re
import warnings
from collections.abc import Callable
from dataclasses import replace

from dagcompile.codegen.artifact import Artifact
from dagcompile.project.faults.records import Fault, Remedy

_OPENS = re.compile(r"<{7}( |$)")
_CLOSES = re.compile(r">{7}( |$)")
_DIGESTS = re.compile(r'# ir sha256:| "digest": ')
"""A line of an artifact that is another whenever anything is."""


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
    if text == wanted.text:  # a checkout has made it so, and it holds nothing of anybody's
        said = f"has lines that end in {_ends(data)}"
        return Fault(code="DC651", text=said, remedy="build", line=_line(data, data.index(b"\r")))
    return None


def shared_fault_of(data: bytes, wanted: Artifact) -> Fault | None:
    """What is wrong with a file of a package that pipelines share; None if it is what it should be.

    The name of the package is a digest of what it holds, so that whatever differs was edited.
    """
    if data == wanted.text.encode():
        return None
    damage = damage_of(data, wanted, lambda _: "force")
    if damage is not None:  # whatever stands there, the package is ours
        return damage if damage.remedy == "build" else replace(damage, remedy="force")
    line = first_difference(as_read(data), wanted.text)
    return Fault(code="DC602", text="was edited by hand", remedy="force", line=line)


def first_difference(there: str, wanted: str) -> int:
    """The number of the first line of `there` that is another in `wanted`, digests passed over."""
    lines, others = there.split("\n"), wanted.split("\n")
    pairs = enumerate(zip(lines, others, strict=False), start=1)
    differing = (at for at, (one, other) in pairs if one != other and not _DIGESTS.match(one))
    return next(differing, min(len(lines), len(others)))


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
