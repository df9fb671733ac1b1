"""What was done to a file in the place of an artifact, told from its bytes.

    fault_of(data, wanted, asked="daily_delays")
    Fault(code="DC651", text="has lines that end in CR LF", remedy="force", line=1)

Whose a file is, and which pipeline it was made from, is said by `dagcompile.project.owning`, as for
a build; what mends a file is what a build would do with it.
"""

import ast
import json
import re
import warnings
from collections.abc import Callable

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.header import is_marked, parse_header
from dagcompile.codegen.write import Ownership
from dagcompile.diagnostics import CompileError
from dagcompile.ir.codec import loads
from dagcompile.project.checking.records import Fault, Remedy
from dagcompile.project.owning import origin, whose

_REMEDIES: dict[Ownership, Remedy] = {"ours": "build", "edited": "force", "foreign": "remove"}

_DIGESTS = re.compile(r'# ir sha256:| "digest": ')
"""A line of an artifact that is another whenever anything is."""

_OPENS = re.compile(r"<{7}( |$)")
_CLOSES = re.compile(r">{7}( |$)")


def fault_of(data: bytes, wanted: Artifact, *, asked: str) -> Fault | None:
    """What is wrong with a file that holds `data`; None if it is what it should be.

    Args:
        data: what stands there.
        wanted: what should.
        asked: the name of its pipeline.
    """
    if data == wanted.text.encode():
        return None
    damage = _damage(data, wanted, lambda text: _REMEDIES[whose(text)])
    return damage or _by_whose(as_read(data), wanted, asked)


def shared_fault_of(data: bytes, wanted: Artifact) -> Fault | None:
    """As `fault_of`, of a file of a package that pipelines share.

    The name of the package is a digest of what it holds, so that whatever differs was edited.
    """
    if data == wanted.text.encode():
        return None
    line = first_difference(as_read(data), wanted.text)
    edited = Fault(code="DC602", text="was edited by hand", remedy="force", line=line)
    return _damage(data, wanted, lambda _: "force") or edited


def as_read(data: bytes) -> str:
    """The text of a file as a build reads it: however its lines end."""
    return data.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def _damage(data: bytes, wanted: Artifact, remedy_of: Callable[[str], Remedy]) -> Fault | None:
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


def _by_whose(text: str, wanted: Artifact, asked: str) -> Fault:
    """What is wrong with a file that is whole, by what it says of itself."""
    owner = whose(text)
    remedy = _REMEDIES[owner]
    if owner == "foreign":
        if _alike(text, wanted.text):
            return Fault(code="DC653", text="has no header any more", remedy=remedy, line=1)
        return Fault(code="DC601", text="was not written by dagcompile", remedy=remedy, line=1)
    before, now = origin(text), origin(wanted.text)
    if before is not None and now is not None and before != now:
        said = f"was generated from {before}, and is to be from {now}"
        return Fault(code="DC604", text=said, remedy="force", line=1)
    if newer := _newer(text):
        return newer
    line = first_difference(text, wanted.text)
    if owner == "edited":
        if is_marked(text) and parse_header(text) is None:
            return Fault(code="DC653", text="has a header that was changed", remedy=remedy, line=1)
        return Fault(code="DC602", text="was edited by hand", remedy=remedy, line=line)
    said = f"is stale: {asked} changed"
    if _digest(text) == _digest(wanted.text):
        said = f"is stale: docs or options of {asked} changed, or dagcompile did"
    return Fault(code="DC645", text=said, remedy=remedy, line=line)


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


def _newer(text: str) -> Fault | None:
    """That the file is IR of a format that this version does not know."""
    try:
        loads(text)
    except CompileError as error:
        (told, *_) = error.diagnostics
        if told.code == "DC302":
            return Fault(code="DC302", text="is of a newer dagcompile", remedy="upgrade", line=2)
    return None


def _digest(text: str) -> str | None:
    """The digest of the IR that a text was made from, as it says."""
    header = parse_header(text)
    if header is not None:
        return header.ir
    try:
        return str(json.loads(text)["digest"])
    except (ValueError, LookupError, TypeError):
        return None


def _alike(text: str, wanted: str) -> bool:
    """Whether most lines of the artifact stand in the text."""
    here = set(filter(str.strip, text.split("\n")))
    body = list(filter(str.strip, wanted.split("\n")))
    return 2 * sum(line in here for line in body) > len(body)


def _ends(data: bytes) -> str:
    """How the lines of a file end, where a carriage return is among it."""
    windows, alone = data.count(b"\r\n"), data.count(b"\n") - data.count(b"\r\n")
    if not windows:
        return "CR"
    return "CR LF, and others in LF" if alone else "CR LF"


def _line(data: bytes, at: int) -> int:
    """The number of the line in which a byte stands."""
    return data.count(b"\n", 0, at) + 1
